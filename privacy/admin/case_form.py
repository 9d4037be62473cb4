"""The form by which staff take a request down, whatever way it came (P49)."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from privacy.models import Case
from privacy.models.case_choices import CaseChannel, CaseKind, IdentityMethod
from privacy.services.cases.take import take_request
from registry.choices import Language
from registry.models import Staff
from registry.validators import validate_free_text

from .person_choice import PersonChoiceMixin

INPUT = {"class": "k-input"}
CHANNELS = [
    choice
    for choice in CaseChannel.choices
    if choice[0] not in (CaseChannel.WEB_FORM, CaseChannel.COMMAND)
]
METHODS = [m for m in IdentityMethod.choices if m[0] != IdentityMethod.CODE]


class RegisterForm(PersonChoiceMixin):
    """The day of receipt is the day it reached us, not the day it is written down."""

    kind = forms.ChoiceField(
        label=_("right"), choices=CaseKind.choices, widget=forms.Select(INPUT)
    )
    channel = forms.ChoiceField(
        label=_("channel"), choices=CHANNELS, widget=forms.Select(INPUT)
    )
    received_on = forms.DateField(
        label=_("day of receipt"),
        initial=timezone.localdate,
        widget=forms.DateInput({**INPUT, "type": "date"}, format="%Y-%m-%d"),
    )
    identity_method = forms.ChoiceField(
        label=_("identity shown by"),
        required=False,
        choices=METHODS,
        widget=forms.Select(INPUT),
    )
    email = forms.EmailField(
        label=_("e-mail address for the answer"),
        required=False,
        widget=forms.EmailInput(INPUT),
    )
    name = forms.CharField(
        label=_("name"),
        required=False,
        max_length=200,
        validators=[validate_free_text],
        widget=forms.TextInput(INPUT),
    )
    language = forms.ChoiceField(
        label=_("language"), choices=Language.choices, widget=forms.Select(INPUT)
    )
    details = forms.CharField(
        label=_("details"),
        required=False,
        max_length=4000,
        validators=[validate_free_text],
        widget=forms.Textarea(INPUT),
    )

    field_order = ("kind", "channel", "received_on", "person")

    def clean(self) -> dict[str, Any]:
        """Whom it is about; how somebody unknown showed who she is cannot be said."""
        data = super().clean() or self.cleaned_data
        if "person" in data:
            data["person"] = self.find_person()
        unsaid = not data.get("person") and "person" not in self.errors
        if data.get("identity_method") and unsaid:
            self.add_error("person", _("Choose the person first."))
        return data

    def clean_received_on(self) -> Any:
        """Not in the future."""
        day = self.cleaned_data["received_on"]
        if day > timezone.localdate():
            raise ValidationError(_("The day is in the future."))
        return day

    def register(self, actor: Staff) -> Case:
        """Write the case."""
        data = dict(self.cleaned_data)
        data.pop("chosen")
        noon = timezone.make_aware(datetime.combine(data.pop("received_on"), time(12)))
        return take_request(
            actor=actor,
            received_at=min(noon, timezone.now()),
            **{
                **data,
                "kind": CaseKind(data["kind"]),
                "channel": CaseChannel(data["channel"]),
                "identity_method": IdentityMethod(data["identity_method"]),
            },
        )
