"""Whether the register may act: mail, background work, login and pages ask here.

Closed after a restore until the erasure journal has been replayed, for the database
then holds people who were erased. Whoever knows plugs a door in (privacy does); with
none plugged in nobody can know, so the answer is no.
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from typing import Protocol

from registry.seams.errors import SeamError

__all__ = [
    "OPEN",
    "Door",
    "Opening",
    "RegisterClosed",
    "forget",
    "is_open",
    "look",
    "plug",
    "remember",
    "require_open",
    "unplug",
]

logger = logging.getLogger(__name__)
REMEMBERED = 5.0
"""Seconds that a process may go on believing what it saw."""


@dataclass(frozen=True, slots=True)
class Opening:
    """``reason`` is for machines: empty when open."""

    open: bool
    reason: str = ""


class Door(Protocol):
    """Who knows whether the register is open."""

    def look(self) -> Opening:
        """As it is now; may raise where it cannot be told."""


class RegisterClosed(SeamError):
    """Refused because the register is closed; ``code`` is the reason."""


OPEN = Opening(open=True)
_plugged: list[Door] = []
_seen: list[tuple[float, Opening]] = []


def plug(door: Door) -> None:
    """Plug the door in, once; a second one is a mistake and raises."""
    if _plugged:
        raise RuntimeError("a door is plugged in already")
    _plugged.append(door)
    forget()


def unplug() -> Door | None:
    """Take the door out again (tests of «default closed»); returns it."""
    forget()
    return _plugged.pop() if _plugged else None


def look() -> Opening:
    """The state, at most five seconds old. What cannot be told is closed."""
    if _seen and time.monotonic() < _seen[0][0]:
        return _seen[0][1]
    seen = _ask()
    remember(seen)
    return seen


def is_open() -> bool:
    """May the register act?"""
    return look().open


def require_open() -> None:
    """RegisterClosed unless it may."""
    seen = look()
    if not seen.open:
        raise RegisterClosed(seen.reason, "The register is closed.")


def remember(seen: Opening, *, seconds: float = REMEMBERED) -> None:
    """Believe this for so long."""
    _seen[:] = [(time.monotonic() + seconds, seen)]


def forget() -> None:
    """Ask again the next time."""
    _seen.clear()


def _ask() -> Opening:
    if not _plugged:
        return Opening(open=False, reason="unplugged")
    try:
        return _plugged[0].look()
    except Exception as error:  # noqa: BLE001  no answer is «closed», whatever the cause
        logger.error("opening_unknown type=%s", type(error).__name__)
        return Opening(open=False, reason="unknown")
