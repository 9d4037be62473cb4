"""The form by which the officer says what a mail is."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from privacy.incoming.by_hand import CHOICES
from privacy.models import Case, IncomingOutcome
from privacy.models.case_choices import CaseKind
from registry.models import Person
from registry.validators import validate_free_text

INPUT = {"class": "k-input"}
LABELS = {
    IncomingOutcome.CASE: _("A request of a data subject"),
    IncomingOutcome.MESSAGE: _("A message on an existing request"),
    IncomingOutcome.OPT_OUT: _("No more marketing, please"),
    IncomingOutcome.CONTACT: _("No request: an ordinary contact of a known person"),
    IncomingOutcome.NO_REQUEST: _("No request: nothing is kept"),
}


class SortForm(forms.Form):
    """One choice, what it needs, and why."""

    outcome = forms.ChoiceField(
        label=_("What is it?"),
        choices=[(choice, LABELS[choice]) for choice in CHOICES],
        widget=forms.RadioSelect,
    )
    kinds = forms.MultipleChoiceField(
        label=_("Rights that are used"),
        required=False,
        choices=CaseKind.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("For a request. One request is opened for each."),
    )
    case = forms.CharField(
        label=_("reference of the request"),
        required=False,
        max_length=12,
        help_text=_("For a message."),
        widget=forms.TextInput(INPUT),
    )
    person = forms.CharField(
        label=_("person's reference"),
        required=False,
        max_length=12,
        help_text=_("For a contact, where several people share the address."),
        widget=forms.TextInput(INPUT),
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        validators=[validate_free_text],
        widget=forms.Textarea({**INPUT, "rows": 3}),
    )

    def clean_case(self) -> Case | None:
        """The request behind the reference."""
        reference = self.cleaned_data["case"].strip().upper()
        found = Case.objects.filter(reference=reference).first() if reference else None
        if reference and found is None:
            raise ValidationError(_("There is no request with this reference."))
        return found

    def clean_person(self) -> Person | None:
        """The person behind the reference."""
        reference = self.cleaned_data["person"].strip().upper()
        found = (
            Person.objects.filter(reference=reference).first() if reference else None
        )
        if reference and found is None:
            raise ValidationError(_("There is no person with this reference."))
        return found

    def clean(self) -> dict[str, Any]:
        """What the choice needs, at the field where it is missing."""
        data = super().clean() or self.cleaned_data
        chosen = data.get("outcome")
        if chosen == IncomingOutcome.CASE and not data.get("kinds"):
            self.add_error("kinds", _("Choose the rights that are used."))
        if (
            chosen == IncomingOutcome.MESSAGE
            and not data.get("case")
            and "case" not in self.errors
        ):
            self.add_error("case", _("Write the reference of the request."))
        return data
