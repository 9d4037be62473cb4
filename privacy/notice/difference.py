"""What changed between two texts of the notice, word by word."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Piece:
    """Words that stayed (``same``), came (``added``) or went (``removed``)."""

    kind: str
    text: str


def differences_between(old: str, new: str) -> list[Piece]:
    """The new text with what was removed left in its place; white space is kept."""
    return list(_pieces(re.split(r"(\s+)", old), re.split(r"(\s+)", new)))


def _pieces(old: list[str], new: list[str]) -> Iterator[Piece]:
    matcher = difflib.SequenceMatcher(a=old, b=new, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            yield Piece("same", "".join(new[c:d]))
            continue
        if b > a:
            yield Piece("removed", "".join(old[a:b]))
        if d > c:
            yield Piece("added", "".join(new[c:d]))
