"""index.html: what a person reads, in her language, without any outside reference."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from privacy.access.recipients import recipients_of
from privacy.controller import authority, controller
from privacy.models import Case
from registry.law.parameters import number
from registry.models import Person
from registry.seams.personal_data import Holding, registry_of_holdings

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
        "language": get_language(),
        "case": case,
        "person": Person.objects.get(pk=person_id),
        "generated_at": generated_at,
        "withheld": withheld,
        "sections": [section_of(key, rows) for key, rows in held.items()],
        "empty": [_label(registry_of_holdings[key]) for key in data if key not in held],
        "purposes": _labels_of(held, "purpose"),
        "categories": _labels_of(held, "category"),
        "recipients": recipients_of(person_id),
        "years": number("notice_retention_years"),
        "months": number("relationship_inactivity_months"),
        "controller": controller(),
        "authority": authority(),
    }
    return render_to_string("privacy/package/index.html", context)


def section_of(key: str, rows: list[dict[str, Any]]) -> dict[str, Any]:
    """One holding as a table: labels of columns, rows of texts."""
    holding = registry_of_holdings[key]
    names = list(rows[0])
    return {
        "key": key,
        "label": _label(holding),
        "columns": [_column(holding, name) for name in names],
        "rows": [[_text(row[name]) for name in names] for row in rows],
    }


def _label(holding: Holding) -> str:
    parent = holding.extra.get("history_of")
    if not parent:
        return str(holding.label)
    return f"{registry_of_holdings[parent].label}: {holding.label}"


def _column(holding: Holding, name: str) -> str:
    if holding.key == "uses" and name in USE_LABELS:
        return _(USE_LABELS[name])
    fields = {f.name: f for f in holding.model._meta.concrete_fields}
    return capfirst(str(fields[name].verbose_name))


def _text(value: Any) -> str:
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(value)


def _labels_of(held: Data, what: str) -> list[str]:
    found = {
        getattr(datum, what)
        for key in held
        for datum in registry_of_holdings[key].fields.values()
    }
    return sorted(str(choice.label) for choice in found)
