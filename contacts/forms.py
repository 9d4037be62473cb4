"""Forms of dealings."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contacts.choices import Direction, InteractionKind
from registry.forms import DateInput, DeskForm
from registry.models import Company, Person
from registry.validators import validate_free_text

QUICK_KINDS = (
    InteractionKind.NOTE,
    InteractionKind.CALL,
    InteractionKind.MEETING,
    InteractionKind.EMAIL,
    InteractionKind.FAIR,
)


class InteractionForm(DeskForm):
    """A note, call or meeting in one step."""

    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[(kind.value, kind.label) for kind in QUICK_KINDS],
        widget=forms.RadioSelect,
    )
    body = forms.CharField(
        label=_("What was said or agreed"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        validators=[validate_free_text],
        error_messages={"required": _("Write something.")},
    )
    at = forms.DateTimeField(
        label=_("When"),
        required=False,
        widget=forms.DateTimeInput(
            attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"
        ),
    )
    company = forms.ModelChoiceField(
        label=_("Company"),
        queryset=Company.objects.none(),
        required=False,
        empty_label=_("No company"),
    )
    started_by_customer = forms.BooleanField(
        label=_("The customer made contact"), required=False
    )
    follow_up_on = forms.DateField(
        label=_("Remind me on"), required=False, widget=DateInput()
    )

    def __init__(self, *args: Any, person: Person | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if person is None:
            del self.fields["company"]
            return
        open_positions = person.positions.filter(ends_on=None)
        companies = Company.objects.filter(positions__in=open_positions)
        self.fields["company"].queryset = companies.distinct()  # type: ignore[attr-defined]  # a ModelChoiceField

    @classmethod
    def blank(cls, *, person: Person | None) -> InteractionForm:
        """A note, now."""
        now = timezone.localtime().replace(second=0, microsecond=0, tzinfo=None)
        start = {"kind": InteractionKind.NOTE, "at": now}
        if person is not None:
            first = [p.company_id for p in person.positions.all() if p.ends_on is None]
            start["company"] = first[0] if first else None
        return cls(initial=start, person=person)


class CorrectionForm(DeskForm):
    """Correct what was written."""

    kind = forms.ChoiceField(label=_("Kind"), choices=InteractionKind.choices)
    direction = forms.ChoiceField(label=_("Direction"), choices=Direction.choices)
    subject = forms.CharField(
        label=_("Subject"),
        max_length=200,
        required=False,
        validators=[validate_free_text],
    )
    body = forms.CharField(
        label=_("Text"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        validators=[validate_free_text],
    )
    wide = ("subject", "body")


class FollowUpForm(DeskForm):
    """A reminder for oneself."""

    text = forms.CharField(
        label=_("What to do"), max_length=300, validators=[validate_free_text]
    )
    due_on = forms.DateField(label=_("Due"), widget=DateInput())
    wide = ("text",)
