"""What leaves in the coming days: persons by their clocks, rows by their own dates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from privacy.retention.naming import Named, name_rows
from privacy.retention.streams import PERSONS, Stream, streams
from registry.models import Person, PersonGuard
from registry.queries.persons import narrow_to_text

DAYS = 30
CHUNK = 2_000


@dataclass(frozen=True, kw_only=True)
class Group:
    """The rows of one holding, whichever rules let them go."""

    holding: str
    streams: Sequence[Stream]

    @property
    def field(self) -> str:
        """The column that the rows are ordered by."""
        return self.streams[0].date_field

    def rows(self, *, today: date, rule: str = "") -> QuerySet[Any]:
        """Those that leave within thirty days, by one rule or by any."""
        chosen = [s for s in self.streams if rule in ("", s.rule)] or self.streams
        together = replace(chosen[0], only=_any_of(chosen))
        return together.rows_between(today, today + timedelta(days=DAYS - 1))

    def narrow(self, rows: QuerySet[Any], text: str) -> tuple[QuerySet[Any], bool]:
        """Rows of the people whom the text means; whether there were too many."""
        lookup = self.streams[0].person_lookup
        if not lookup:
            return rows.none(), False
        narrowed = narrow_to_text(Person.objects.all(), text)
        keys = narrowed.rows.order_by().values("pk")
        return rows.filter(**{f"{lookup}__in": keys}), narrowed.partial

    def stream_of(self, row: Any) -> Stream:
        """The stream that a row stands in."""
        rule = getattr(row, "rule", "") if self.holding == PERSONS else ""
        named = (stream for stream in self.streams if stream.rule == rule)
        return next(named, self.streams[0])


@dataclass(frozen=True, kw_only=True)
class Leaving:
    """One row of the list."""

    pk: int
    holding: str
    rule: str
    leaves_on: date
    named: Named
    held: bool
    restricted: bool


def groups() -> list[Group]:
    """What may leave, persons first."""
    found: dict[str, list[Stream]] = {}
    for stream in streams():
        found.setdefault(stream.holding, []).append(stream)
    return [Group(holding=key, streams=parts) for key, parts in found.items()]


def describe(group: Group, rows: Sequence[Any]) -> list[Leaving]:
    """The rows with their people, and what holds those back. Two or three queries."""
    of_person = group.holding == PERSONS
    keys = [(group.holding, row.pk, row.pk if of_person else None) for row in rows]
    named = name_rows(keys)
    people = {p.pk for one in named.values() for p in one.persons}
    guards = {guard.person_id: guard for guard in _guards(people)}
    return [_leaving(group, row, named[group.holding, row.pk], guards) for row in rows]


def describe_all(group: Group, rows: QuerySet[Any]) -> Iterator[list[Leaving]]:
    """As ``describe``, of any number of rows: in chunks, so that memory stays flat."""
    chunk: list[Any] = []
    for row in rows.order_by("pk").iterator(chunk_size=CHUNK):
        chunk.append(row)
        if len(chunk) == CHUNK:
            yield describe(group, chunk)
            chunk = []
    yield describe(group, chunk)


def _leaving(group: Group, row: Any, named: Named, guards: dict[int, Any]) -> Leaving:
    stream = group.stream_of(row)
    over = [guards[p.pk] for p in named.persons if p.pk in guards]
    return Leaving(
        pk=row.pk,
        holding=group.holding,
        rule=stream.rule,
        leaves_on=stream.last_day(row) + timedelta(days=1),
        named=named,
        held=any(guard.held for guard in over),
        restricted=any(guard.restricted for guard in over),
    )


def _guards(people: set[int]) -> QuerySet[PersonGuard]:
    blocked = Q(held=True) | Q(restricted=True)
    return PersonGuard.objects.filter(blocked, person__in=people)


def _any_of(chosen: Sequence[Stream]) -> Q:
    wanted = Q()
    for stream in chosen:
        wanted |= stream.only
    return wanted
