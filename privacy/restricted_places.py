"""The places of a restriction in words, taken from the map and its models."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.apps import apps
from django.utils.text import capfirst

from registry.models import Person
from registry.models.restricted_field import COLUMNS, ROWS, column_place, place_of
from registry.seams.personal_data import registry_of_holdings

HOLDINGS = {
    "person": "persons",
    "personemail": "emails",
    "personphone": "phones",
    "address": "addresses",
    "position": "positions",
}
"""The holding of the map that each model belongs to."""


@dataclass(frozen=True, kw_only=True)
class ShownPlace:
    """A place that can be restricted, with what stands there now."""

    place: str
    label: str
    value: str


def label_of_place(place: str) -> str:
    """«Family name», «Phone number»: never the value."""
    name, _dot, column = place.partition(".")
    if column:
        field = apps.get_model("registry", name)._meta.get_field(column)
        return str(capfirst(str(getattr(field, "verbose_name", column))))
    model = apps.get_model("registry", place.partition(":")[0])
    return str(capfirst(str(model._meta.verbose_name)))


def field_of_place(place: str) -> tuple[str, list[str]]:
    """Key of the holding, and the names of its fields that the place means."""
    name, _dot, column = place.partition(".")
    if column:
        return HOLDINGS[name], [column]
    key = HOLDINGS[place.partition(":")[0]]
    told = registry_of_holdings[key].fields.items()
    return key, [name for name, datum in told if datum.exported]


def places_of(person: Person) -> list[ShownPlace]:
    """Everything of hers that can be restricted singly, empty columns left out."""
    columns = [
        _shown(column_place(name), getattr(person, f"get_{name}_display", None), person)
        for name in COLUMNS
        if getattr(person, name) not in ("", None)
    ]
    return columns + [_row(row) for name in ROWS for row in _rows(name, person)]


def _rows(name: str, person: Person) -> Any:
    rows = apps.get_model("registry", name)._default_manager
    return rows.filter(person=person).order_by("pk")


def _row(row: Any) -> ShownPlace:
    place = place_of(row)
    return ShownPlace(place=place, label=label_of_place(place), value=str(row))


def _shown(place: str, display: Any, person: Person) -> ShownPlace:
    value = display() if display else getattr(person, place.partition(".")[2])
    return ShownPlace(place=place, label=label_of_place(place), value=_text(value))


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "✓" if value else "–"
    if isinstance(value, date):
        return f"{value:%-d.%-m.%Y}"
    return str(value)
