"""Writes purchases as orders of private customers, by COPY, in the caller's
transaction."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from registry.choices import Channel, EventKind, OrderStatus, PersonKind, SourceKind
from registry.copying import Row, copy_rows, reserve_keys
from registry.models import BusinessEvent, Order, OrderLine, Person, Source
from registry.references import person_reference

_CENT: Final = Decimal("0.01")
_UNIT: Final = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class NewCustomer:
    """A private customer without a name of her own in the file."""

    person_id: int
    name: str
    collected_on: date
    kind: PersonKind


@dataclass(frozen=True, slots=True)
class NewOrder:
    """An order, its one line and its business event."""

    order_id: int
    number: str
    source_key: str
    person_id: int
    on: date
    product: str
    quantity: int
    amount: Decimal


def write_customers(
    customers: Sequence[NewCustomer], *, source: str, now: datetime
) -> None:
    """Persons with their source: they bought in a web shop."""
    copy_rows(
        Person._meta.db_table,
        ("id", "reference", "kind", "given_name", "family_name", "language",
         "private_customer", "collected_on", "version", "created_at", "updated_at"),
        (
            (new.person_id, person_reference(), new.kind, "", new.name, "fi",
             True, new.collected_on, 1, now, now)
            for new in customers
        ),
    )  # fmt: skip
    copy_rows(
        Source._meta.db_table,
        ("person_id", "kind", "channel", "detail", "collected_on", "created_at"),
        (
            (new.person_id, SourceKind.SELF, Channel.WEB_FORM, source,
             new.collected_on, now)
            for new in customers
        ),
    )  # fmt: skip


def _line_of(order: NewOrder) -> tuple[str, int, Decimal]:
    """Product, quantity and unit price whose product is the sum to the cent."""
    unit = (order.amount / order.quantity).quantize(_UNIT)
    if (unit * order.quantity).quantize(_CENT) == order.amount:
        return order.product or "–", order.quantity, unit
    return f"{order.quantity} × {order.product}".strip(), 1, order.amount


def _lines(orders: Sequence[NewOrder]) -> Iterator[Row]:
    for order in orders:
        product, quantity, unit = _line_of(order)
        yield order.order_id, product[:200], quantity, unit, 0


def write_orders(orders: Sequence[NewOrder], *, now: datetime) -> None:
    """Closed orders: these purchases were delivered and paid long ago."""
    copy_rows(
        Order._meta.db_table,
        ("id", "number", "buyer_person_id", "contact_token", "status", "ordered_on",
         "reference", "source_key", "created_at", "updated_at"),
        (
            (new.order_id, new.number, new.person_id, "", OrderStatus.CLOSED, new.on,
             "", new.source_key, now, now)
            for new in orders
        ),
    )  # fmt: skip
    copy_rows(
        OrderLine._meta.db_table,
        ("order_id", "product", "quantity", "unit_price", "vat_rate"),
        _lines(orders),
    )
    copy_rows(
        BusinessEvent._meta.db_table,
        ("person_id", "kind", "on", "evidence_type", "evidence_ref", "created_at"),
        (
            (new.person_id, EventKind.ORDER, new.on, "order", new.order_id, now)
            for new in orders
        ),
    )  # fmt: skip


def reserve_person_keys(count: int) -> list[int]:
    """Keys for so many persons."""
    return reserve_keys(Person._meta.db_table, count)


def reserve_order_keys(count: int) -> list[int]:
    """Keys for so many orders."""
    return reserve_keys(Order._meta.db_table, count)
