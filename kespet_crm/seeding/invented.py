"""The n-th invented person, company and order: the same at every run."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.utils import timezone

from registry.law.identifiers.business_id import check_digit
from registry.law.identifiers.names import name_key
from registry.references import ALPHABET

from .words import COMPANY_TRADES, COMPANY_WORDS, FAMILY_NAMES, GIVEN_NAMES, TOWNS

_MIX: Final = 0x9E3779B97F4A7C15
_MASK: Final = (1 << 64) - 1
_FIRST_DAY: Final = date(2006, 1, 2)
_DAYS: Final = (date(2026, 10, 31) - _FIRST_DAY).days
_CALENDAR: Final = tuple(
    (_FIRST_DAY + timedelta(days=day)).isoformat() for day in range(_DAYS + 1)
)
_ISSUED: Final = 20
_LETTERS: Final = 8
_ID_STEP: Final = 19
_REFERENCES: Final = len(ALPHABET) ** _LETTERS
_SPREAD: Final = 387_420_489_011
_GIVEN_KEYS: Final = tuple(name_key(name) for name in GIVEN_NAMES)
_FAMILY_KEYS: Final = tuple(name_key(name) for name in FAMILY_NAMES)


def scatter(number: int) -> int:
    """64 well-mixed bits from a number (splitmix64); equal numbers, equal bits."""
    z = (number * _MIX) & _MASK
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & _MASK
    return z ^ (z >> 31)


def reference(prefix: str, number: int) -> str:
    """A reference as the register makes them; different for different numbers."""
    value = (number * _SPREAD + 12_345) % _REFERENCES
    letters = ""
    for _position in range(_LETTERS):
        value, rest = divmod(value, len(ALPHABET))
        letters += ALPHABET[rest]
    return f"{prefix}-{letters}"


def business_id(number: int) -> str:
    """The n-th id of our own: right check digit, higher than any that is in use."""
    body = 5_000_003 + number * _ID_STEP
    while (digit := check_digit(f"{body:07d}")) is None:
        body += 1
    return f"{body:07d}-{digit}"


def day(bits: int) -> str:
    """A day between 2006 and autumn 2026, as ISO."""
    return _CALENDAR[bits % (_DAYS + 1)]


def later_day(start: str, bits: int, until: str = _CALENDAR[-1]) -> str:
    """A day from `start` to `until`, autumn 2026 unless said."""
    first, last = _DAY_NUMBER[start], _DAY_NUMBER[until]
    return _CALENDAR[first + bits % (last + 1 - first)]


def day_between(first: str, last: str, bits: int) -> str:
    """A day of the calendar of invented people, both ends among them."""
    return later_day(first, bits, last)


_DAY_NUMBER: Final = {iso: number for number, iso in enumerate(_CALENDAR)}


@dataclass(frozen=True, slots=True)
class InventedPerson:
    """What the rows of a person are made of; `bits` decide the rest."""

    number: int
    bits: int
    given: str
    family: str
    email: str
    phone: str
    collected: str
    is_private: bool
    busy_until: str = _CALENDAR[-1]


def person(number: int) -> InventedPerson:
    """About one in ten is a private customer; the others stand for companies."""
    bits = scatter(number)
    given, family = bits % len(GIVEN_NAMES), (bits >> 8) % len(FAMILY_NAMES)
    local = f"{_GIVEN_KEYS[given]}.{_FAMILY_KEYS[family]}{number}".replace(" ", "-")
    return InventedPerson(
        number=number,
        bits=bits,
        given=GIVEN_NAMES[given],
        family=FAMILY_NAMES[family],
        email=f"{local}@posti{bits % 7}.example",
        phone=f"+358457{number % 1_000_000:06d}",
        collected=day(bits >> 20),
        is_private=(bits >> 40) % 10 == 0,
    )


@dataclass(frozen=True, slots=True)
class InventedCompany:
    """A company's name, id and town."""

    name: str
    business_id: str
    town: tuple[str, str, str]
    bits: int


def company(number: int) -> InventedCompany:
    """The n-th company; its name carries the number where names run out."""
    bits = scatter(number + 1_000_000_007)
    words, trades = len(COMPANY_WORDS), len(COMPANY_TRADES)
    name = f"{COMPANY_WORDS[bits % words]} {COMPANY_TRADES[(bits >> 8) % trades]}"
    suffix = f" {number}" if number >= _ISSUED else ""
    return InventedCompany(
        name=f"{name}{suffix} Oy",
        business_id=business_id(number),
        town=TOWNS[(bits >> 16) % len(TOWNS)],
        bits=bits,
    )


def noon(iso: str) -> datetime:
    """Twelve o'clock of the day, Finnish time."""
    return timezone.make_aware(datetime.fromisoformat(f"{iso}T12:00:00"))
