"""Short forms that stand on the person's page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from privacy.models import ObjectionScope
from registry.choices import Channel as Source
from registry.seams.gate import Channel
from registry.validators import validate_free_text


class DeskForm(forms.Form):
    """Widgets in the desk's style."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", f"id_{type(self).__name__.lower()}_%s")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.setdefault("class", "k-input")


class TwoClickObjectionForm(DeskForm):
    """An objection to marketing: which channel; no grounds are asked for (21(2))."""

    scope = forms.ChoiceField(
        label=_("Channel"), choices=ObjectionScope.choices, required=False
    )


class TwoClickConsentForm(DeskForm):
    """A consent as told to a staff member, with what proves it."""

    channel = forms.ChoiceField(
        label=_("Channel"),
        choices=[(Channel.EMAIL, _("E-mail")), (Channel.SMS, _("Text message"))],
    )
    source = forms.ChoiceField(
        label=_("How the consent was given"),
        choices=[(choice.value, choice.label) for choice in Source],
    )
    text_version = forms.CharField(
        label=_("Text that the person saw or heard"), max_length=60
    )
    evidence = forms.CharField(
        label=_("Evidence"),
        max_length=200,
        required=False,
        validators=[validate_free_text],
    )
