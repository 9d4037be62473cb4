"""Forms of restrictions: what the officer writes, checked where it is written."""

from __future__ import annotations

from datetime import date, datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from privacy.models import RestrictionGround, ToldBy
from privacy.services.liftings import end_of_day
from registry.forms import DateInput, DeskForm
from registry.models import Person
from registry.validators import validate_free_text

from .fields import ReferenceField


class RestrictionForm(DeskForm):
    """A restriction of a whole person, on one of the four grounds."""

    wide = ("reason",)
    person = ReferenceField(
        Person,
        label=gettext_lazy("Person (reference)"),
        max_length=12,
        widget=forms.TextInput(),
    )
    ground = forms.ChoiceField(
        label=gettext_lazy("Ground, Art. 18(1)"),
        choices=[("", gettext_lazy("Choose")), *RestrictionGround.choices],
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=2000,
        validators=[validate_free_text],
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("The person can read it in a copy of her data."),
    )


class LiftingForm(DeskForm):
    """Why it ends, as the person will read it. ``seen`` is the reason whose letter was
    shown: other words are shown again before the letter goes."""

    wide = ("reason",)
    reason = forms.CharField(
        label=gettext_lazy("Why the restriction ends, as the person will read it"),
        max_length=2000,
        validators=[validate_free_text],
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)


class ToldForm(DeskForm):
    """How and when a human told the person."""

    how = forms.ChoiceField(
        label=gettext_lazy("Told by"),
        choices=[
            ("", gettext_lazy("Choose")),
            (ToldBy.POST, ToldBy.POST.label),
            (ToldBy.PHONE, ToldBy.PHONE.label),
        ],
    )
    on = forms.DateField(
        label=gettext_lazy("Day of posting or of the call"), widget=DateInput()
    )

    def clean_on(self) -> date:
        """No day to come."""
        day: date = self.cleaned_data["on"]
        if day > timezone.localdate():
            raise ValidationError(_("This day has not come yet."))
        return day

    def told_at(self) -> datetime:
        """From when the days count: the end of that day."""
        return end_of_day(self.cleaned_data["on"])


class LiftForm(DeskForm):
    """Why it is lifted by hand."""

    wide = ("reason",)
    reason = forms.CharField(
        label=gettext_lazy("Reasons"),
        max_length=2000,
        validators=[validate_free_text],
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class NothingForm(DeskForm):
    """A confirmation without anything to fill in."""
