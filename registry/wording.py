"""Values and names of fields as people read them."""

from collections.abc import Iterable
from typing import Any

import phonenumbers
from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.utils.translation import gettext_lazy as _

PARTS: dict[str, Any] = {
    "name": _("Name"),
    "email": _("E-mail"),
    "phone": _("Phone"),
    "address": _("Address"),
    "einvoice_address": _("E-invoice address"),
    "position": _("Position"),
    "lines": _("Lines"),
    "reference": _("Reference"),
    "number": _("Order number"),
    "business_id": _("Business id"),
}


def readable_phone(e164: str) -> str:
    """``+358401234567`` → ``+358 40 1234567``; what is no number stays as it is."""
    try:
        number = phonenumbers.parse(e164)
    except phonenumbers.NumberParseException:
        return e164
    return phonenumbers.format_number(
        number, phonenumbers.PhoneNumberFormat.INTERNATIONAL
    )


def readable_fields(action: str, names: Iterable[str]) -> str:
    """Names of fields of an audit entry in words: ``person.changed`` speaks of the
    fields of persons."""
    model = _model_of(action.partition(".")[0])
    return ", ".join(_label_of(model, name) for name in names)


def _label_of(model: Any, name: str) -> str:
    try:
        field = model._meta.get_field(name) if model else None
    except FieldDoesNotExist:
        field = None
    label = getattr(field, "verbose_name", None) or PARTS.get(name, name)
    return str(label)


def _model_of(name: str) -> Any:
    wanted = name.replace("_", "")
    return next((m for m in apps.get_models() if m._meta.model_name == wanted), None)
