"""What free text may not hold: Finnish personal identity codes and card numbers.

The register has no need of a code (Data Protection Act 1050/2018, section 29) and
holds no card data. Only a code whose date and control character are right is refused;
look-alikes pass, so that order numbers can be written down.
"""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from typing import Final, Literal

from stdnum import luhn
from stdnum.iso7064 import mod_97_10

GuardCode = Literal["personal_identity_code_not_allowed", "card_number_not_allowed"]

_CONTROL: Final = "0123456789ABCDEFHJKLMNPRSTUVWXY"
_CENTURY: Final = {
    "+": 1800,
    **dict.fromkeys("-YXWVU", 1900),
    **dict.fromkeys("ABCDEF", 2000),
}
_CODE: Final = re.compile(
    r"(?<![0-9])([0-9]{2})([0-9]{2})([0-9]{2})\s?([-+A-FU-Y])\s?([0-9]{3})"
    rf"([{_CONTROL}])(?![0-9])"
)
_DASHES: Final = str.maketrans(dict.fromkeys("‐‑‒–—―−﹣－", "-"))
_FIRST_ISSUED: Final = 2

_CARD: Final = re.compile(r"(?<![0-9])[0-9](?:[ -]?[0-9]){12,18}(?![0-9])")
_NETWORKS: Final = re.compile(
    r"4(?:[0-9]{12}|[0-9]{15}|[0-9]{18})"  # Visa
    r"|(?:5[1-5]|2[3-6]|22[3-9]|222[1-9]|27[01]|2720)[0-9]*"  # Mastercard
    r"|3[47][0-9]{13}|3(?:0[0-5]|[68][0-9])[0-9]{11}"  # Amex, Diners
    r"|(?:6011|65|64[4-9]|62|35(?:2[89]|[3-8]))[0-9]{12,}"  # Discover, UnionPay, JCB
)
_BANK_REFERENCE: Final = re.compile(r"\b[A-Z]{2}[0-9]{2}(?: ?[0-9]){4,30}")


def _plain(text: str) -> str:
    """Capitals, plain digits and dashes, nothing invisible in between."""
    folded = unicodedata.normalize("NFKC", text).translate(_DASHES).upper()
    return "".join(
        char for char in folded if unicodedata.category(char) not in {"Cf", "Mn"}
    )


def _is_real_date(day: str, month: str, year: int) -> bool:
    try:
        date(year, int(month), int(day))
    except ValueError:
        return False
    return True


def _is_identity_code(match: re.Match[str]) -> bool:
    day, month, year, sign, individual, control = match.groups()
    if int(individual) < _FIRST_ISSUED:
        return False
    if not _is_real_date(day, month, _CENTURY[sign] + int(year)):
        return False
    return _CONTROL[int(day + month + year + individual) % 31] == control


def holds_identity_code(text: str) -> bool:
    """Is there a personal identity code anywhere in the text?"""
    return any(map(_is_identity_code, _overlapping(_CODE, _plain(text))))


def _overlapping(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Every match, those beginning inside an earlier one too."""
    position = 0
    while match := pattern.search(text, position):
        yield match
        position = match.start() + 1


def _without_bank_references(text: str) -> str:
    """IBANs and RF references are billing data, and may look like a card."""

    def blank(match: re.Match[str]) -> str:
        compact = match[0].replace(" ", "")
        is_reference = mod_97_10.is_valid(compact[4:] + compact[:4])
        return " " * len(match[0]) if is_reference else match[0]

    return _BANK_REFERENCE.sub(blank, text)


def _is_card_number(digits: str) -> bool:
    return bool(_NETWORKS.fullmatch(digits)) and luhn.is_valid(digits)


def holds_card_number(text: str) -> bool:
    """Is there a payment card's number (a known network's, Luhn right) in the text?"""
    plain = _without_bank_references(_plain(text))
    found = (re.sub(r"[ -]", "", match[0]) for match in _CARD.finditer(plain))
    return any(map(_is_card_number, found))


def check_free_text(text: str) -> GuardCode | None:
    """Why this text may not be saved, or None if it may."""
    if holds_identity_code(text):
        return "personal_identity_code_not_allowed"
    if holds_card_number(text):
        return "card_number_not_allowed"
    return None


MASK: Final = "[•••]"


def mask_free_text(text: str) -> str:
    """The text with identity codes and card numbers covered, for what others wrote
    and we must take (a mail, a letter): it is kept, the number is not.

    Text in which one is still found afterwards is covered whole.
    """
    if check_free_text(text) is None:
        return text
    places = [(c, i) for i, char in enumerate(text) for c in _plain(char)]
    plain = "".join(char for char, _place in places)
    covered = list(text)
    for begin, end in _forbidden_spans(plain):
        first, last = places[begin][1], places[end - 1][1]
        covered[first : last + 1] = [MASK, *[""] * (last - first)]
    masked = "".join(covered)
    return MASK if check_free_text(masked) else masked


def _forbidden_spans(plain: str) -> Iterator[tuple[int, int]]:
    for match in _overlapping(_CODE, plain):
        if _is_identity_code(match):
            yield match.span()
    for match in _CARD.finditer(_without_bank_references(plain)):
        if _is_card_number(re.sub(r"[ -]", "", match[0])):
            yield match.span()
