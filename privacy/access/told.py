"""What data.json says beside the rows: uses, recipients, places left out, portability."""

from __future__ import annotations

from typing import Any

from privacy.models.case_choices import CaseKind
from privacy.services.portability import portable_fields
from registry.models import Person

from .origins import activities_for
from .page import Told
from .recipients import recipients_of

Rows = list[dict[str, Any]]


def told_of(told: Told) -> dict[str, Rows]:
    """Key → list of objects, in the language of the package where words are meant for
    people."""
    return {
        "withheld": [
            {"holding": key, "field": name, "places": count}
            for (key, name), count in sorted(told.withheld.items())
        ],
        "recipients": [
            {"name": r.name, "role": r.role, "service": r.service, "country": r.country}
            for r in recipients_of(told.person_id)
        ],
        **(_portable(told) if told.case.kind == CaseKind.PORTABILITY else _uses(told)),
    }


def _portable(told: Told) -> dict[str, Rows]:
    found = portable_fields(told.person_id, told.keys)
    return {"portable": [{"holding": k, "fields": f} for k, f in found.items()]}


def _uses(told: Told) -> dict[str, Rows]:
    person = Person.objects.get(pk=told.person_id)
    return {
        "activities": [
            {
                "name": use.name,
                "purpose": use.purpose,
                "basis": use.basis,
                "categories": use.categories,
                "retention": use.retention,
            }
            for use in activities_for(person, told.parts)
        ]
    }
