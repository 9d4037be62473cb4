"""Orders while they are drafts: written, changed, and confirmed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from registry.choices import EventKind, OrderStatus, PersonKind
from registry.exceptions import OrderError
from registry.models import Order, OrderLine, Person, Staff
from registry.seams.audit import record

from .orders import Line, move_order, record_business_event

NUMBER_WIDTH = 4


@transaction.atomic
def create_draft(
    *, actor: Staff, lines: Sequence[Line], number: str = "", **values: Any
) -> Order:
    """A draft order; ValidationError names the bad field. ``values``: buyer_company
    or buyer_person, contact, ordered_on, reference."""
    day: date = values["ordered_on"]
    order = Order(number=number or next_number(day.year), **values)
    order.full_clean()
    order.save()
    _write_lines(order, lines)
    _record(actor, order, "order.drafted", [])
    return order


@transaction.atomic
def update_draft(
    *, actor: Staff, order: Order, lines: Sequence[Line], **values: Any
) -> Order:
    """Change a draft and all its lines; OrderError once it is no draft any more."""
    order = Order.objects.select_for_update().get(pk=order.pk)
    if order.status != OrderStatus.DRAFT:
        raise OrderError(_("Only a draft can be changed."))
    for name, value in values.items():
        setattr(order, name, value)
    order.full_clean()
    order.save()
    order.lines.all().delete()
    _write_lines(order, lines)
    _record(actor, order, "order.changed", [*values, "lines"])
    return order


@transaction.atomic
def confirm_draft(*, actor: Staff, order: Order, on: date) -> Order:
    """The buyer ordered: the event (re)opens the relationship (P30)."""
    order = move_order(actor=actor, order=order, to=OrderStatus.CONFIRMED, on=on)
    record_business_event(
        kind=EventKind.ORDER,
        on=order.ordered_on,
        person=order.buyer_person,
        company=order.buyer_company,
        evidence_type="order",
        evidence_ref=str(order.pk),
    )
    if order.buyer_person_id:
        person = Person.objects.filter(pk=order.buyer_person_id)
        person.update(kind=PersonKind.CUSTOMER)
    return order


def next_number(year: int) -> str:
    """The next free number of the year: ``2026-0042``."""
    start = f"{year}-"
    numbers = Order.objects.filter(number__regex=rf"^{year}-\d{{{NUMBER_WIDTH},9}}$")
    last = numbers.order_by("-number").values_list("number", flat=True).first()
    return f"{start}{int(last.removeprefix(start)) + 1 if last else 1:04d}"


def _write_lines(order: Order, lines: Sequence[Line]) -> None:
    for line in lines:
        row = OrderLine(order=order, **vars(line))
        row.full_clean()
        row.save()


def _record(actor: Staff, order: Order, action: str, fields: list[str]) -> None:
    keys = {
        "order": order.pk,
        "company": order.buyer_company_id,
        "person": order.buyer_person_id or order.contact_id,
    }
    subjects = [(kind, key) for kind, key in keys.items() if key]
    record(actor=actor, action=action, subjects=subjects, fields=fields)
