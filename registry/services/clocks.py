"""Clocks: read, made anew, and compared with the facts.

The database's own triggers keep the clocks (models/clock_triggers.py). What stands here
is for what they cannot know: other periods, and whether they themselves are right.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Final

import pgtrigger
from django.db import connection, transaction

from registry.law.clocks import Periods
from registry.law.parameters import number
from registry.models import PersonClock, RetentionPeriod
from registry.models.clock_triggers import TRIGGER_NAMES

BATCH: Final = 5_000
RULES: Final = ("person_collection", "person_relationship", "prospect_profile")
INACTIVITY: Final = "relationship_inactivity"

MAKE = "SELECT registry_make_clocks(%(ids)s)"

LOCK = """
SELECT 1 FROM registry_personclock WHERE person_id = ANY (%(ids)s)
ORDER BY person_id FOR NO KEY UPDATE
"""

NEXT_KEYS = """
SELECT id FROM registry_person WHERE id > %(after)s ORDER BY id LIMIT %(limit)s
"""


def clocks_of(person_ids: Collection[int]) -> dict[int, PersonClock]:
    """Person's key → her clock, as it stands; everybody has one."""
    return PersonClock.objects.in_bulk(list(person_ids))


def periods() -> Periods:
    """The lengths that the clocks are computed with, in months."""
    rows = dict(RetentionPeriod.objects.values_list("key", "months"))
    collection, relationship, prospect = map(rows.get, RULES)
    return Periods(
        collection=collection,
        relationship=relationship,
        prospect=prospect,
        inactivity=rows.get(INACTIVITY, number("relationship_inactivity_months")),
    )


@transaction.atomic
def set_periods(months: Mapping[str, int]) -> bool:
    """These rules are in force with these months, the others of ``RULES`` are off.

    True where something changed; the clocks then say so only after
    ``recompute_clocks``, which the caller runs or queues. ValueError for a key that
    no clock reads."""
    if unknown := set(months) - set(RULES):
        raise ValueError(f"no clock reads the periods {sorted(unknown)}")
    wanted = {**months, INACTIVITY: number("relationship_inactivity_months")}
    rows = dict(
        RetentionPeriod.objects.select_for_update().values_list("key", "months")
    )
    if rows == wanted:
        return False
    RetentionPeriod.objects.exclude(key__in=wanted).delete()
    RetentionPeriod.objects.bulk_create(
        [RetentionPeriod(key=key, months=length) for key, length in wanted.items()],
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=["months"],
    )
    return True


def recompute_clocks(
    person_ids: Collection[int] | None = None,
    *,
    after_batch: Callable[[int], None] = lambda _done: None,
) -> int:
    """Make the clocks of these people, or of everybody, say what the facts say; how
    many were written. One transaction a batch; ``after_batch`` hears how many
    persons were looked at so far. Safe to kill and to repeat."""
    done = written = 0
    for ids in batches_of_keys(person_ids):
        written += _recompute(ids)
        done += len(ids)
        after_batch(done)
    return written


def refresh_inactivity() -> bool:
    """Read the law's table of numbers again; True where that changed the clocks."""
    limit = number("relationship_inactivity_months")
    row = RetentionPeriod.objects.filter(key=INACTIVITY)
    return bool(row.exclude(months=limit).update(months=limit))


def lock_clocks(person_ids: Collection[int]) -> None:
    """No trigger writes these clocks until the caller's transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(LOCK, {"ids": list(person_ids)})


@contextmanager
def clocks_standing_still() -> Iterator[None]:
    """No clock follows the facts inside, for loading a whole register at once; the
    caller runs ``recompute_clocks()`` afterwards. In the caller's transaction."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('pgtrigger.ignore', true)")
        before = cursor.fetchone()[0] or "{}"
        names = ",".join(_trigger_functions())
        joined = f"{before[:-1]},{names}}}" if before != "{}" else f"{{{names}}}"
        cursor.execute("SELECT set_config('pgtrigger.ignore', %s, true)", [joined])
        yield
        cursor.execute("SELECT set_config('pgtrigger.ignore', %s, true)", [before])


def _trigger_functions() -> list[str]:
    return [
        trigger.get_pgid(model)
        for model, trigger in pgtrigger.registered()
        if trigger.name in TRIGGER_NAMES
    ]


@transaction.atomic
def _recompute(ids: list[int]) -> int:
    lock_clocks(ids)
    with connection.cursor() as cursor:
        cursor.execute(MAKE, {"ids": ids})
        return int(cursor.fetchone()[0])


def batches_of_keys(
    person_ids: Collection[int] | None = None,
) -> Iterator[list[int]]:
    """Keys of these persons, or of everybody, in order."""
    if person_ids is not None:
        keys = sorted(person_ids)
        yield from (keys[at : at + BATCH] for at in range(0, len(keys), BATCH))
        return
    after = 0
    while keys := _keys_after(after):
        yield keys
        after = keys[-1]


def _keys_after(after: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(NEXT_KEYS, {"after": after, "limit": BATCH})
        return [key for (key,) in cursor.fetchall()]
