"""When an order is closed, for rules that count from it."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Max, Q, QuerySet
from django.db.models.functions import Coalesce, Greatest

from registry.choices import OrderStatus
from registry.models import Order

CLOSED = (OrderStatus.CLOSED, OrderStatus.ARCHIVED, OrderStatus.CANCELLED)


def closed_orders() -> QuerySet[Any]:
    """Orders on which nothing is open, with ``closed_on``: the last of ordered,
    delivered, invoiced."""
    return with_closed_on(Order.objects.filter(status__in=CLOSED))


def with_closed_on(orders: QuerySet[Any]) -> QuerySet[Any]:
    """Annotate the day on which the order's last step was taken."""
    day = Greatest(
        F("ordered_on"),
        Coalesce("delivered_on", "ordered_on"),
        Coalesce("voucher__issued_on", "ordered_on"),
    )
    dated: QuerySet[Any] = orders.annotate(closed_on=day)
    return dated


def owners_all_closed(path: str) -> QuerySet[Any, Any]:
    """``owner`` (a person's key) and ``last_closed`` of those whose every order is
    closed. path: of the address; her own, or of the company whose proprietor she is."""
    buyer = "buyer_company__proprietor" if "__" in path else "buyer_person"
    found = with_closed_on(Order.objects.filter(**{f"{buyer}__isnull": False}))
    grouped = found.values(owner=F(buyer)).annotate(
        last_closed=Max("closed_on"),
        still_open=Max("pk", filter=~Q(status__in=CLOSED)),
    )
    closed: QuerySet[Any, Any] = grouped.filter(still_open=None)
    return closed
