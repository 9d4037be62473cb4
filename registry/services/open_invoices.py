"""Orders of a person, and which of them somebody still owes for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.db.models import Q, QuerySet

from registry.choices import OrderStatus
from registry.models import Order

UNPAID: Final = (OrderStatus.DELIVERED, OrderStatus.INVOICED)
"""Delivered and not paid: «closed» is the state that payment leads to."""

Listener = Callable[[int], object]
_listeners: list[Listener] = []


def orders_of(person_id: int) -> QuerySet[Order]:
    """Her purchases, those of her business, and those that name her as contact."""
    return Order.objects.filter(
        Q(buyer_person=person_id)
        | Q(contact=person_id)
        | Q(buyer_company__proprietor=person_id)
    )


def is_unpaid(order: Order) -> bool:
    """Whether a claim for this order is open (Art. 17(3)(e))."""
    return order.status in UNPAID


def on_invoice_settled(listener: Listener) -> Listener:
    """Call with the order's key in the transaction that settles its invoice."""
    _listeners.append(listener)
    return listener


def tell_invoice_settled(order: Order) -> None:
    """The claim of this order has ended."""
    for listener in _listeners:
        listener(order.pk)
