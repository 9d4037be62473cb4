"""What a run would do, also of a day to come: planned, counted and rolled back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from privacy.models import RetentionLine, RetentionRun
from registry.seams.personal_data import outcome_lines

from .past import PERSONS
from .planning import write_plan

MOST_BY_HOLDING = 1_000_000
CHUNK = 5_000
Progress = Callable[[int, int], None]


@dataclass(frozen=True, kw_only=True)
class Preview:
    """``rules`` is {rule: {holding: lines}}. ``by_holding``, the rows that go with the
    persons, is empty above a million persons: counting would take too long."""

    as_of: date
    rules: dict[str, dict[str, int]]
    approvals: dict[str, int]
    persons: int
    held: int
    restricted: int
    waiting: int
    by_holding: dict[str, int] = field(default_factory=dict)

    @property
    def by_rule(self) -> dict[str, int]:
        """Rule → lines."""
        return {rule: sum(lines.values()) for rule, lines in self.rules.items()}

    @property
    def old_rows(self) -> dict[str, int]:
        """Rows that go by a date of their own, not with a person."""
        rows: Counter[str] = Counter()
        for lines in self.rules.values():
            rows.update({key: n for key, n in lines.items() if key != PERSONS})
        return dict(rows)

    def as_dict(self) -> dict[str, Any]:
        """For ``--json`` and the run's row."""
        return {
            "as_of": self.as_of.isoformat(),
            "persons": self.persons,
            "due": self.by_rule,
            "rules": self.rules,
            "waits_for_approval": self.approvals,
            "held": self.held,
            "restricted": self.restricted,
            "waiting": self.waiting,
            "old_rows": self.old_rows,
            "holdings": self.by_holding,
        }


def preview(*, as_of: date, progress: Progress = lambda _done, _total: None) -> Preview:
    """The dry run: the plan itself, of which nothing stays."""
    with transaction.atomic():
        run = RetentionRun(as_of=as_of, dry_run=True)
        write_plan(run)
        found = _read(run)
        keys = _persons_of(run) if found.persons <= MOST_BY_HOLDING else []
        transaction.set_rollback(True)
    found.by_holding.update(_rows_of(keys, progress))
    return found


def _read(run: RetentionRun) -> Preview:
    parts = [part for part in run.rules.all() if part.lines]
    return Preview(
        as_of=run.as_of,
        rules={part.slug: part.holdings for part in parts},
        approvals={part.slug: part.lines for part in parts if part.needed},
        persons=sum(part.holdings.get(PERSONS, 0) for part in parts),
        held=run.held,
        restricted=run.restricted,
        waiting=run.in_case,
    )


def _persons_of(run: RetentionRun) -> list[int]:
    lines = RetentionLine.objects.filter(run=run, holding=PERSONS, state="open")
    return list(lines.order_by("row_pk").values_list("row_pk", flat=True))


def _rows_of(keys: Sequence[int], progress: Progress) -> dict[str, int]:
    rows: Counter[str] = Counter()
    for start in range(0, len(keys), CHUNK):
        chunk = keys[start : start + CHUNK]
        for line in outcome_lines(chunk, on=timezone.localdate()):
            if line.outcome == "delete_row":
                rows[line.holding] += line.rows
        progress(start + len(chunk), len(keys))
    return dict(rows)
