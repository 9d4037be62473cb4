"""Postal codes: text, because leading zeros matter."""

import re
from typing import Final

_FINNISH: Final = re.compile(r"[0-9]{5}")
_ELSEWHERE: Final = re.compile(r"[0-9A-Z](?:[0-9A-Z -]{0,10}[0-9A-Z])?")


def normalise_postal_code(raw: str, *, country: str = "FI") -> str | None:
    """Exactly five digits in Finland and Åland; elsewhere letters, digits, spaces and
    hyphens, in capitals. None if it is no postal code."""
    typed = raw.strip()
    if country.upper() in {"FI", "AX"}:
        return typed if _FINNISH.fullmatch(typed) else None
    typed = " ".join(typed.upper().split())
    return typed if _ELSEWHERE.fullmatch(typed) else None
