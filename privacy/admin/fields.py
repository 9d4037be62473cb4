"""Form fields of the officer's screens."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _
from unfold.widgets import UnfoldAdminTextInputWidget


class ReferenceField(forms.CharField):
    """A row named by its reference (``H-…``), so that no list of people is offered."""

    def __init__(self, model: type[Model], *, key: str = "reference", **options: Any):
        self.model = model
        self.key = key
        options.setdefault("widget", UnfoldAdminTextInputWidget())
        options.setdefault("max_length", 32)
        super().__init__(**options)

    def to_python(self, value: Any) -> Any:
        """The row, or None for an empty value."""
        text = str(super().to_python(value)).strip()
        if not text:
            return None
        found = self.model._default_manager.filter(**{f"{self.key}__iexact": text})
        row = found.first()
        if row is None:
            raise ValidationError(_("Nothing has this reference."))
        return row

    def prepare_value(self, value: Any) -> Any:
        """A key given as initial value is shown as the reference."""
        if isinstance(value, int) or (isinstance(value, str) and value.isdecimal()):
            row = self.model._default_manager.filter(pk=value).first()
            return getattr(row, self.key, value)
        return getattr(value, self.key, value)

    def run_validators(self, value: Any) -> None:
        """The row exists: nothing else is asked."""


class ManyChoicesField(forms.TypedMultipleChoiceField):
    """Several closed words, as boxes to tick; for array columns."""

    def __init__(
        self, *, choices: Iterable[tuple[Any, Any]], label: Any, required: bool = True
    ):
        super().__init__(
            choices=choices,
            label=label,
            required=required,
            widget=forms.CheckboxSelectMultiple,
        )
