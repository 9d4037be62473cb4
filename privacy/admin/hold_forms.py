"""Forms of legal holds: what a person writes, checked where it is written."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registry.forms import DeskForm
from registry.law.calendar import add_months
from registry.law.parameters import number
from registry.models import Company, Order, Person, Staff
from registry.services.holding_back import HoldScope
from registry.validators import validate_free_text

SUBJECTS: tuple[tuple[str, type[Any], str], ...] = (
    ("person", Person, "reference"),
    ("company", Company, "reference"),
    ("order", Order, "number"),
)


def day_field(label: Any, help_text: Any = "") -> forms.DateField:
    """A day that may be left empty."""
    return forms.DateField(
        label=label,
        required=False,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class HoldForm(DeskForm):
    """A hold on one person, company or order. ``seen`` names the scope whose preview
    was shown: another scope is previewed again before it is held."""

    wide = ("reason",)
    subject = forms.CharField(
        label=gettext_lazy("What is held"),
        max_length=32,
        help_text=gettext_lazy(
            "Reference of a person (H-…) or a company (Y-…), or the number of an order."
        ),
    )
    owner = forms.ModelChoiceField(
        Staff.objects.none(),
        label=gettext_lazy("Owner"),
        help_text=gettext_lazy("Who answers for the hold and reviews it."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=2000,
        validators=[validate_free_text],
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "The claim or matter for which the data are needed (Art. 17(3)(e))."
        ),
    )
    from_on = day_field(
        gettext_lazy("Data from"),
        gettext_lazy("Empty: from the beginning. An order is held whole."),
    )
    until_on = day_field(
        gettext_lazy("Data until"),
        gettext_lazy("Empty: to the present and onwards."),
    )
    review_by = day_field(
        gettext_lazy("Review by"), gettext_lazy("Empty: in twelve months.")
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner: Any = self.fields["owner"]
        owner.queryset = Staff.objects.filter(is_active=True).order_by("username")
        owner.label_from_instance = staff_name

    def clean_subject(self) -> dict[str, Any]:
        """Which of the three it is, and the row."""
        text = self.cleaned_data["subject"].strip()
        for name, model, key in SUBJECTS:
            if row := model.objects.filter(**{f"{key}__iexact": text}).first():
                return {name: row}
        raise ValidationError(_("Nothing has this reference."))

    def clean_review_by(self) -> Any:
        """Within the months of the parameter."""
        day = self.cleaned_data["review_by"]
        latest = add_months(timezone.localdate(), number("hold_review_months"))
        if day and day > latest:
            raise ValidationError(_("Review a hold within twelve months."))
        if day and day < timezone.localdate():
            raise ValidationError(_("The next review is in the future."))
        return day

    def clean(self) -> dict[str, Any]:
        """The range, against itself and against what is held."""
        values = super().clean() or {}
        start, end = values.get("from_on"), values.get("until_on")
        if start and end and end < start:
            self.add_error("until_on", _("The end is before the start."))
        if (start or end) and "order" in (values.get("subject") or {}):
            self.add_error(
                "from_on", _("An order is held as a whole, without a range of days.")
            )
        return values

    def scope(self) -> HoldScope:
        """What the hold would be of."""
        values = self.cleaned_data
        keys = {f"{name}_id": row.pk for name, row in values["subject"].items()}
        return HoldScope(**keys, from_on=values["from_on"], until_on=values["until_on"])


class ReviewForm(DeskForm):
    """A review that found the hold still needed."""

    wide = ("reason",)
    reason = forms.CharField(
        label=gettext_lazy("Why it is still needed"),
        max_length=2000,
        validators=[validate_free_text],
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    next_review_by = day_field(
        gettext_lazy("Next review by"), gettext_lazy("Empty: in twelve months.")
    )


class WhyForm(DeskForm):
    """An act that needs nothing but its reason."""

    wide = ("reason",)
    reason = forms.CharField(
        label=gettext_lazy("Reasons"),
        max_length=2000,
        validators=[validate_free_text],
        widget=forms.Textarea(attrs={"rows": 4}),
    )


def staff_name(staff: Staff) -> str:
    """Name, else the user name."""
    return staff.get_full_name() or staff.username
