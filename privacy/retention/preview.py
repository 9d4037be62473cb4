"""What a run would do: numbers by rule and by holding, nothing written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import timezone

from privacy.retention.due import CHUNK, count_due, due_keys
from privacy.retention.rows import count_old_rows
from registry.seams.personal_data import outcome_lines

MOST_BY_HOLDING = 100_000


@dataclass(frozen=True, kw_only=True)
class Preview:
    """``by_holding`` is empty above 100 000 persons: counting would take too long."""

    as_of: date
    by_rule: dict[str, int]
    held: int
    restricted: int
    waiting: int
    old_rows: dict[str, int]
    by_holding: dict[str, int] = field(default_factory=dict)

    @property
    def persons(self) -> int:
        """Everybody who would be erased."""
        return sum(self.by_rule.values())

    def as_dict(self) -> dict[str, Any]:
        """For ``--json`` and the run's row."""
        return {
            "as_of": self.as_of.isoformat(),
            "persons": self.persons,
            "due": self.by_rule,
            "held": self.held,
            "restricted": self.restricted,
            "waiting": self.waiting,
            "old_rows": self.old_rows,
            "holdings": self.by_holding,
        }


def preview(
    *, as_of: date, progress: Callable[[int, int], None] = lambda _done, _total: None
) -> Preview:
    """The dry run, also of a day to come."""
    counts = count_due(as_of=as_of)
    return Preview(
        as_of=as_of,
        by_rule=counts.by_rule,
        held=counts.held,
        restricted=counts.restricted,
        waiting=counts.waiting,
        old_rows=count_old_rows(as_of=as_of),
        by_holding=_by_holding(as_of, counts.total, progress),
    )


def _by_holding(
    as_of: date, total: int, progress: Callable[[int, int], None]
) -> dict[str, int]:
    if total > MOST_BY_HOLDING:
        return {}
    rows: Counter[str] = Counter()
    for number, keys in enumerate(due_keys(as_of=as_of), start=1):
        for line in outcome_lines(keys, on=timezone.localdate()):
            if line.outcome == "delete_row":
                rows[line.holding] += line.rows
        progress(min(number * CHUNK, total), total)
    return dict(rows)
