"""Public references: random, short, without look-alike letters."""

import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_reference(prefix: str) -> str:
    """A reference such as ``H-7K3M9QX2``: 30^8 values, says nothing about the row."""
    return f"{prefix}-{''.join(secrets.choice(ALPHABET) for _ in range(8))}"


def person_reference() -> str:
    """Reference of a person (H as in henkilö)."""
    return new_reference("H")


def company_reference() -> str:
    """Reference of a company (Y as in yritys)."""
    return new_reference("Y")
