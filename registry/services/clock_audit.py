"""Are the clocks right? Compared with the facts, and mended where they are not.

The comparison is made by the law's functions in Python, not by the SQL that keeps the
clocks: a fault of either shows.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from django.db import transaction
from django.db.models import Max, Min

from registry.law.clocks import Periods
from registry.models import Person, PersonClock
from registry.queries.clocks import KnownClock, clocks_by_law
from registry.seams.audit import record
from registry.services.clocks import (
    batches_of_keys,
    lock_clocks,
    periods,
    recompute_clocks,
    refresh_inactivity,
)

SAMPLE: Final = 1_000
STRETCH: Final = 50
"""Neighbouring keys taken from each random place: a sample reads no whole table."""
FACTS: Final = ("collected_on", "last_taken_part_on")
RESULTS: Final = ("ended_on", "ended_by", "detected_on", "rule", "last_day")


@dataclass(frozen=True, kw_only=True)
class ClockDifference:
    """A clock that does not say what the facts say; the names of what differs."""

    person_id: int
    fields: tuple[str, ...]


def clock_differences(
    sample: int | None = None,
    *,
    after_batch: Callable[[int], None] = lambda _done: None,
) -> list[ClockDifference]:
    """Clocks that differ from the facts, of so many persons or (None) of everybody.

    A person who is being changed at this moment is looked at again when that is
    done, so what is reported is a fault."""
    lengths, done, found = periods(), 0, []
    for ids in batches_of_keys() if sample is None else [_sample(sample)]:
        suspects = [d.person_id for d in _compare(ids, lengths)]
        found += _confirmed(suspects, lengths)
        done += len(ids)
        after_batch(done)
    return found


def check_clocks(sample: int | None = None) -> list[ClockDifference]:
    """The differences, each recorded in the audit trail and mended. Every night a
    sample, every week everybody. First of all the inactivity is read from the law's
    table again: a release may have changed it."""
    if refresh_inactivity():
        recompute_clocks()
    found = clock_differences(sample)
    if found:
        record(
            actor=None,
            action="clock.differs",
            subjects=[("person", difference.person_id) for difference in found],
            fields={name for difference in found for name in difference.fields},
        )
        recompute_clocks([difference.person_id for difference in found])
    record(actor=None, action="clock.checked")
    return found


def _sample(size: int) -> list[int]:
    ends = Person.objects.aggregate(first=Min("pk"), last=Max("pk"))
    if ends["first"] is None:
        return []
    keys: set[int] = set()
    for _turn in range(-(-size // STRETCH)):
        start = ends["first"] + secrets.randbelow(ends["last"] - ends["first"] + 1)
        onward = Person.objects.filter(pk__gte=start).order_by("pk")
        keys.update(onward.values_list("pk", flat=True)[:STRETCH])
    return sorted(keys)


def _compare(ids: Sequence[int], lengths: Periods) -> Iterator[ClockDifference]:
    stored = PersonClock.objects.in_bulk(list(ids))
    for key, known in clocks_by_law(ids, lengths).items():
        if names := _differing(stored.get(key), known):
            yield ClockDifference(person_id=key, fields=tuple(names))


def _differing(stored: PersonClock | None, known: KnownClock) -> Iterable[str]:
    if stored is None:
        return ["person"]
    return [
        *(n for n in FACTS if getattr(stored, n) != getattr(known, n)),
        *(n for n in RESULTS if getattr(stored, n) != getattr(known.clock, n)),
    ]


@transaction.atomic
def _confirmed(ids: Sequence[int], lengths: Periods) -> list[ClockDifference]:
    """Looked at while nobody else can write these clocks."""
    if not ids:
        return []
    lock_clocks(ids)
    return list(_compare(ids, lengths))
