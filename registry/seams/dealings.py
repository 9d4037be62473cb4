"""Where an ordinary mail of a known person is written down: contacts plugs in.

Who receives mail (privacy) knows nothing of dealings, and the other way round.
"""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

__all__ = ["DealingsLog", "is_plugged", "log_mail", "plug", "unplug"]


class DealingsLog(Protocol):
    """Writes one mail of one person down; the same ``key`` twice is one."""

    def __call__(
        self, *, person_id: int, at: datetime, subject: str, text: str, key: str
    ) -> None: ...


_plugged: list[DealingsLog] = []


def plug(log: DealingsLog) -> None:
    """Plug the log in, once; a second one is a mistake and raises."""
    if _plugged:
        raise RuntimeError("a log of dealings is plugged in already")
    _plugged.append(log)


def unplug() -> DealingsLog | None:
    """Take it out again, for tests; returns it."""
    return _plugged.pop() if _plugged else None


def is_plugged() -> bool:
    """Whether a mail can be written down at all."""
    return bool(_plugged)


def log_mail(
    *, person_id: int, at: datetime, subject: str, text: str, key: str
) -> None:
    """Write it down in the caller's transaction; LookupError where nobody listens."""
    if not _plugged:
        raise LookupError("no log of dealings is plugged in")
    _plugged[0](person_id=person_id, at=at, subject=subject, text=text, key=key)
