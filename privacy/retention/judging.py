"""What holds a row back: a legal hold, a restriction, an open request of its person.

One SQL for the plan and for the moment of carrying out, so that they cannot disagree.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from privacy.models import PeriodRule

from .past import Source, Span

JUDGED = """
    SELECT p.row_pk, min(p.person_id) AS person_id, min(p.due_on) AS due_on,
        CASE WHEN {held} THEN 'held'
             WHEN bool_or(g.restricted AND d.person_id IS NOT NULL) THEN 'decide'
             WHEN bool_or(g.restricted) THEN 'inform'
             WHEN bool_or(w.person_id IS NOT NULL) THEN 'in_case'
             ELSE '' END AS note
    FROM ({past}) p (row_pk, person_id, due_on)
    LEFT JOIN registry_personguard g
        ON g.person_id = p.person_id AND (g.held OR g.restricted)
    LEFT JOIN (
        SELECT DISTINCT person_id FROM privacy_restriction
        WHERE lifted_at IS NULL AND ground <> '18_1_c'
    ) d ON d.person_id = p.person_id
    LEFT JOIN (
        SELECT DISTINCT person_id FROM privacy_case
        WHERE state IN ('open', 'approved') AND person_id IS NOT NULL
    ) w ON w.person_id = p.person_id
    {joins}
    {where}
    GROUP BY p.row_pk
"""

HELD = "COALESCE(bool_or(g.held), false)"

COVERED = """
    LEFT JOIN privacy_retentionline c
        ON c.run_id = %s AND c.holding = 'persons' AND c.row_pk = p.person_id
        AND c.state = 'open' AND c.rule = ANY(%s)
"""

NOT_TAKEN = """
    NOT EXISTS (
        SELECT 1 FROM privacy_retentionline t
        WHERE t.run_id = ANY(%s) AND t.holding = %s AND t.row_pk = p.row_pk
          AND t.state = 'open'
    )
"""

VERDICTS = "SELECT row_pk, note FROM ({judged}) judged"

LOCK = """
    SELECT id FROM registry_person WHERE id IN (
        SELECT person_id FROM ({past}) p (row_pk, person_id, due_on))
    ORDER BY id FOR UPDATE
"""


@dataclass(frozen=True)
class Judged:
    """SQL with columns (row_pk, person_id, due_on, note), and its parameters."""

    sql: str
    params: tuple[Any, ...]


def judged(
    source: Source,
    past: Span,
    *,
    open_runs: Sequence[int] = (),
    covered: tuple[int, Sequence[str]] | None = None,
) -> Judged:
    """The rows of the span, each once, with what holds it back.

    open_runs: rows that stand there are left out. covered: (run, rules); rows all of
    whose people go in that run by those rules are left out, they go with them."""
    joins, conditions = "", []
    params: list[Any] = list(past.params)
    if covered:
        joins += COVERED
        params += [covered[0], list(covered[1])]
        conditions.append("c.id IS NULL")
    if open_runs:
        conditions.append(NOT_TAKEN)
        params += [list(open_runs), source.holding]
    where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
    sql = JUDGED.format(past=past.sql, held=HELD, joins=joins, where=where)
    return Judged(sql, tuple(params))


def judge_again(
    rule: PeriodRule, source: Source, keys: Collection[int], *, as_of: date
) -> dict[int, str]:
    """Of these rows, those past their last day now: row → what holds it back, or ""."""
    asked = judged(source, source.past(rule, as_of, keys))
    with connection.cursor() as cursor:
        cursor.execute(VERDICTS.format(judged=asked.sql), asked.params)
        return dict(cursor.fetchall())


def lock_people(
    rule: PeriodRule, source: Source, keys: Collection[int], *, as_of: date
) -> None:
    """Lock the people of these rows until the transaction ends: nothing that refers
    to them (a hold, an order, a restriction) comes in between judging and deleting."""
    past = source.past(rule, as_of, keys)
    with connection.cursor() as cursor:
        cursor.execute(LOCK.format(past=past.sql), past.params)
