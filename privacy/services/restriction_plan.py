"""The plan of a request of restriction: what is only stored from then on."""

from __future__ import annotations

from datetime import date
from typing import Any

from privacy.models import Case, RestrictionChoice
from privacy.restricted_places import field_of_place
from registry.seams.personal_data import collect

Line = dict[str, Any]


def choice_of(case: Case) -> RestrictionChoice | None:
    """What was chosen last."""
    return RestrictionChoice.objects.filter(case=case).order_by("-pk").first()


def restriction_lines(case: Case, person_id: int, _on: date) -> list[Line]:
    """One line a holding that would be restricted; none before the officer has chosen."""
    choice = choice_of(case)
    if choice is None:
        return []
    if choice.fields:
        return [_line_of_place(choice, place) for place in choice.fields]
    return [
        _line(choice, key, rows=len(rows), fields=list(rows[0]))
        for key, rows in collect(person_id).items()
        if rows
    ]


def _line_of_place(choice: RestrictionChoice, place: str) -> Line:
    holding, fields = field_of_place(place)
    return _line(choice, holding, rows=1, fields=fields) | {"place": place}


def _line(
    choice: RestrictionChoice, holding: str, *, rows: int, fields: list[str]
) -> Line:
    return {
        "holding": holding,
        "outcome": "restrict",
        "rows": rows,
        "fields": fields,
        "purpose": "",
        "kept_until": "",
        "ground": choice.ground,
        "choice": choice.pk,
    }
