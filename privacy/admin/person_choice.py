"""Choosing a person in a form by whatever is known of her: reference, name, address or
number. Posted, so that no value stands in an address."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from registry.models import Person, Staff
from registry.queries.persons import narrow_to_text
from registry.seams.audit import record

MOST = 10


class PersonChoiceMixin(forms.Form):
    """Adds ``person`` (what is typed) and ``chosen`` (a key, of several that match).

    ``matches``: shown for choosing; the form is not valid until one is chosen. Only who
    is visible to the staff member is found.
    """

    person = forms.CharField(
        label=_("person"),
        required=False,
        max_length=200,
        help_text=_(
            "Name, e-mail address, phone number or reference. Leave it empty where the"
            " person is not known: she may be chosen later."
        ),
        widget=forms.TextInput({"class": "k-input", "autocomplete": "off"}),
    )
    chosen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, actor: Staff, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.matches: list[Person] = []

    def find_person(self) -> Person | None:
        """Who is meant; an error at the field where nobody or several match."""
        visible = Person.objects.visible_to(self.actor)
        text = self.cleaned_data.get("person", "").strip()
        if not text:
            return None
        rows = narrow_to_text(visible, text).rows
        found: list[Person] = list(rows.order_by("sort_key", "pk")[: MOST + 1])
        self._record(found)
        key = self.cleaned_data.get("chosen")
        if chosen := next((one for one in found if one.pk == key), None):
            return chosen
        if len(found) == 1:
            return found[0]
        self.matches = found[:MOST]
        self.add_error("person", ValidationError(self._why_not(found)))
        return None

    def _why_not(self, found: list[Person]) -> Any:
        if not found:
            return _("Nobody was found. Write more, or leave it empty.")
        if len(found) > MOST:
            return _("Many people match: write more, or choose one of these.")
        return _("Several people match: choose one.")

    def _record(self, found: list[Person]) -> None:
        record(
            actor=self.actor,
            action="search.run",
            subjects=[("person", one.pk) for one in found],
            purpose="rights",
        )
