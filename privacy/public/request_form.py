"""The form by which anybody uses a right."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from privacy.models.case_choices import CaseKind
from registry.validators import validate_email_address, validate_free_text

KIND_HELP = {
    CaseKind.ACCESS: _("A copy of everything we hold about you."),
    CaseKind.PORTABILITY: _("What you gave us, as files another service can read."),
    CaseKind.RECTIFICATION: _("Something is wrong or missing."),
    CaseKind.ERASURE: _("We delete what no law obliges us to keep."),
    CaseKind.RESTRICTION: _("We keep the data but do not use it for now."),
    CaseKind.OBJECTION: _("On grounds of your own situation."),
    CaseKind.MARKETING_OBJECTION: _("Takes effect as soon as you confirm."),
    CaseKind.CONSENT_WITHDRAWAL: _("Takes effect as soon as you confirm."),
}


class RequestForm(forms.Form):
    """Kind and address are needed; no reasons are ever asked for (Art. 12(2))."""

    use_required_attribute = False
    prefix = None

    kind = forms.ChoiceField(
        label=_("What do you want to do?"),
        choices=CaseKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you want to do.")},
    )
    email = forms.CharField(
        label=_("Your e-mail address"),
        max_length=254,
        validators=[validate_email_address],
        help_text=_(
            "We send a link there, to make sure that the request is yours. Use the "
            "address you have used with us."
        ),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
        error_messages={"required": _("Enter your e-mail address.")},
    )
    name = forms.CharField(
        label=_("Your name (voluntary)"),
        max_length=200,
        required=False,
        validators=[validate_free_text],
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    details = forms.CharField(
        label=_("Tell us more (voluntary)"),
        max_length=4000,
        required=False,
        validators=[validate_free_text],
        help_text=_(
            "For example what should be corrected. No reasons are needed. Do not "
            "write your personal identity code."
        ),
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    website = forms.CharField(required=False, widget=forms.TextInput)
    """A trap: people do not see it, robots fill it in."""

    @property
    def is_trapped(self) -> bool:
        """Whether a robot filled it in."""
        return bool(self.cleaned_data.get("website"))

    @property
    def kinds(self) -> list[dict[str, Any]]:
        """The rights with their explanations, for the template."""
        return [
            {
                "value": kind.value,
                "label": kind.label,
                "help": KIND_HELP[kind],
                "chosen": self["kind"].value() == kind.value,
            }
            for kind in CaseKind
        ]
