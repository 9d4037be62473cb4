"""What a typed search may be: a name, an address, a number, an id. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from registry.law.folding import SORT_FROM, SORT_TO, fold
from registry.law.identifiers.email import normalise_email

SHORTEST_WORD = 3
"""Below three letters the trigram index says nothing; such words match beginnings."""
SHORTEST_SUFFIX = 4
LONGEST = 200

_REFERENCE = re.compile(r"^[HY]-?[2-9A-HJKMNP-TV-Z]{8}$", re.IGNORECASE)
_BUSINESS_ID = re.compile(r"^(?:FI)?(\d{6,7})-?(\d)$", re.IGNORECASE)
_OVT = re.compile(r"^0037(\d{8})\w{0,5}$")
_PHONE_LIKE = re.compile(r"^[+\d][\d\s()\-./]*$")
_SORT = str.maketrans(SORT_FROM, SORT_TO)


@dataclass(frozen=True)
class Reading:
    """Every way in which the text can be understood; empty where it cannot."""

    text: str
    words: tuple[str, ...] = ()
    sort_prefix: str = ""
    email: str = ""
    phone_suffixes: tuple[str, ...] = ()
    business_id: str = ""
    reference: str = ""
    order_number: str = ""

    @property
    def searchable_words(self) -> tuple[str, ...]:
        """Words long enough for the trigram index."""
        return tuple(w for w in self.words if len(w) >= SHORTEST_WORD)


def read_query(typed: str) -> Reading:
    """Read what was typed, up to 200 characters."""
    text = " ".join(typed.split())[:LONGEST]
    compact = text.replace(" ", "")
    single = " " not in text
    named = bool(re.search(r"[^\W\d_]", text)) and "@" not in text
    return Reading(
        text=text,
        words=tuple(fold(text).split()) if named else (),
        sort_prefix=text.lower().translate(_SORT) if named else "",
        email=_email_in(text) if single else "",
        phone_suffixes=_suffixes_in(text),
        business_id=_business_id_in(compact),
        reference=_reference_in(compact),
        order_number=compact.upper() if re.search(r"\d", compact) else "",
    )


def _email_in(text: str) -> str:
    return normalise_email(text) if len(text) >= SHORTEST_WORD else ""


def _suffixes_in(text: str) -> tuple[str, ...]:
    """Ends of an E.164 number: without +, 00, the trunk zero and punctuation."""
    if not _PHONE_LIKE.match(text):
        return ()
    digits = re.sub(r"\D", "", text.replace("(0)", ""))
    without_zero = (
        digits.removeprefix("00") if digits[:2] == "00" else digits.lstrip("0")
    )
    found = dict.fromkeys((digits, without_zero))
    return tuple(d for d in found if len(d) >= SHORTEST_SUFFIX)


def _business_id_in(compact: str) -> str:
    """``1234567-1`` from any form: with or without hyphen, FI…, 0037…."""
    if ovt := _OVT.match(compact):
        compact = ovt[1]
    if found := _BUSINESS_ID.match(compact):
        return f"{found[1].zfill(7)}-{found[2]}"
    return ""


def _reference_in(compact: str) -> str:
    if not _REFERENCE.match(compact):
        return ""
    upper = compact.upper()
    return upper if upper[1] == "-" else f"{upper[0]}-{upper[1:]}"
