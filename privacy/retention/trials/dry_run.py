"""What would be due at once if a rule were switched on today: numbers by holding."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import date
from typing import Any

from privacy.models import PeriodRule
from privacy.retention.trials.due import OF_PERSONS, due_persons, due_rows, free
from registry.models import Person
from registry.seams.personal_data import Holding, registry_of_holdings

Progress = Callable[[int, int], None]


def dry_run(
    rule: PeriodRule,
    *,
    as_of: date,
    progress: Progress = lambda _done, _total: None,
) -> dict[str, Any]:
    """``persons``, ``held`` and ``rows`` by holding; zeros left out, nothing written.

    Cost: one counting a holding, each a pass over an index or the table.
    """
    covered = [h for h in registry_of_holdings if h.key in rule.covers]
    rows: dict[str, int] = {}
    held = 0
    for number, holding in enumerate(covered, start=1):
        due = due_rows(rule, holding, as_of)
        counted = _count(free(holding, due))
        if counted:
            rows[holding.key] = counted
        if rule.anchor not in OF_PERSONS:
            held += _count(due) - counted
        progress(number, len(covered))
    persons, held_persons = _persons(rule, covered, as_of)
    return {"persons": persons, "held": held_persons or held, "rows": rows}


def digest_of(rule: PeriodRule, as_of: date, result: dict[str, Any]) -> str:
    """Binds the numbers to the version of the rule and the day."""
    what = [rule.slug, rule.version, rule.anchor, rule.months, sorted(rule.covers)]
    text = json.dumps([*what, as_of.isoformat(), result], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _persons(rule: PeriodRule, covered: list[Holding], as_of: date) -> tuple[int, int]:
    if rule.anchor in OF_PERSONS:
        due = due_persons(rule, as_of)
        free_of = due.exclude(guard__held=True).exclude(guard__restricted=True).count()
        return free_of, due.count() - free_of
    found = Person.objects.none()
    for holding in covered:
        if holding.person_path:
            due = free(holding, due_rows(rule, holding, as_of))
            keys = due.values(holding.person_lookup)
            found = found | Person.objects.filter(pk__in=keys)
    return found.count(), 0


def _count(rows: Any) -> int:
    return int(rows.values("pk").distinct().count())
