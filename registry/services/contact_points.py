"""Changing a person's e-mail addresses, numbers and positions by hand, audited.

Each raises PersonRestricted while processing of her data is restricted (Art. 18)."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from registry.models import Company, Person, PersonEmail, PersonPhone, Position, Staff
from registry.models.restricted_field import place_of
from registry.seams.audit import record

from .persons import add_email, add_phone, make_primary, take_position
from .restricted_use import demand_changeable

Point = PersonEmail | PersonPhone


@transaction.atomic
def give_email(*, actor: Staff, person: Person, address: str) -> PersonEmail:
    """Add an address; InvalidContactPoint when it is none."""
    demand_changeable(person.pk)
    email = add_email(person=person, address=address)
    _record(actor, "person.email_added", person.pk, ["email"])
    return email


@transaction.atomic
def give_phone(*, actor: Staff, person: Person, number: str) -> PersonPhone:
    """Add a number; InvalidContactPoint when it is none, or a premium one."""
    demand_changeable(person.pk)
    phone = add_phone(person=person, number=number)
    _record(actor, "person.phone_added", person.pk, ["phone"])
    return phone


@transaction.atomic
def prefer_point(*, actor: Staff, point: Point) -> None:
    """Make it the primary one."""
    demand_changeable(point.person_id, places=[place_of(point)])
    make_primary(point=point)
    _record(actor, "person.primary_chosen", point.person_id, [_name_of(point)])


@transaction.atomic
def remove_point(*, actor: Staff, point: Point) -> None:
    """Take it away (it stays in the history); the oldest other becomes primary."""
    demand_changeable(point.person_id, places=[place_of(point)])
    was_primary, person_id, name = point.is_primary, point.person_id, _name_of(point)
    siblings = type(point)._default_manager.filter(person_id=person_id)
    point.delete()
    if was_primary and (heir := siblings.order_by("pk").first()):
        make_primary(point=heir)
    _record(actor, f"person.{name}_removed", person_id, [name])


@transaction.atomic
def give_position(
    *,
    actor: Staff,
    person: Person,
    company: Company,
    title: str = "",
    work_tasks: str = "",
    starts_on: date | None = None,
) -> Position:
    """Put the person into a company, or change her open position there."""
    demand_changeable(person.pk)
    position = take_position(
        person=person,
        company=company,
        title=title,
        work_tasks=work_tasks,
        starts_on=starts_on,
    )
    _record(actor, "person.position_taken", person.pk, ["position"], company.pk)
    return position


@transaction.atomic
def end_position(*, actor: Staff, position: Position, on: date) -> Position:
    """The person no longer stands there from that day."""
    demand_changeable(position.person_id, places=[place_of(position)])
    position.ends_on = on
    position.full_clean()
    position.save(update_fields=["ends_on"])
    _record(
        actor,
        "person.position_ended",
        position.person_id,
        ["position"],
        position.company_id,
    )
    return position


def _name_of(point: Point) -> str:
    return "email" if isinstance(point, PersonEmail) else "phone"


def _record(
    actor: Staff,
    action: str,
    person_id: int,
    fields: list[str],
    company_id: int | None = None,
) -> None:
    subjects = [("person", person_id)]
    subjects += [("company", company_id)] if company_id else []
    record(actor=actor, action=action, subjects=subjects, fields=fields)
