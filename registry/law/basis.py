"""On what basis data is processed, and what follows for portability (Art. 6, 20).

Contract is the basis only where the person is herself the contract party: a sole
trader or a private customer, never the contact person of a company (C.2).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

Basis = Literal["6(1)(a)", "6(1)(b)", "6(1)(c)", "6(1)(f)"]
Party = Literal["sole_trader", "private_customer", "company", "any"]
Purpose = Literal[
    "deliver_order",
    "bookkeeping",
    "relationship",
    "marketing_by_post_or_phone",
    "electronic_marketing_to_person",
    "electronic_marketing_to_organisation",
    "statistics",
    "claims",
    "rights",
    "security",
    "analytics_cookie",
    "advertising_cookie",
]

CONSENT: Final[Basis] = "6(1)(a)"
CONTRACT: Final[Basis] = "6(1)(b)"
DUTY: Final[Basis] = "6(1)(c)"
INTEREST: Final[Basis] = "6(1)(f)"

CONTRACT_PARTIES: Final = frozenset({"sole_trader", "private_customer"})
COOKIE_CONSENT: Final = "SVPL s 205 consent"

_BASES: Final[Mapping[Purpose, Basis]] = {
    "bookkeeping": DUTY,
    "relationship": INTEREST,
    "marketing_by_post_or_phone": INTEREST,
    "electronic_marketing_to_person": CONSENT,
    "electronic_marketing_to_organisation": INTEREST,
    "statistics": INTEREST,
    "claims": INTEREST,
    "rights": DUTY,
    "security": INTEREST,
    "analytics_cookie": CONSENT,
    "advertising_cookie": CONSENT,
}


@dataclass(frozen=True, slots=True)
class LawfulBasis:
    """`ruled_out` is the basis that is often named here and does not hold;
    `also_needed` a consent that another act asks for beside it."""

    basis: Basis
    ruled_out: Basis | None = None
    also_needed: str | None = None


def lawful_basis(purpose: Purpose, party: Party = "any") -> LawfulBasis:
    """The basis of C.2. KeyError for a purpose the sheet does not know: then there is
    no basis, and nothing may be done."""
    if purpose == "deliver_order":
        if party in CONTRACT_PARTIES:
            return LawfulBasis(CONTRACT)
        return LawfulBasis(INTEREST, ruled_out=CONTRACT)
    also = COOKIE_CONSENT if purpose.endswith("_cookie") else None
    return LawfulBasis(_BASES[purpose], also_needed=also)


@dataclass(frozen=True, slots=True)
class PortabilityScope:
    """Whether Art. 20 covers a datum, and what is given where it does not."""

    included: bool
    instead: Literal["given_in_access_copy_in_same_machine_format"] | None = None
    format: Literal["json_or_csv"] | None = None


def portability_scope(*, provided: bool, basis: Basis) -> PortabilityScope:
    """Art. 20(1): data the person provided (what was observed of her counts as
    provided), processed on consent or contract. What she provided on another basis is
    given in the same format as a copy under Art. 15; our conclusions are not."""
    if not provided:
        return PortabilityScope(included=False)
    if basis in (CONSENT, CONTRACT):
        return PortabilityScope(included=True, format="json_or_csv")
    return PortabilityScope(
        included=False, instead="given_in_access_copy_in_same_machine_format"
    )
