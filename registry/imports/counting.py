"""How many rows became what, and why others did not."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from registry.models import ImportOutcome

from .planning import PlannedRow


@dataclass(slots=True)
class Counts:
    """Counts of a run so far. `reasons` counts refused rows by their first problem."""

    read: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: int = 0
    companies_created: int = 0
    with_differences: int = 0
    matched: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of_run(cls, counts: dict[str, Any], reasons: dict[str, int]) -> "Counts":
        """As stored with the run."""
        numbers = {k: v for k, v in counts.items() if k != "matched"}
        matched = Counter(counts.get("matched", {}))
        return cls(**numbers, matched=matched, reasons=Counter(reasons))

    def add(self, planned: Sequence[PlannedRow]) -> None:
        """Count a chunk."""
        self.read += len(planned)
        for plan in planned:
            self._add(plan)

    def _add(self, plan: PlannedRow) -> None:
        name = ImportOutcome(plan.outcome).value
        setattr(self, name, getattr(self, name) + 1)
        self.with_differences += bool(plan.differences)
        self.companies_created += "company" in plan.changes
        if plan.matched_by:
            self.matched[plan.matched_by] += 1
        if plan.row.problems:
            self.reasons[plan.row.problems[0].code] += 1

    def as_dict(self) -> dict[str, Any]:
        """For the run's row and for --json; without the reasons."""
        names = (
            "read created updated unchanged refused companies_created with_differences"
        )
        numbers = {name: getattr(self, name) for name in names.split()}
        return {**numbers, "matched": dict(self.matched)}
