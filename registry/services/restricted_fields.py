"""Places that a restriction can name: a column of the person's row, or a row of hers."""

from __future__ import annotations

from collections.abc import Collection

from django.apps import apps
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from registry.models.restricted_field import COLUMNS, ROWS, column_place


def check_places(*, person_id: int, places: Collection[str]) -> list[str]:
    """The places, sorted, each once. ValidationError where one is unknown or names a
    row of somebody else."""
    known = {column_place(name) for name in COLUMNS}
    for place in places:
        if place not in known and not _is_hers(person_id, place):
            raise ValidationError(_("There is no such field of this person."))
    return sorted(set(places))


def _is_hers(person_id: int, place: str) -> bool:
    model, _colon, key = place.partition(":")
    if model not in ROWS or not key.isdecimal():
        return False
    rows = apps.get_model("registry", model)._default_manager
    return bool(rows.filter(pk=int(key), person_id=person_id).exists())
