"""Correcting one datum at the person's request (Art. 16), with the owner's checks.

Staff correct by the services of each page; these write single fields, keep the old value
in the history, and obey restriction as those do.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import DateField, Model
from django.utils.translation import gettext as _

from registry.digests import KEY_VERSION, contact_digest
from registry.exceptions import InvalidContactPoint
from registry.law.identifiers.business_id import parse_business_id
from registry.law.identifiers.email import is_valid_email, normalise_email
from registry.law.identifiers.phone import parse_phone
from registry.law.identifiers.postal_code import normalise_postal_code
from registry.models import (
    Address,
    Company,
    EInvoiceAddress,
    Order,
    Person,
    PersonEmail,
    PersonPhone,
    Staff,
)
from registry.seams.audit import record

from .companies import update_company
from .persons import update_person
from .restricted_use import demand_changeable


def check_value(row: Model, name: str, typed: str) -> str:
    """The value as it would stand in this row, as text: normalised, and refused where
    the register would refuse it. The row may be a new, empty one."""
    text = (
        " ".join(typed.split()) if len(typed) <= 400 else typed.strip()
    )  # longer ones are notes, with lines
    text = NORMALISE.get((type(row), name), _as_it_is)(row, text)
    field = row._meta.get_field(name)
    value = field.clean(_parsed(field, text), row)  # type: ignore[union-attr]  # a concrete field
    if row.pk is not None:
        changed = copy.copy(row)
        _set(changed, name, value)
        _clean(changed, name)
    return "" if value is None else str(value)


@transaction.atomic
def correct_value(actor: Staff, row: Any, name: str, text: str) -> None:
    """Write a checked value. ValidationError, InvalidContactPoint, StaleVersion or
    PersonRestricted as the register's services; nothing is written then."""
    value = _parsed(row._meta.get_field(name), check_value(row, name, text))
    fresh = type(row)._default_manager.select_for_update().get(pk=row.pk)
    if isinstance(fresh, Person):
        update_person(
            actor=actor, person=fresh, expected_version=fresh.version, **{name: value}
        )
        return
    if isinstance(fresh, Company):
        update_company(
            actor=actor, company=fresh, expected_version=fresh.version, **{name: value}
        )
        return
    person_id = person_of(fresh)
    demand_changeable(person_id)
    changed = _set(fresh, name, value)
    _clean(fresh, name)
    fresh.save(update_fields=changed)
    record(
        actor=actor,
        action="person.corrected",
        subjects=[("person", person_id)],
        fields=[f"{fresh._meta.model_name}.{name}"],
    )


def person_of(row: Any) -> int:
    """Key of the person whose datum it is."""
    if isinstance(row, Person):
        return row.pk
    if isinstance(row, Order):
        return row.buyer_person_id or 0
    if isinstance(row, Company):
        return row.proprietor_id or 0
    if isinstance(row, EInvoiceAddress) or getattr(row, "person_id", None) is None:
        return row.company.proprietor_id or 0
    return int(row.person_id)


def _set(row: Any, name: str, value: Any) -> list[str]:
    """Set the value and what follows from it; the names of the columns."""
    setattr(row, name, value)
    more: dict[str, Any] = {}
    if isinstance(row, PersonEmail):
        normalised = normalise_email(row.address)
        more = {"normalised": normalised, "verified_at": None} | _digest(normalised)
    elif isinstance(row, PersonPhone):
        kind = parse_phone(row.e164).kind
        more = {"number_type": kind} | _digest(row.e164)
    for column, derived in more.items():
        setattr(row, column, derived)
    return [name, *more]


def _digest(normalised: str) -> dict[str, Any]:
    return {
        "suppression_digest": contact_digest(normalised),
        "digest_key_version": KEY_VERSION,
    }


def _clean(row: Model, name: str) -> None:
    """Check the field and the constraints; other fields of old rows need not pass
    today's checks."""
    others = [f.name for f in row._meta.concrete_fields if f.name != name]
    row.full_clean(exclude=others, validate_constraints=False)
    row.validate_constraints()


def _parsed(field: Any, text: str) -> Any:
    """A day as Finns write it is a day; an empty one is none."""
    if not isinstance(field, DateField):
        return None if field.null and not text else text
    for form in ("%d.%m.%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007  # a day, no moment
        except ValueError:
            continue
    if text or not field.null:
        raise ValidationError(_("Write the day as 31.12.2026."))
    return None


def _as_it_is(_row: Any, text: str) -> str:
    return text


def _email(_row: Any, text: str) -> str:
    if not is_valid_email(text):
        raise InvalidContactPoint(_("This is not an e-mail address."))
    return text


def _phone(_row: Any, text: str) -> str:
    parsed = parse_phone(text)
    if parsed.e164 is None:
        raise InvalidContactPoint(_("This is not a phone number we can use."))
    return parsed.e164


def _postal_code(row: Any, text: str) -> str:
    if not text:
        return text
    code = normalise_postal_code(text, country=row.country or "FI")
    if code is None:
        raise ValidationError(_("This is not a postal code."))
    return code


def _business_id(_row: Any, text: str) -> str:
    return parse_business_id(text).normalised or text


def _country(_row: Any, text: str) -> str:
    return text.upper()


def _language(_row: Any, text: str) -> str:
    """The code, or the language's name as the forms show it."""
    names = {
        str(label).casefold(): value
        for value, label in Person._meta.get_field("language").choices or ()
    }
    return names.get(text.casefold(), text)


NORMALISE: Final[dict[tuple[type[Model], str], Callable[[Any, str], str]]] = {
    (PersonEmail, "address"): _email,
    (PersonPhone, "e164"): _phone,
    (Address, "postal_code"): _postal_code,
    (Address, "country"): _country,
    (Company, "business_id"): _business_id,
    (Person, "language"): _language,
}
