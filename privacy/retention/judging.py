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
from registry.models.held import HoldPaths
from registry.seams.personal_data import registry_of_holdings
from registry.services.holding_back import held_rows, is_any_hold

from .past import LOG, PERSONS, Source, Span

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

GUARDED = "bool_or(g.held)"
HELD_ROW = "bool_or(h.row_pk IS NOT NULL)"

HOLDS = "LEFT JOIN ({held}) h (row_pk) ON h.row_pk = p.row_pk"

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
    held = _held_rows(source.holding)
    joins, conditions = held.join, []
    params: list[Any] = [*past.params, *held.params]
    if covered:
        joins += COVERED
        params += [covered[0], list(covered[1])]
        conditions.append("c.id IS NULL")
    if open_runs:
        conditions.append(NOT_TAKEN)
        params += [list(open_runs), source.holding]
    where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
    sql = JUDGED.format(past=past.sql, held=held.condition, joins=joins, where=where)
    return Judged(sql, tuple(params))


@dataclass(frozen=True)
class _Held:
    """How legal holds are asked for: a join, its parameters, and the condition."""

    join: str = ""
    condition: str = GUARDED
    params: tuple[Any, ...] = ()


def _held_rows(key: str) -> _Held:
    """By the row's own holds where the model says how they reach it: a hold of some
    years keeps the notes of those years. By the person's guard elsewhere."""
    if key == LOG:
        return _Held()
    holding = registry_of_holdings[key]
    if not isinstance(getattr(holding.model, "hold_paths", None), HoldPaths):
        return _Held()
    condition = f"COALESCE({GUARDED}, false)" if key == PERSONS else "false"
    if not is_any_hold():
        return _Held(condition=condition)
    rows = holding.model._default_manager.filter(held_rows(holding))
    sql, params = rows.order_by().values_list("pk").query.sql_with_params()
    return _Held(HOLDS.format(held=sql), f"{condition} OR {HELD_ROW}", params)


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
