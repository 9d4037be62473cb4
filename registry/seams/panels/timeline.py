"""One timeline out of many sources, paged by key: a page costs one query a source."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, NamedTuple


class Cursor(NamedTuple):
    """Where a page begins: entries older than this, newest first."""

    at: datetime
    source: str
    key: int


@dataclass(frozen=True, kw_only=True)
class TimelineEntry:
    """One thing that happened. ``title`` and ``body`` are shown escaped."""

    at: datetime
    source: str
    key: int
    kind: str
    title: str
    body: str = ""
    by: str = ""
    url: str = ""
    icon: str = "circle"

    @property
    def cursor(self) -> Cursor:
        """The key this entry is paged by."""
        return Cursor(self.at, self.source, self.key)


@dataclass(frozen=True)
class TimelinePage:
    """Some entries, and where the next page begins (None at the end)."""

    entries: Sequence[TimelineEntry]
    next: Cursor | None


Subject = str
"""``person`` or ``company``."""

Reader = Callable[[Subject, int, Cursor | None, int, Any], Sequence[TimelineEntry]]
"""(subject, key, before, limit, user) → the newest entries with a cursor < before."""

_sources: dict[str, Reader] = {}


def timeline_source(name: str) -> Callable[[Reader], Reader]:
    """Register a reader under a name that also breaks ties between equal instants."""

    def register(reader: Reader) -> Reader:
        if name in _sources:
            raise ValueError(f"timeline source {name} is registered twice")
        _sources[name] = reader
        return reader

    return register


def timeline_page(
    *,
    subject: Subject,
    key: int,
    user: Any,
    before: Cursor | None = None,
    limit: int,
    sources: Collection[str] = (),
) -> TimelinePage:
    """The newest ``limit`` entries of the subject that are older than ``before``,
    of all sources or of those named.

    Order: time, then source, then key, all descending, so that pages neither repeat
    nor skip entries of the same instant.
    """
    found = [
        reader(subject, key, before, limit + 1, user)
        for name, reader in _sources.items()
        if not sources or name in sources
    ]
    merged = heapq.merge(
        *(sorted(f, key=lambda e: e.cursor, reverse=True) for f in found),
        key=lambda e: e.cursor,
        reverse=True,
    )
    older = (e for e in merged if before is None or e.cursor < before)
    entries = list(islice(older, limit + 1))
    more = len(entries) > limit
    entries = entries[:limit]
    return TimelinePage(entries, entries[-1].cursor if more else None)
