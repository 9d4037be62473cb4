"""Values as a person reads them, in the active language."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import models
from django.utils import formats, timezone

from registry.seams.gate import Purpose as Use
from registry.seams.personal_data import Purpose, registry_of_holdings


def field_text(key: str, name: str, value: Any) -> str:
    """The label of a choice, a date or an instant of the field; else the value."""
    fields = registry_of_holdings[key].model._meta.concrete_fields
    field = next((f for f in fields if f.name == name), None)
    if field is None:
        return str(value)
    if field.flatchoices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(field, models.DateTimeField):
        return moment_text(str(value))
    if isinstance(field, models.DateField):
        return formats.date_format(date.fromisoformat(str(value)), "SHORT_DATE_FORMAT")
    return str(value)


def moment_text(value: str) -> str:
    """An ISO instant as local time, to the minute."""
    local = timezone.localtime(datetime.fromisoformat(value))
    return formats.date_format(local, "SHORT_DATETIME_FORMAT")


def purpose_label(purpose: str) -> str:
    """The purpose of a use in words; an unknown one as it stands."""
    for words in (Purpose, Use):
        if purpose in words.values:
            return str(words(purpose).label)
    return purpose
