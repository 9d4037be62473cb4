"""The facts that a clock is made of, read without the functions that keep clocks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection

from registry.choices import EventKind
from registry.law.clocks import Clock, Periods, Relation, clock_of

PERSONS = """
SELECT p.id, p.collected_on, t.last_on
FROM registry_person p
LEFT JOIN registry_taken_part(%(ids)s) t ON t.person_id = p.id
WHERE p.id = ANY (%(ids)s)
"""
OWN = """
SELECT person_id, kind, "on" FROM registry_businessevent
WHERE person_id = ANY (%(ids)s) AND company_id IS NULL
"""
PLACES = """
SELECT person_id, company_id, ends_on FROM registry_position
WHERE person_id = ANY (%(ids)s)
"""
TRADES = """
SELECT proprietor_id, id FROM registry_company WHERE proprietor_id = ANY (%(ids)s)
"""
THEIRS = """
SELECT company_id, kind, max("on") FROM registry_businessevent
WHERE company_id = ANY (%(ids)s) AND kind NOT IN ('agreed_end', 'dissolved')
GROUP BY company_id, kind
UNION ALL
SELECT company_id, kind, "on" FROM registry_businessevent
WHERE company_id = ANY (%(ids)s) AND kind IN ('agreed_end', 'dissolved')
UNION ALL
SELECT id, 'register', dissolved_on FROM registry_company
WHERE id = ANY (%(ids)s) AND dissolved_on IS NOT NULL
"""

Row = tuple[Any, ...]


@dataclass(slots=True)
class _Events:
    """Days by what they say of one relationship."""

    shown: list[date] = field(default_factory=list)
    agreed: list[date] = field(default_factory=list)
    dissolved: list[date] = field(default_factory=list)

    def add(self, kind: str, on: date) -> None:
        if kind == EventKind.AGREED_END:
            self.agreed.append(on)
        elif kind in (EventKind.DISSOLVED, "register"):
            self.dissolved.append(on)
        else:
            self.shown.append(on)

    def relation(self, left: date | None = None) -> Relation:
        return Relation(
            shown=tuple(self.shown),
            agreed=tuple(self.agreed),
            dissolved=tuple(self.dissolved),
            left=left,
        )


@dataclass(frozen=True, kw_only=True)
class KnownClock:
    """What the facts say of one person."""

    collected_on: date
    last_taken_part_on: date | None
    clock: Clock


def clocks_by_law(ids: Sequence[int], periods: Periods) -> dict[int, KnownClock]:
    """Person's key → the clock that the law's own functions make of the facts."""
    persons = {row[0]: row[1:] for row in _rows(PERSONS, ids)}
    relations = _relations(list(persons))
    return {
        key: KnownClock(
            collected_on=collected,
            last_taken_part_on=taken_part,
            clock=clock_of(
                collected_on=collected,
                last_taken_part_on=taken_part,
                relations=relations[key],
                periods=periods,
            ),
        )
        for key, (collected, taken_part) in persons.items()
    }


def _relations(ids: list[int]) -> dict[int, list[Relation]]:
    found: dict[int, list[Relation]] = defaultdict(list)
    for person, events in _events(_rows(OWN, ids)).items():
        found[person].append(events.relation())
    left = _left(_rows(PLACES, ids))
    trades = _rows(TRADES, ids)
    companies = {company for _, company in [*left, *trades]}
    theirs = _events(_rows(THEIRS, sorted(companies)))
    for (person, company), day in left.items():
        if company in theirs:
            found[person].append(theirs[company].relation(day))
    for person, company in trades:
        if company in theirs:
            found[person].append(theirs[company].relation())
    return found


def _events(rows: Iterable[Row]) -> dict[int, _Events]:
    found: dict[int, _Events] = defaultdict(_Events)
    for key, kind, on in rows:
        found[key].add(kind, on)
    return found


def _left(rows: Iterable[Row]) -> dict[tuple[int, int], date | None]:
    """The day she left the company: the last end, once every place there has one."""
    ends: dict[tuple[int, int], list[date | None]] = defaultdict(list)
    for person, company, ends_on in rows:
        ends[person, company].append(ends_on)
    return {
        key: None if None in days else max(day for day in days if day)
        for key, days in ends.items()
    }


def _rows(sql: str, ids: Sequence[int]) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(sql, {"ids": list(ids)})
        return list(cursor.fetchall())
