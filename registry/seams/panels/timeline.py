"""One timeline out of many sources, paged by key: a page costs one query a source."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import islice
from typing import Any, NamedTuple

from django.db.models import DateTimeField, Q, QuerySet
from django.utils import timezone


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
    without: Collection[str] = (),
) -> TimelinePage:
    """The newest ``limit`` entries of the subject that are older than ``before``,
    of all sources or of those named, and never of those in ``without``.

    Order: time, then source, then key, all descending, so that pages neither repeat
    nor skip entries of the same instant.
    """
    found = [
        reader(subject, key, before, limit + 1, user)
        for name, reader in _sources.items()
        if (not sources or name in sources) and name not in without
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


def older_than(
    rows: QuerySet[Any], before: Cursor | None, *, source: str, field: str
) -> QuerySet[Any]:
    """Rows of one source whose cursor is older than ``before``, newest first.

    ``field`` holds an instant, or a day that counts from its midnight; an index on
    (…, field, id) answers it.
    """
    newest_first = rows.order_by(f"-{field}", "-pk")
    if before is None:
        return newest_first
    limit: datetime | date = before.at
    tie = True
    if not isinstance(rows.model._meta.get_field(field), DateTimeField):
        limit = timezone.localdate(before.at)
        tie = midnight(limit) == before.at
    if not tie or source < before.source:
        return newest_first.filter(**{f"{field}__lte": limit})
    older = Q(**{f"{field}__lt": limit})
    if source == before.source:
        older |= Q(**{field: limit}, pk__lt=before.key)
    return newest_first.filter(older)


def midnight(day: date) -> datetime:
    """The instant at which a day begins, by which things without a time are sorted."""
    return timezone.make_aware(datetime.combine(day, time.min))
