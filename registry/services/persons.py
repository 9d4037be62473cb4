"""Verbs of persons: create, change, add contact points, take a position."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from registry.choices import Channel, PersonKind, SourceKind
from registry.digests import KEY_VERSION, contact_digest
from registry.exceptions import InvalidContactPoint, StaleVersion
from registry.law.identifiers.email import is_valid_email, normalise_email
from registry.law.identifiers.phone import parse_phone
from registry.models import (
    Company,
    Partner,
    Person,
    PersonEmail,
    PersonPhone,
    Position,
    Source,
    Staff,
)
from registry.models.restricted_field import column_place
from registry.seams.audit import record

from .restricted_use import demand_changeable

CHANGEABLE = ("kind", "given_name", "family_name", "language", "private_customer")


@transaction.atomic
def create_person(
    *,
    actor: Staff | None,
    given_name: str,
    family_name: str,
    collected_on: date,
    channel: Channel,
    source_kind: SourceKind = SourceKind.SELF,
    partner: Partner | None = None,
    source_detail: str = "",
    kind: PersonKind = PersonKind.PROSPECT,
    language: str = "fi",
    private_customer: bool = False,
    emails: Iterable[str] = (),
    phones: Iterable[str] = (),
) -> Person:
    """Create a person with her source (P31). The first of each contact point is
    primary. ValidationError for a bad field, InvalidContactPoint for a bad address."""
    person = Person(
        given_name=given_name,
        family_name=family_name,
        kind=kind,
        language=language,
        private_customer=private_customer,
        collected_on=collected_on,
    )
    person.full_clean(exclude=["reference"])
    person.save()
    add_source(
        person=person,
        kind=source_kind,
        channel=channel,
        partner=partner,
        detail=source_detail,
        collected_on=collected_on,
    )
    for address in emails:
        add_email(person=person, address=address)
    for number in phones:
        add_phone(person=person, number=number)
    record(actor=actor, action="person.created", subjects=[("person", person.pk)])
    return person


@transaction.atomic
def update_person(
    *, actor: Staff | None, person: Person, expected_version: int, **values: Any
) -> Person:
    """Change fields named in CHANGEABLE. StaleVersion when somebody saved since
    ``expected_version``, PersonRestricted under Art. 18; nothing is written then."""
    unknown = set(values) - set(CHANGEABLE)
    if unknown:
        raise ValueError(f"not changeable: {sorted(unknown)}")
    changed_names = [n for n, value in values.items() if getattr(person, n) != value]
    demand_changeable(person.pk, places=[column_place(n) for n in changed_names])
    for name, value in values.items():
        setattr(person, name, value)
    person.full_clean(exclude=["reference"])
    changed = Person.objects.filter(pk=person.pk, version=expected_version).update(
        **values, version=F("version") + 1, updated_at=timezone.now()
    )
    if not changed:
        raise StaleVersion(_("Somebody else saved this person in between."))
    person.version = expected_version + 1
    record(
        actor=actor,
        action="person.changed",
        subjects=[("person", person.pk)],
        fields=values,
    )
    return person


def add_source(
    *,
    person: Person,
    kind: SourceKind,
    channel: Channel,
    collected_on: date,
    partner: Partner | None = None,
    detail: str = "",
) -> Source:
    """Record from whom, how and when data came (P31–P34)."""
    source = Source(
        person=person,
        kind=kind,
        channel=channel,
        partner=partner,
        detail=detail,
        collected_on=collected_on,
    )
    source.full_clean()
    source.save()
    return source


def add_email(
    *, person: Person, address: str, primary: bool | None = None
) -> PersonEmail:
    """Add an address, or return the one she has. The first becomes primary.

    InvalidContactPoint when it is no address."""
    normalised = normalise_email(address)
    if not is_valid_email(address):
        raise InvalidContactPoint(_("This is not an e-mail address."))
    email, _created = PersonEmail.objects.get_or_create(
        person=person,
        normalised=normalised,
        defaults={
            "address": address.strip(),
            "is_primary": not person.emails.filter(is_primary=True).exists(),
            "suppression_digest": contact_digest(normalised),
            "digest_key_version": KEY_VERSION,
        },
    )
    if primary:
        make_primary(point=email)
    return email


def add_phone(
    *, person: Person, number: str, primary: bool | None = None
) -> PersonPhone:
    """Add a number in any Finnish or international notation; kept as E.164.

    InvalidContactPoint when it is no number, or a premium one."""
    parsed = parse_phone(number)
    if parsed.e164 is None:
        raise InvalidContactPoint(_("This is not a phone number we can use."))
    phone, _created = PersonPhone.objects.get_or_create(
        person=person,
        e164=parsed.e164,
        defaults={
            "number_type": parsed.kind,
            "is_primary": not person.phones.filter(is_primary=True).exists(),
            "suppression_digest": contact_digest(parsed.e164),
            "digest_key_version": KEY_VERSION,
        },
    )
    if primary:
        make_primary(point=phone)
    return phone


@transaction.atomic
def make_primary(*, point: PersonEmail | PersonPhone) -> None:
    """Make this contact point the one primary of its kind."""
    siblings = type(point)._default_manager.filter(person_id=point.person_id)
    siblings.filter(is_primary=True).exclude(pk=point.pk).update(is_primary=False)
    siblings.filter(pk=point.pk).update(is_primary=True)
    point.is_primary = True


def take_position(
    *,
    person: Person,
    company: Company,
    title: str = "",
    work_tasks: str = "",
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> Position:
    """Put a person into a company; an open position there is updated instead."""
    position = Position.objects.filter(
        person=person, company=company, ends_on=None
    ).first() or Position(person=person, company=company)
    position.title = title or position.title
    position.work_tasks = work_tasks or position.work_tasks
    position.starts_on = starts_on or position.starts_on
    position.ends_on = ends_on
    position.full_clean()
    position.save()
    return position
