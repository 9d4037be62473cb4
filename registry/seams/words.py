"""Codes that rows hold, in words: kinds of mail, acts of law.

Each app names its own codes in its module ``words``, which is found at start.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_NAMES: dict[str, dict[str, Any]] = {}


def name_codes(kind: str, words: Mapping[str, Any]) -> None:
    """Make the (lazy) words of some codes known; ``kind`` is mail or law."""
    _NAMES.setdefault(kind, {}).update(words)


def words_of(kind: str, code: str) -> str:
    """The code in words; one that nobody has named is shown as it is."""
    return str(_NAMES.get(kind, {}).get(code, code))
