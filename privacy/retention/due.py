"""Whom the rule makes due, counted or written down, in one pass over the register."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from privacy.models import RetentionLine, RetentionRun
from privacy.retention.rule import compose, run_query

CHUNK = 5_000

COUNTS = compose("""
@CAPS, due AS (@DUE)
SELECT rule, count(*) FILTER (WHERE @FREE), count(*) FILTER (WHERE held),
       count(*) FILTER (WHERE restricted AND NOT held),
       count(*) FILTER (WHERE waiting AND NOT held AND NOT restricted)
FROM due GROUP BY rule
""")

INSERT = compose("""
@CAPS, due AS (@DUE)
INSERT INTO privacy_retentionline
    (run_id, rule, holding, row_pk, person_id, due_on, state, note)
SELECT %(run)s, rule, 'persons', person_id, person_id, last_day + 1, 'open', ''
FROM due WHERE @FREE
""")

KEYS = compose("""
@CAPS, due AS (@DUE)
SELECT person_id FROM due WHERE @FREE ORDER BY person_id
""")

STILL = compose(
    """
@CAPS, due AS (@DUE)
SELECT person_id FROM due WHERE @FREE
""",
    of_some=True,
)

DIGEST = """
SELECT encode(sha256(convert_to(COALESCE(
    string_agg(person_id || ':' || rule, ',' ORDER BY person_id), ''), 'UTF8')), 'hex')
FROM privacy_retentionline WHERE run_id = %(run)s
"""


@dataclass(frozen=True, kw_only=True)
class DueCounts:
    """Numbers only. ``waiting``: due, but a request of theirs is being dealt with."""

    by_rule: dict[str, int]
    held: int
    restricted: int
    waiting: int

    @property
    def total(self) -> int:
        """Everybody who would be erased."""
        return sum(self.by_rule.values())


def count_due(*, as_of: date) -> DueCounts:
    """How many are due as of that day; writes nothing."""
    rows = run_query(COUNTS, as_of=as_of)
    return DueCounts(
        by_rule={rule: free for rule, free, *_ in rows if free},
        held=sum(row[2] for row in rows),
        restricted=sum(row[3] for row in rows),
        waiting=sum(row[4] for row in rows),
    )


def write_lines(run: RetentionRun) -> str:
    """Write the due persons down as lines of the run; returns the plan's digest."""
    run_query(INSERT, as_of=run.as_of, run=run.pk)
    return str(run_query(DIGEST, as_of=run.as_of, run=run.pk)[0][0])


def due_keys(*, as_of: date) -> Iterator[list[int]]:
    """Keys of the due persons, in chunks; for the preview by holding."""
    keys = [row[0] for row in run_query(KEYS, as_of=as_of)]
    for start in range(0, len(keys), CHUNK):
        yield keys[start : start + CHUNK]


def still_due(person_ids: Collection[int], *, as_of: date) -> set[int]:
    """Which of them are due now: something may have happened since the plan."""
    return {row[0] for row in run_query(STILL, as_of=as_of, ids=list(person_ids))}


def take_lines(run: RetentionRun, limit: int) -> list[int]:
    """Some undone persons, locked until the transaction ends; others' are skipped."""
    lines = RetentionLine.objects.select_for_update(skip_locked=True)
    chosen = lines.filter(run=run).order_by("pk")[:limit]
    return [line.row_pk for line in chosen]
