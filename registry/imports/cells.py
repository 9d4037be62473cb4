"""One cell at a time: what may come in, and in which form."""

import re
from datetime import date
from typing import Final

from registry.law.identifiers.guard import holds_card_number, holds_identity_code
from registry.law.identifiers.names import normalise_name

from .decoding import MOJIBAKE
from .limits import LONGEST_CELL

_CONTROL: Final = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffd-\uffff]"
)
# `=` begins a formula in every program; the others only where they call something.
_FORMULA: Final = re.compile(r"\s*(=|@\w+\s*\(|[+\-@|%][^\n]*[|!(])")
_INVISIBLE: Final = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]")
_DAY: Final = re.compile(
    r"(?:(?P<d>\d{1,2})[./](?P<m>\d{1,2})[./](?P<y>\d{4})"
    r"|(?P<y2>\d{4})-(?P<m2>\d{1,2})-(?P<d2>\d{1,2}))(?:[ T].*)?"
)
_OLDEST_YEAR: Final = 1970
# Shorter than the shortest code in digits, even where one sign folds to two.
_FEWEST_DIGITS: Final = 5


def problem_of_cell(text: str) -> str | None:
    """The code of what is wrong with any cell, whatever it holds."""
    if len(text) > LONGEST_CELL:
        return "too_long"
    if _CONTROL.search(text):
        return "control"
    if _FORMULA.match(text):
        return "formula"
    return "encoding" if "Ã" in text and any(m in text for m in MOJIBAKE) else None


def problem_of_words(text: str) -> str | None:
    """The code of what free text may not hold (Data Protection Act, section 29)."""
    if sum(map(str.isnumeric, text)) < _FEWEST_DIGITS:
        return None
    if holds_identity_code(text):
        return "identity_code"
    return "card_number" if holds_card_number(text) else None


def clean_line(text: str) -> str:
    """One line: single spaces, composed letters, nothing invisible."""
    return _CONTROL.sub("", normalise_name(text))


def clean_words(text: str) -> str:
    """Several lines, without invisible and direction marks."""
    lines = _INVISIBLE.sub("", text).replace("\r\n", "\n").replace("\r", "\n")
    return lines.strip()


def read_day(text: str, *, today: date) -> date | str:
    """31.1.2026, 2026-01-31, with or without a time. Else the code of the problem."""
    match = _DAY.fullmatch(text.strip())
    if match is None:
        return "date"
    day, month, year = (
        int(match[name] or match[f"{name}2"]) for name in ("d", "m", "y")
    )
    try:
        found = date(year, month, day)
    except ValueError:
        return "date"
    if found > today:
        return "future"
    return found if year >= _OLDEST_YEAR else "date"
