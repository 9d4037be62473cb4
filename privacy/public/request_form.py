"""The form by which anybody uses a right."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.utils.translation import gettext_lazy as _

from privacy.models.case_choices import CaseKind
from registry.validators import validate_email_address, validate_free_text

STAMP = TimestampSigner(salt="privacy.request.opened")
SHORTEST, LONGEST = 3, 7 * 24 * 3600
"""Seconds between opening the form and sending it: fewer is hasty."""

KIND_HELP = {
    CaseKind.ACCESS: _(
        "A copy of everything we hold about you, where it came from, what we use it for "
        "and to whom we have given it."
    ),
    CaseKind.PORTABILITY: _(
        "What you gave us yourself, as files that another service can read."
    ),
    CaseKind.RECTIFICATION: _("Something is wrong, out of date or missing."),
    CaseKind.ERASURE: _(
        "We delete what no law obliges us to keep, and tell you what stays and until when."
    ),
    CaseKind.RESTRICTION: _(
        "We keep the data but do not use it, for example while you and we find out "
        "whether it is right."
    ),
    CaseKind.OBJECTION: _(
        "You do not want us to use your data, on grounds of your own situation."
    ),
    CaseKind.MARKETING_OBJECTION: _(
        "No more marketing from us. Takes effect as soon as you confirm; no grounds "
        "are needed."
    ),
    CaseKind.CONSENT_WITHDRAWAL: _(
        "You take back a consent you have given. Takes effect as soon as you confirm."
    ),
}
DETAIL_HINTS = (
    (CaseKind.RECTIFICATION, _("What is wrong, and what should it be?")),
    (CaseKind.RESTRICTION, _("Which data, and why should we not use it for now?")),
    (
        CaseKind.OBJECTION,
        _(
            "What in your own situation makes you object? You need not say, but then we "
            "may have to ask: we must weigh your grounds against ours."
        ),
    ),
)
"""What helps us with this right. Everything else is asked of nobody."""


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
            "Compulsory on this form: we send a link there, to make sure that the "
            "request is yours, and cannot go on without it. Use the address you have "
            "used with us. You can also ask by phone or letter, without an address."
        ),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
        error_messages={"required": _("Enter your e-mail address.")},
    )
    name = forms.CharField(
        label=_("Your name (voluntary)"),
        max_length=200,
        required=False,
        validators=[validate_free_text],
        help_text=_(
            "Helps us if several people use the same address. Without it we may have "
            "to ask you more; you lose nothing else."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    details = forms.CharField(
        label=_("Tell us more (voluntary)"),
        max_length=4000,
        required=False,
        validators=[validate_free_text],
        help_text=_(
            "Without it we deal with your request all the same, as widely as it can be "
            "understood. No reasons are needed. Do not write your personal identity "
            "code."
        ),
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    opened = forms.CharField(required=False, widget=forms.HiddenInput)
    """When the page was opened, signed: a robot fills it in faster than people."""
    website = forms.CharField(required=False, widget=forms.TextInput)
    """A trap: people do not see it, robots fill it in."""

    @property
    def is_trapped(self) -> bool:
        """Whether a robot filled it in."""
        return bool(self.cleaned_data.get("website"))

    @property
    def is_hasty(self) -> bool:
        """Whether it came back faster than a person types, or without its stamp."""
        try:
            STAMP.unsign(self.data.get("opened", ""), max_age=LONGEST)
        except SignatureExpired:
            return False
        except BadSignature:
            return True
        return not _is_older(self.data["opened"], SHORTEST)

    @property
    def stamp(self) -> str:
        """For the page that is opened now."""
        return STAMP.sign("")

    @property
    def hints(self) -> list[dict[str, Any]]:
        """What helps with some of the rights, for the template."""
        return [{"kind": kind.value, "words": words} for kind, words in DETAIL_HINTS]

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


def _is_older(stamp: str, seconds: int) -> bool:
    try:
        STAMP.unsign(stamp, max_age=seconds)
    except SignatureExpired:
        return True
    return False
