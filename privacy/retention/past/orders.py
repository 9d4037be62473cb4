"""Vouchers after their statute, contacts and delivery addresses after the order."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import (
    Exists,
    F,
    Max,
    OuterRef,
    Q,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce, Greatest

from privacy.models import PeriodRule
from privacy.retention.rules import bound
from registry.choices import AddressKind, OrderStatus
from registry.models import Address, Order, Voucher

from .span import Span, day_after, next_day, span_of

OVER = (OrderStatus.CLOSED, OrderStatus.ARCHIVED, OrderStatus.CANCELLED)
VOUCHER_PEOPLE = (
    "order__buyer_person_id",
    "order__contact_id",
    "order__buyer_company__proprietor_id",
)


def past_vouchers(_rule: PeriodRule, as_of: date, only: Collection[int] | None) -> Span:
    """Vouchers whose statutory period is over; each holds its own last day."""
    rows = Voucher.objects.filter(kept_until__lt=as_of)
    if only is not None:
        rows = rows.filter(pk__in=only)
    due = next_day(F("kept_until"))
    return Span.union(span_of(rows, person=path, due=due) for path in VOUCHER_PEOPLE)


def closed_on() -> Any:
    """The day an order was closed: its last date, when nothing more is to come."""
    return Greatest(
        Coalesce("delivered_on", "ordered_on"), "voucher__issued_on", "ordered_on"
    )


def past_contacts(rule: PeriodRule, as_of: date, only: Collection[int] | None) -> Span:
    """Closed orders of companies that still name a person."""
    rows = Order.objects.filter(
        contact__isnull=False, status__in=OVER, buyer_company__isnull=False
    )
    rows = rows.filter(ordered_on__lt=bound(rule, as_of))
    rows = rows.annotate(closed_on=closed_on()).filter(closed_on__lt=bound(rule, as_of))
    if only is not None:
        rows = rows.filter(pk__in=only)
    due = day_after(F("closed_on"), months=rule.months)
    return span_of(rows, person="contact_id", due=due)


ADDRESSES = {
    "addresses": ("person_id", Q(buyer_person=OuterRef("person_id"))),
    "sole_trader_addresses": (
        "company__proprietor_id",
        Q(buyer_company=OuterRef("company_id")),
    ),
}
"""Holding → the person, and the orders that the address served."""


def past_addresses(
    holding: str, rule: PeriodRule, as_of: date, only: Collection[int] | None
) -> Span:
    """Delivery addresses of people whose last order was closed long enough ago."""
    person, served = ADDRESSES[holding]
    orders = Order.objects.filter(served).order_by()
    last = orders.annotate(on=closed_on()).values(_same=Value(1))
    rows = Address.objects.filter(
        ~Exists(orders.exclude(status__in=OVER)), kind=AddressKind.DELIVERY
    ).filter(**{f"{person}__isnull": False})
    if only is not None:
        rows = rows.filter(pk__in=only)
    rows = rows.annotate(
        last_closed=Subquery(last.annotate(last=Max("on")).values("last"))
    ).filter(last_closed__lt=bound(rule, as_of))
    due = day_after(F("last_closed"), months=rule.months)
    return span_of(rows, person=person, due=due)
