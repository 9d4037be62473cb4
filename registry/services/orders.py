"""Verbs of orders: place, move on, invoice; and the one writer of business events."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from registry.choices import EventKind, OrderStatus, PersonKind
from registry.exceptions import OrderError
from registry.law.accounting import voucher_last_day
from registry.models import (
    BusinessEvent,
    Company,
    Order,
    OrderLine,
    Person,
    Staff,
    Voucher,
)
from registry.seams.audit import record

from .open_invoices import is_unpaid, tell_invoice_settled

MOVES: dict[str, frozenset[str]] = {
    OrderStatus.DRAFT: frozenset({OrderStatus.CONFIRMED, OrderStatus.CANCELLED}),
    OrderStatus.CONFIRMED: frozenset({OrderStatus.DELIVERED, OrderStatus.CANCELLED}),
    OrderStatus.DELIVERED: frozenset({OrderStatus.INVOICED}),
    OrderStatus.INVOICED: frozenset({OrderStatus.CLOSED}),
    OrderStatus.CLOSED: frozenset({OrderStatus.ARCHIVED}),
}


@dataclass(frozen=True, kw_only=True)
class Line:
    """A line to be ordered; euros without VAT, rate in per cent."""

    product: str
    quantity: Decimal
    unit_price: Decimal
    vat_rate: Decimal


def record_business_event(
    *,
    kind: EventKind,
    on: date,
    evidence_type: str,
    evidence_ref: str,
    person: Person | None = None,
    company: Company | None = None,
) -> BusinessEvent:
    """Write the event once; the same evidence again returns the first row.

    Orders and interactions call this; the end of a relationship reads nothing else.
    """
    event, _created = BusinessEvent.objects.get_or_create(
        kind=kind,
        evidence_type=evidence_type,
        evidence_ref=evidence_ref,
        defaults={"person": person, "company": company, "on": on},
    )
    return event


@transaction.atomic
def place_order(
    *,
    actor: Staff | None,
    number: str,
    ordered_on: date,
    lines: Sequence[Line],
    buyer_company: Company | None = None,
    buyer_person: Person | None = None,
    contact: Person | None = None,
    reference: str = "",
) -> Order:
    """Place a confirmed order of a company or a private person; its business event
    (re)opens the relationship. ValidationError names the bad field."""
    order = Order(
        number=number,
        ordered_on=ordered_on,
        buyer_company=buyer_company,
        buyer_person=buyer_person,
        contact=contact,
        reference=reference,
        status=OrderStatus.CONFIRMED,
    )
    order.full_clean()
    order.save()
    for line in lines:
        row = OrderLine(order=order, **vars(line))
        row.full_clean()
        row.save()
    _note_event(order, EventKind.ORDER, ordered_on)
    if buyer_person and buyer_person.kind != PersonKind.CUSTOMER:
        Person.objects.filter(pk=buyer_person.pk).update(kind=PersonKind.CUSTOMER)
    record(actor=actor, action="order.placed", subjects=_subjects(order))
    return order


@transaction.atomic
def move_order(
    *, actor: Staff | None, order: Order, to: OrderStatus, on: date
) -> Order:
    """Move an order one step on; OrderError where the life cycle has no such step.

    Invoicing goes through ``invoice_order``."""
    order = Order.objects.select_for_update().get(pk=order.pk)
    if to not in MOVES.get(order.status, frozenset()):
        raise OrderError(_("The order cannot go from this state to that one."))
    was_unpaid = is_unpaid(order)
    order.status = to
    if to == OrderStatus.DELIVERED:
        order.delivered_on = on
        _note_event(order, EventKind.DELIVERY, on)
    order.save(update_fields=["status", "delivered_on", "updated_at"])
    record(
        actor=actor, action="order.moved", subjects=_subjects(order), fields=["status"]
    )
    if was_unpaid and not is_unpaid(order):
        tell_invoice_settled(order)
    return order


@transaction.atomic
def invoice_order(
    *,
    actor: Staff | None,
    order: Order,
    voucher_number: str,
    issued_on: date,
    financial_year_end: date,
) -> Voucher:
    """Invoice a delivered order: a snapshot that the database locks until the
    statutory period ends (KPL 2:7, 2:10; ALVL 209e)."""
    order = move_order(actor=actor, order=order, to=OrderStatus.INVOICED, on=issued_on)
    lines = list(order.lines.order_by("pk"))
    voucher = Voucher.objects.create(
        order=order,
        number=voucher_number,
        issued_on=issued_on,
        financial_year_end=financial_year_end,
        kept_until=voucher_last_day(financial_year_end),
        **_buyer_of(order),
        reference_person=order.contact.full_name if order.contact else "",
        lines=[_printed(line) for line in lines],
        net_total=sum((line.net for line in lines), Decimal(0)),
        vat_total=sum((line.vat for line in lines), Decimal(0)),
    )
    _note_event(order, EventKind.INVOICE, issued_on)
    return voucher


def _note_event(order: Order, kind: EventKind, on: date) -> None:
    record_business_event(
        kind=kind,
        on=on,
        person=order.buyer_person,
        company=order.buyer_company,
        evidence_type="order",
        evidence_ref=str(order.pk),
    )


def _subjects(order: Order) -> list[tuple[str, int]]:
    keys = {
        "order": order.pk,
        "company": order.buyer_company_id,
        "person": order.buyer_person_id or order.contact_id,
    }
    return [(kind, key) for kind, key in keys.items() if key]


def _buyer_of(order: Order) -> dict[str, Any]:
    buyer = order.buyer_company or order.buyer_person
    if buyer is None:
        raise OrderError(_("The order has no buyer any more."))
    address = buyer.addresses.order_by("-kind", "pk").first()
    return {
        "buyer_name": str(buyer),
        "buyer_address": str(address or ""),
        "buyer_business_id": (
            order.buyer_company.business_id or "" if order.buyer_company else ""
        ),
    }


def _printed(line: OrderLine) -> dict[str, str]:
    return {
        "product": line.product,
        "quantity": str(line.quantity),
        "unit_price": str(line.unit_price),
        "vat_rate": str(line.vat_rate),
        "net": str(line.net),
        "vat": str(line.vat),
    }
