"""Phone numbers: any notation in, E.164 out. Premium-rate numbers are no contacts."""

import re
from dataclasses import dataclass
from typing import Final, Literal

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberType

Kind = Literal["fixed", "foreign", "mobile", "premium"]

_FINLAND: Final = 358
_LABEL: Final = re.compile(
    r"^\s*(?:puh(?:elin)?|p|gsm|matk|mob(?:ile)?|tel|phone|tfn)?\s*[.:]?\s*",
    re.IGNORECASE,
)
_LETTER: Final = re.compile(r"[^\W\d_]")
_FINNISH_PREMIUM: Final = ("600", "606", "700", "707", "708")
_FINNISH_MOBILE: Final = ("4", "50")


@dataclass(frozen=True, slots=True)
class Phone:
    """`e164` is None for a number that may not be stored; `kind` may still say why."""

    e164: str | None
    kind: Kind | None

    @property
    def valid(self) -> bool:
        return self.e164 is not None


_UNREADABLE: Final = Phone(None, None)


def _is_premium(number: PhoneNumber) -> bool:
    national = str(number.national_number)
    if number.country_code == _FINLAND and national.startswith(_FINNISH_PREMIUM):
        return True
    return phonenumbers.number_type(number) == PhoneNumberType.PREMIUM_RATE


def _kind_of(number: PhoneNumber) -> Kind:
    if number.country_code != _FINLAND:
        return "foreign"
    national = str(number.national_number)
    return "mobile" if national.startswith(_FINNISH_MOBILE) else "fixed"


def _is_acceptable(number: PhoneNumber) -> bool:
    """Strict at home; abroad only the length counts, as numbering plans change."""
    if number.country_code == _FINLAND:
        return phonenumbers.is_valid_number(number)
    return phonenumbers.is_possible_number(number)


def parse_phone(raw: str, *, default_country: str = "FI") -> Phone:
    """A trunk zero kept after +358 is dropped; words and extensions are refused."""
    typed = _LABEL.sub("", raw)
    if _LETTER.search(typed):
        return _UNREADABLE
    try:
        number = phonenumbers.parse(typed, default_country)
    except NumberParseException:
        return _UNREADABLE
    if _is_premium(number):
        return Phone(None, "premium")
    if not _is_acceptable(number):
        return _UNREADABLE
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return Phone(e164, _kind_of(number))
