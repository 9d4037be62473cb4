"""The plan of a rectification: a line a proposed value, without the value."""

from __future__ import annotations

from datetime import date
from typing import Any

from privacy.models import Case
from privacy.models.case_choices import CaseKind
from privacy.services.plan import PLANNERS
from registry.seams.words import name_codes

from .fields import value_digest
from .words import OUTCOMES, UNDECIDED


def rectification_lines(case: Case, person_id: int, _on: date) -> list[dict[str, Any]]:
    """Every proposal with its decision; ``value`` is a keyed digest of what stands and
    what is proposed, so that a change of either is another plan."""
    return [
        {
            "holding": item.holding,
            "outcome": item.decision or UNDECIDED,
            "rows": 1,
            "fields": [item.field],
            "purpose": "",
            "kept_until": "",
            "row": item.row_pk,
            "value": value_digest(item, person_id),
        }
        for item in case.rectifications.order_by("pk")
    ]


PLANNERS[CaseKind.RECTIFICATION] = rectification_lines
name_codes("outcome", OUTCOMES)
