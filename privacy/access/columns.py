"""The cells of a part as a person reads them, in the active language."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from typing import Any

from django.db import models
from django.utils import formats, timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from privacy.models import PeriodRule
from privacy.services.preview import field_label
from privacy.why import BlockerKind
from registry.seams.audit.words import action_label, role_label
from registry.seams.gate import Purpose as Use
from registry.seams.personal_data import Holding, Purpose

Cell = Callable[[Any], str]
NOTHING = "–"

LABELS = {
    "at": gettext_noop("time"),
    "action": gettext_noop("what was done"),
    "role": gettext_noop("in which role"),
    "purpose": gettext_noop("purpose"),
    "storage_last_day": gettext_noop("stored until"),
    "storage_rule": gettext_noop("by which rule"),
    "storage_held_by": gettext_noop("kept longer because of"),
}


def column_label(holding: Holding, name: str) -> str:
    """The column's heading."""
    if name.startswith("storage_") or (holding.key == "uses" and name in LABELS):
        return capfirst(_(LABELS[name]))
    return field_label(holding.key, name)


def cell_of(holding: Holding, name: str, rules: dict[str, PeriodRule]) -> Cell:
    """How the column's values are written: words for codes, Finnish dates. Made once a
    column, called for every row."""
    told = _special(holding, name, rules) or _by_field(holding, name)
    return partial(_text, told)


def _text(told: Cell, value: Any) -> str:
    if value is None or value == "" or value == []:
        return NOTHING
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return told(value)


def _special(holding: Holding, name: str, rules: dict[str, PeriodRule]) -> Cell | None:
    if name == "storage_last_day":
        return day_text
    if name == "storage_rule":
        return lambda slug: str(rules[slug].title) if slug in rules else str(slug)
    if name == "storage_held_by":
        return lambda kinds: ", ".join(str(BlockerKind(kind).label) for kind in kinds)
    if holding.key != "uses":
        return None
    return {
        "at": moment_text,
        "action": action_label,
        "role": role_label,
        "purpose": purpose_label,
    }[name]


def _by_field(holding: Holding, name: str) -> Cell:
    if holding.fields[name].export_as:
        return str
    found: Any = holding.model._meta.get_field(name)
    if found.flatchoices:
        words = {key: str(label) for key, label in found.flatchoices}
        return lambda value: words.get(value, str(value))
    if isinstance(found, models.DateTimeField):
        return moment_text
    if isinstance(found, models.DateField):
        return day_text
    return _list_text if getattr(found, "base_field", None) is not None else str


def _list_text(values: Any) -> str:
    return ", ".join(map(str, values)) if isinstance(values, list) else str(values)


def day_text(value: str) -> str:
    """An ISO day as people write it."""
    return formats.date_format(date.fromisoformat(str(value)), "SHORT_DATE_FORMAT")


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
