"""Forms of the rules: what an officer writes, checked where it is written."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from privacy.exceptions import RuleRefused
from privacy.forms import DeskForm
from privacy.models import Approval, PeriodRule, PeriodRuleState
from registry.seams.personal_data import Purpose, registry_of_holdings
from registry.validators import validate_free_text

LONGEST = 1_200
DATED = ("participants", "interactions", "follow_ups", "saved_filters")
"""What a rule of one's own may cover: rows that stand on a date of their own and may go
before their person."""


class ReasonForm(DeskForm):
    """An act that needs nothing but its reason."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        validators=[validate_free_text],
    )


class ChangeRuleForm(ReasonForm):
    """Another version of a rule."""

    months = forms.IntegerField(
        label=_("Period in months"),
        min_value=1,
        max_value=LONGEST,
        help_text=_("12 months is a year; 180 months is fifteen years."),
    )
    basis = forms.CharField(
        label=_("Legal basis"),
        max_length=300,
        help_text=_("Articles and sections, for example «GDPR 5(1)(e)»."),
        validators=[validate_free_text],
    )
    statute = forms.BooleanField(
        label=_("A statute sets the period"),
        required=False,
        help_text=_("Only where an act obliges us to keep the data; name it above."),
    )
    approval = forms.ChoiceField(label=_("Approval"), choices=Approval.choices)
    two_above = forms.IntegerField(
        label=_("Two persons above"),
        min_value=1,
        required=False,
        help_text=_("Above so many persons a second one approves too."),
    )
    field_order: tuple[str, ...] = (
        "months",
        "basis",
        "statute",
        "approval",
        "two_above",
        "reason",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = _(
            "Why this period is needed, and no longer. It stands in the register for good."
        )
        self.fields["statute"].widget.attrs["class"] = "k-check"

    def clean(self) -> dict[str, Any]:
        """A number above which two approve belongs to that choice only."""
        cleaned = super().clean() or {}
        if cleaned.get("approval") != Approval.TWO_ABOVE:
            cleaned["two_above"] = None
        elif not cleaned.get("two_above") and "two_above" not in self.errors:
            self.add_error("two_above", _("Say above how many persons."))
        return cleaned


class ProposeRuleForm(ChangeRuleForm):
    """A rule of one's own, for rows with a date of their own."""

    name = forms.CharField(
        label=_("Name"), max_length=120, validators=[validate_free_text]
    )
    covers = forms.MultipleChoiceField(
        label=_("Data it covers"), widget=forms.CheckboxSelectMultiple
    )
    purpose = forms.ChoiceField(
        label=_("Purpose"),
        choices=[("", _("Whatever it is held for")), *Purpose.choices],
        required=False,
    )
    field_order = ("name", "covers", "purpose", *ChangeRuleForm.field_order)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["covers"]
        field.choices = [
            (h.key, h.label) for h in registry_of_holdings if h.key in DATED
        ]


def initial_of(rule: PeriodRule) -> dict[str, Any]:
    """The form as the rule stands; a proposal's reason may be written on."""
    names = ("months", "basis", "statute", "approval", "two_above")
    values = {name: getattr(rule, name) for name in names}
    if rule.state == PeriodRuleState.PROPOSAL:
        values["reason"] = rule.reason
    return values


def submit(form: forms.Form, act: Callable[[], Any]) -> Any:
    """What ``act`` gives, or None with the errors at their fields."""
    try:
        return act()
    except RuleRefused as refusal:
        field = refusal.field if refusal.field in form.fields else None
        form.add_error(field, refusal.message)
    except ValidationError as error:
        for name, words in error.message_dict.items():
            form.add_error(name if name in form.fields else None, words)
    return None
