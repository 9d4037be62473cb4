"""index.html: what a person reads, in her language, without any outside reference."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from privacy.access.recipients import countries_outside_eea, recipients_of
from privacy.controller import authority, controller
from privacy.models import Case
from privacy.models.case_choices import CaseKind
from privacy.services.portability import portable_holdings
from privacy.services.preview import field_label, label_of
from registry.law.access import REQUIRED_SECTIONS
from registry.law.parameters import number
from registry.models import Person, PersonClock
from registry.seams.audit.words import action_label, role_label
from registry.seams.personal_data import Holding, registry_of_holdings

from .words import field_text, moment_text, purpose_label

Data = Mapping[str, list[dict[str, Any]]]

USE_LABELS = {
    "at": gettext_noop("time"),
    "action": gettext_noop("what was done"),
    "role": gettext_noop("in which role"),
    "purpose": gettext_noop("purpose"),
}


def write_page(
    *,
    case: Case,
    person_id: int,
    data: Data,
    generated_at: datetime,
    withheld: int,
) -> str:
    """The readable part of the package (Art. 15(1), 12(1))."""
    held = {key: rows for key, rows in data.items() if rows}
    context = {
        "parts": [
            {"name": name, "template": f"privacy/package/{name}.html"}
            for name in REQUIRED_SECTIONS
        ],
        "language": get_language(),
        "case": case,
        "person": Person.objects.get(pk=person_id),
        "generated_at": generated_at,
        "withheld": withheld,
        "sections": [section_of(key, rows) for key, rows in held.items()],
        "portable": _portable(case.kind, person_id, held),
        "is_portability": case.kind == CaseKind.PORTABILITY,
        "empty": [label_of(key) for key in data if key not in held],
        "purposes": _labels_of(held, "purpose"),
        "categories": _labels_of(held, "category"),
        "recipients": recipients_of(person_id),
        "outside": countries_outside_eea(),
        "last_day": PersonClock.objects.get(pk=person_id).last_day,
        "years": number("notice_retention_years"),
        "months": number("relationship_inactivity_months"),
        "controller": controller(),
        "authority": authority(),
    }
    return render_to_string("privacy/package/index.html", context)


def _portable(kind: str, person_id: int, held: Data) -> list[str]:
    if kind != CaseKind.PORTABILITY:
        return []
    return [label_of(key) for key in portable_holdings(person_id, held)]


def section_of(key: str, rows: list[dict[str, Any]]) -> dict[str, Any]:
    """One holding as a table: labels of columns, rows of texts."""
    holding = registry_of_holdings[key]
    names = list(rows[0])
    return {
        "key": key,
        "label": label_of(key),
        "columns": [_column(holding, name) for name in names],
        "rows": [[cell_text(key, name, row[name]) for name in names] for row in rows],
    }


def _column(holding: Holding, name: str) -> str:
    if holding.key == "uses" and name in USE_LABELS:
        return capfirst(_(USE_LABELS[name]))
    return field_label(holding.key, name)


def cell_text(key: str, name: str, value: Any) -> str:
    """A value of data.json as a person reads it: words for codes, Finnish dates."""
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if key == "uses":
        return _use_text(name, str(value))
    return field_text(key, name, value)


def _use_text(name: str, value: str) -> str:
    if name == "at":
        return moment_text(value)
    if name == "action":
        return action_label(value)
    return role_label(value) if name == "role" else purpose_label(value)


def _labels_of(held: Data, what: str) -> list[str]:
    found = {
        getattr(datum, what)
        for key in held
        for datum in registry_of_holdings[key].fields.values()
    }
    return sorted(str(choice.label) for choice in found)
