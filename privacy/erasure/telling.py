"""What a letter says of something that is kept (Art. 12(4))."""

from __future__ import annotations

from typing import Any

from privacy.matrix.words import act_of, labels_of
from privacy.models import HeldRemainder, PlanChange


def told(row: HeldRemainder) -> dict[str, Any]:
    """What is kept, why and how long, in the language that is active when the letter
    is written."""
    return {
        "row": row,
        "duty": row.duty,
        "labels": labels_of(row.holdings),
        "act": act_of(row.duty),
        "kept_until": row.ends_on,
        "when": row.get_review_when_display,
    }


def told_change(change: PlanChange) -> dict[str, Any]:
    """What the officer decided to keep beyond that, on which ground, and why."""
    return {
        "label": labels_of([change.holding]),
        "ground": change.get_ground_display,
        "until": change.until,
        "reason": change.reason,
    }
