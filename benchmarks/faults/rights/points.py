"""The named lines at which a worker of the rights desk may die."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from django.conf import settings

_CALL: Final = re.compile(r'crash_point\(\s*"([a-z_.]+)"')
_PLACES: Final = ("privacy", "registry/seams")
_ELSEWHERE: Final = ("retention.", "replay.", "test.")
"""Runs of retention and the replay have measurements of their own."""


def points_of_rights() -> list[str]:
    """As the source names them, so that a new step cannot be forgotten."""
    return sorted({p for p in _named() if not p.startswith(_ELSEWHERE)})


def _named() -> Iterator[str]:
    for place in _PLACES:
        for path in (Path(settings.BASE_DIR) / place).rglob("*.py"):
            if "tests" not in path.parts:
                yield from _CALL.findall(path.read_text())
