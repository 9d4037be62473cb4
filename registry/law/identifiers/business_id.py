"""Finnish business id (Y-tunnus) and what derives from it: VAT number, OVT code.

A valid form says nothing about registration. A sole trader's id is personal data.
"""

import re
from dataclasses import dataclass
from typing import Final, Literal

Reason = Literal[
    "all_zero",
    "check_digit",
    "empty",
    "format",
    "length",
    "prefix",
    "remainder_one_never_issued",
]

_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2)
_DASHES: Final = str.maketrans(dict.fromkeys("‐‑‒–—―−﹣－", "-"))
_WRITTEN: Final = re.compile(r"([0-9]{6,7})-([0-9])|([0-9]{7})([0-9])")
_OVT_PREFIX: Final = "0037"
_OVT_LENGTH: Final = range(12, 18)


@dataclass(frozen=True, slots=True)
class BusinessId:
    """`normalised` (1234567-1) is None exactly when `reason` says why not."""

    normalised: str | None
    reason: Reason | None = None

    @property
    def valid(self) -> bool:
        return self.normalised is not None

    @property
    def vat_number(self) -> str | None:
        return vat_number_of(self.normalised) if self.normalised else None


def check_digit(seven: str) -> int | None:
    """The check digit of seven digits; None where the id is never issued."""
    total = sum(
        int(digit) * weight for digit, weight in zip(seven, _WEIGHTS, strict=True)
    )
    remainder = total % 11
    if remainder == 1:
        return None
    return 0 if remainder == 0 else 11 - remainder


def _check_written(raw: str) -> Reason | tuple[str, str]:
    """The seven digits and the check digit as typed, or why they cannot be read."""
    typed = re.sub(r"\s*-\s*", "-", raw.strip().translate(_DASHES))
    if not typed:
        return "empty"
    if not re.fullmatch(r"[0-9-]+", typed):
        return "format"
    if match := _WRITTEN.fullmatch(typed):
        body, last, bare, bare_last = match.groups()
        return (body or bare).zfill(7), last or bare_last
    return "format" if len(typed.replace("-", "")) == 8 else "length"


def parse_business_id(raw: str) -> BusinessId:
    """Accepts any dash or none, and the old six-digit form; ASCII digits only."""
    written = _check_written(raw)
    if isinstance(written, str):
        return BusinessId(None, written)
    body, typed = written
    if int(body + typed) == 0:
        return BusinessId(None, "all_zero")
    expected = check_digit(body)
    if expected is None:
        return BusinessId(None, "remainder_one_never_issued")
    if expected != int(typed):
        return BusinessId(None, "check_digit")
    return BusinessId(f"{body}-{typed}")


def parse_vat_number(raw: str) -> BusinessId:
    """FI and the eight digits, spaces and dashes between them allowed."""
    typed = raw.strip().upper()
    if not typed.startswith("FI"):
        return BusinessId(None, "prefix" if typed else "empty")
    return parse_business_id(typed.removeprefix("FI").strip(" -"))


def parse_ovt_code(raw: str) -> BusinessId:
    """0037, the eight digits, at most five letters or digits of the holder's own."""
    typed = raw.strip()
    if not re.fullmatch(r"[0-9A-Za-z]*", typed):
        return BusinessId(None, "format")
    if len(typed) not in _OVT_LENGTH:
        return BusinessId(None, "length")
    if not typed.startswith(_OVT_PREFIX):
        return BusinessId(None, "prefix")
    inside = parse_business_id(typed[4:12])
    if inside.valid or inside.reason == "format":
        return inside
    return BusinessId(None, "check_digit")


def find_business_id(raw: str) -> str | None:
    """The id behind any of its forms (Y-tunnus, VAT number, OVT code), for search
    and import; None if it is none of them."""
    for parse in (parse_business_id, parse_vat_number, parse_ovt_code):
        if found := parse(raw).normalised:
            return found
    return None


def vat_number_of(business_id: str) -> str:
    """FI12345671 from a normalised business id."""
    return "FI" + business_id.replace("-", "")


def ovt_code_of(business_id: str) -> str:
    """003712345671 from a normalised business id."""
    return _OVT_PREFIX + business_id.replace("-", "")
