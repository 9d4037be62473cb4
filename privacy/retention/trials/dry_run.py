"""What would be due at once if a rule were switched on today: numbers by holding."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import connection

from privacy.models import PeriodRule
from privacy.retention.past import Span, sources_of
from privacy.retention.trials.due import (
    OF_PERSONS,
    due_persons,
    free_persons,
    rows_of,
)
from registry.seams.personal_data import registry_of_holdings

Progress = Callable[[int, int], None]

ROWS = """
WITH past (row_pk, person_id, due_on) AS ({past}),
each AS (
    SELECT row_pk, bool_or(COALESCE(g.held OR g.restricted, false)) AS back
    FROM past LEFT JOIN registry_personguard g USING (person_id) GROUP BY row_pk
)
SELECT count(*) FILTER (WHERE NOT back), count(*) FILTER (WHERE back) FROM each
"""

PEOPLE = """
WITH past (row_pk, person_id, due_on) AS ({past})
SELECT count(DISTINCT person_id) FILTER (
    WHERE NOT COALESCE(g.held OR g.restricted, false))
FROM past LEFT JOIN registry_personguard g USING (person_id)
"""


def dry_run(
    rule: PeriodRule,
    *,
    as_of: date,
    progress: Progress = lambda _done, _total: None,
) -> dict[str, Any]:
    """``persons``, ``held`` and ``rows`` by holding; zeros left out, nothing written.
    ``held``: persons, or rows, that a hold or restriction keeps for now.

    Cost: one counting a holding, each a pass over an index or the table.
    """
    if rule.anchor in OF_PERSONS:
        return _of_persons(rule, as_of, progress)
    return _of_rows(rule, as_of, progress)


def digest_of(rule: PeriodRule, as_of: date, result: dict[str, Any]) -> str:
    """Binds the numbers to the version of the rule and the day."""
    what = [rule.slug, rule.version, rule.anchor, rule.months, sorted(rule.covers)]
    text = json.dumps([*what, as_of.isoformat(), result], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _of_persons(rule: PeriodRule, as_of: date, progress: Progress) -> dict[str, Any]:
    due = due_persons(rule, as_of)
    free = free_persons(due)
    persons = free.count()
    covered = [
        holding
        for holding in registry_of_holdings
        if holding.key in rule.covers and holding.person_path
    ]
    rows = {}
    for number, holding in enumerate(covered, start=1):
        rows[holding.key] = _count(rows_of(holding, free, as_of)) if persons else 0
        progress(number, len(covered))
    return {
        "persons": persons,
        "held": due.count() - persons,
        "rows": {key: found for key, found in rows.items() if found},
    }


def _of_rows(rule: PeriodRule, as_of: date, progress: Progress) -> dict[str, Any]:
    sources = sources_of(rule)
    spans = [source.past(rule, as_of, None) for source in sources]
    rows: dict[str, int] = {}
    held = 0
    for number, (source, span) in enumerate(zip(sources, spans, strict=True), start=1):
        free, back = _ask(ROWS, span)
        rows[source.holding] = free
        held += back
        progress(number, len(sources))
    return {
        "persons": _ask(PEOPLE, Span.union(spans))[0],
        "held": held,
        "rows": {key: found for key, found in rows.items() if found},
    }


def _ask(sql: str, past: Span) -> tuple[int, ...]:
    with connection.cursor() as cursor:
        cursor.execute(sql.replace("{past}", past.sql), past.params)
        return tuple(cursor.fetchone() or ())


def _count(rows: Any) -> int:
    return int(rows.values("pk").distinct().count())
