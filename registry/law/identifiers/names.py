"""Names: how they are stored, and the key by which two spellings are the same."""

import re
import unicodedata
from typing import Final

from registry.law.folding import fold

LEGAL_FORMS: Final = frozenset(
    [
        "oy",
        "oyj",
        "ab",
        "abp",
        "ky",
        "kb",
        "ay",
        "tmi",
        "fma",
        "ry",
        "rf",
        "sr",
        "osk",
        "anl",
        "oyab",
        "osakeyhtio",
        "aktiebolag",
        "kommandiittiyhtio",
        "toiminimi",
        "osuuskunta",
    ]
)
_DOTTED: Final = re.compile(r"\b([a-z])\.\s?([a-z])\b\.?")
_NOT_WORD: Final = re.compile(r"[\W_]+")


def normalise_name(raw: str) -> str:
    """One space between words, composed letters, no control or invisible characters."""
    composed = unicodedata.normalize("NFC", raw)
    if composed.isprintable():
        return " ".join(composed.split())
    visible = "".join(
        " " if unicodedata.category(char) in {"Cc", "Zs", "Zl", "Zp"} else char
        for char in composed
        if unicodedata.category(char) != "Cf"
    )
    return " ".join(visible.split())


def name_key(raw: str) -> str:
    """The folded, normalised name: equal for two spellings of one person's name."""
    return fold(normalise_name(raw))


def company_key(raw: str) -> str:
    """The folded name without punctuation and without legal forms at either end.

    «Oy Kespet Ab», «Kespet Oy» and «KESPET OYJ» share a key; a name made of legal
    forms only keeps them.
    """
    folded = _DOTTED.sub(r"\1\2", name_key(raw))
    words = _NOT_WORD.sub(" ", folded).split()
    inner = list(words)
    while inner and inner[0] in LEGAL_FORMS:
        inner.pop(0)
    while inner and inner[-1] in LEGAL_FORMS:
        inner.pop()
    return " ".join(inner or words)
