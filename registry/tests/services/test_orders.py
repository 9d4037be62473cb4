"""Verbs of orders, and what the database locks."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import translation

from registry.choices import EventKind, OrderStatus
from registry.exceptions import OrderError
from registry.models import BusinessEvent, Order, OrderLine, Person, Voucher
from registry.services.orders import Line, invoice_order, move_order, place_order
from registry.tests.factories import (
    AddressFactory,
    CompanyFactory,
    PersonFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


LINES = [
    Line(
        product="Koiranruoka 15 kg",
        quantity=Decimal(3),
        unit_price=Decimal("19.99"),
        vat_rate=Decimal("13.50"),
    )
]
DAY = date(2026, 5, 5)


@pytest.fixture
def order() -> Order:
    company = AddressFactory().company
    contact = PersonFactory(given_name="Olli", family_name="Ostaja")
    return place_order(
        actor=None,
        number="T-1",
        ordered_on=DAY,
        lines=LINES,
        buyer_company=company,
        contact=contact,
    )


@pytest.fixture
def voucher(order: Order) -> Voucher:
    move_order(actor=None, order=order, to=OrderStatus.DELIVERED, on=DAY)
    return invoice_order(
        actor=None,
        order=order,
        voucher_number="L-1",
        issued_on=DAY,
        financial_year_end=date(2026, 12, 31),
    )


def test_place_order_opens_the_relationship(order: Order) -> None:
    event = BusinessEvent.objects.get()

    assert (event.kind, event.on, event.company) == (
        EventKind.ORDER,
        DAY,
        order.buyer_company,
    )


def test_a_private_buyer_becomes_a_customer() -> None:
    buyer = PersonFactory(private_customer=True)

    place_order(
        actor=None, number="T-2", ordered_on=DAY, lines=LINES, buyer_person=buyer
    )

    assert Person.objects.get(pk=buyer.pk).kind == "customer"


def test_an_order_has_one_buyer() -> None:
    with pytest.raises(ValidationError, match="company or a person"):
        place_order(
            actor=None,
            number="T-3",
            ordered_on=DAY,
            lines=LINES,
            buyer_company=CompanyFactory(),
            buyer_person=PersonFactory(),
        )
    with pytest.raises(ValidationError, match="needs a buyer"):
        place_order(actor=None, number="T-3", ordered_on=DAY, lines=LINES)


def test_an_order_moves_one_step_at_a_time(order: Order) -> None:
    with pytest.raises(OrderError):
        move_order(actor=None, order=order, to=OrderStatus.CLOSED, on=DAY)


def test_invoice_keeps_what_was_printed(voucher: Voucher) -> None:
    assert (voucher.net_total, voucher.vat_total) == (
        Decimal("59.97"),
        Decimal("8.10"),
    )
    assert voucher.reference_person == "Olli Ostaja"
    assert voucher.kept_until == date(2032, 12, 31)
    assert "40100" in voucher.buyer_address


def test_the_database_locks_the_voucher(voucher: Voucher) -> None:
    with pytest.raises(Exception, match="locked"), transaction.atomic():
        Voucher.objects.filter(pk=voucher.pk).update(buyer_name="Toinen")
    with pytest.raises(Exception, match="locked"), transaction.atomic():
        Voucher.objects.filter(pk=voucher.pk).delete()


def test_the_database_locks_the_lines_of_an_invoiced_order(voucher: Voucher) -> None:
    line = OrderLine.objects.get()
    for attempt in (
        lambda: OrderLine.objects.filter(pk=line.pk).update(quantity=9),
        lambda: OrderLine.objects.filter(pk=line.pk).delete(),
        lambda: OrderLine.objects.create(
            order=voucher.order,
            product="Lisä",
            unit_price=Decimal(1),
            vat_rate=Decimal(0),
        ),
    ):
        with pytest.raises(IntegrityError, match="locked"), transaction.atomic():
            attempt()
