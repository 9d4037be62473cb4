"""Monthly figures: of groups only, whatever is asked, and for as long as we like."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import combinations
from typing import Any

import pytest
from django.db import IntegrityError, InternalError, connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contacts.models import Interaction, Participant
from privacy.models import Objection
from privacy.retention.run import carry_out, plan_run
from registry.figures.closing import close_months
from registry.models import FigureSource, MonthlyFigure, Order, Person
from registry.seams.personal_data import erase
from registry.tests.factories import (
    AddressFactory,
    BusinessEventFactory,
    CompanyFactory,
    GuardFactory,
    OrderFactory,
    OrderLineFactory,
    PersonFactory,
    StaffFactory,
)

EVER = date(2100, 1, 1)
MAY = date(2021, 5, 1)
LEAST = 5
PRODUCTS = ("Suojakäsine, 12 paria", "Varastohylly 200 × 100 cm", "Huoltosopimus")
GROUPS = ("suojakäsine", "varastohylly", "huoltosopimus")
CODES = ("00530", "33100", "")

pytestmark = pytest.mark.django_db


def buys(buyer: Any, day: date = MAY, product: str = "CD", price: str = "10") -> Order:
    who = {"buyer_person": buyer, "buyer_company": None}
    if not isinstance(buyer, Person):
        who = {"buyer_company": buyer}
    order: Order = OrderFactory(ordered_on=day, **who)
    OrderLineFactory(
        order=order, product=product, quantity=1, unit_price=Decimal(price)
    )
    return order


def cells(measure: str) -> dict[tuple[str, str], Decimal]:
    """Cells of a measure by group and area, summed over months and batches."""
    found: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for row in MonthlyFigure.objects.filter(measure=measure):
        found[row.product_group, row.postal_area] += row.value
    return dict(found)


def at(code: str) -> Any:
    company = CompanyFactory()
    if code:
        AddressFactory(company=company, postal_code=code)
    return company


def test_figures_of_a_group_are_kept_by_product_and_area() -> None:
    for number in range(LEAST):
        buys(at("00530"), product=PRODUCTS[1], price=str(10 + number))
    close_months(EVER)
    assert cells("net_sales") == {("varastohylly", "00"): Decimal(60)}
    assert cells("orders") == {("varastohylly", "00"): Decimal(5)}
    assert cells("new_customers") == {("", "00"): Decimal(5)}


def test_figures_of_four_are_not_kept_at_all() -> None:
    for _number in range(LEAST - 1):
        buys(at("00530"))
    close_months(EVER)
    assert not MonthlyFigure.objects.exists()


def test_a_planted_small_group_cannot_be_told_from_the_total() -> None:
    """One buyer in Tampere beside five in Helsinki: the total would give her away, so
    the cell of Helsinki is taken into it."""
    for _number in range(LEAST):
        buys(at("00530"), price="10")
    buys(at("33100"), price="777")
    close_months(EVER)
    assert cells("net_sales") == {("", ""): Decimal(827)}


def test_a_planted_small_group_hides_among_the_merged() -> None:
    """Of two large cells only the smaller one is given up."""
    for code, number in (("00530", 5), ("90100", 7), ("33100", 1)):
        for _number in range(number):
            buys(at(code), price="10")
    close_months(EVER)
    assert cells("net_sales") == {("cd", "90"): Decimal(70), ("", ""): Decimal(60)}


def test_small_areas_of_one_product_stay_with_the_product() -> None:
    for code in ("00530", "33100", "90100", "70100", "20100"):
        buys(at(code))
    close_months(EVER)
    assert cells("net_sales") == {("cd", ""): Decimal(50)}


def test_a_sole_trader_and_her_own_purchases_are_one_buyer() -> None:
    person = PersonFactory()
    firm = CompanyFactory(is_sole_trader=True, proprietor=person)
    for buyer in (person, firm, *(PersonFactory() for _ in range(3))):
        buys(buyer)
    close_months(EVER)
    assert not MonthlyFigure.objects.exists()


def test_new_and_returning_are_split_only_where_both_are_groups() -> None:
    people = [PersonFactory() for _ in range(6)]
    buys(people[0], date(2021, 4, 3))
    for person in people:
        buys(person)
    close_months(EVER)
    assert set(cells("buyers")) == {("", "")}
    assert cells("buyers")["", ""] == 6
    assert not cells("new_customers")
    assert not cells("returning_customers")


def test_restricted_people_and_upheld_objectors_are_left_out() -> None:
    restricted, objector = PersonFactory(), PersonFactory()
    GuardFactory(person=restricted)
    Objection.objects.create(
        person=objector,
        kind="own_grounds",
        decision="upheld",
        decision_reason="Perusteltu.",
        decided_at=timezone.now(),
        decided_by=StaffFactory(),
    )
    for person in (restricted, objector, *(PersonFactory() for _ in range(LEAST))):
        buys(person)
    close_months(EVER)
    assert cells("orders") == {("cd", ""): Decimal(LEAST)}


def test_contacts_are_counted_without_notes() -> None:
    for _number in range(LEAST):
        for kind in ("call", "note"):
            when = datetime(2021, 5, 31, 20, 30, tzinfo=UTC)
            row = Interaction.objects.create(kind=kind, at=when, subject="Soitto")
            Participant.objects.create(interaction=row, person=PersonFactory(), at=when)
    close_months(EVER)
    assert cells("contacts") == {("", ""): Decimal(LEAST)}
    assert MonthlyFigure.objects.get(measure="contacts").month == MAY


def test_erasing_people_changes_no_figure() -> None:
    people = [PersonFactory() for _ in range(LEAST)]
    for person in people:
        buys(person)
    close_months(EVER)
    before = cells("net_sales")
    assert before
    erase([person.pk for person in people], on=date(2026, 11, 22))
    assert not Order.objects.exists()
    close_months(EVER)
    assert cells("net_sales") == before


def test_late_rows_are_added_once_they_are_a_group() -> None:
    for _number in range(LEAST):
        buys(PersonFactory())
    close_months(EVER)
    for _number in range(LEAST - 1):
        buys(PersonFactory())
    assert close_months(EVER) == 0
    buys(PersonFactory())
    assert close_months(EVER)
    assert cells("orders") == {("cd", ""): Decimal(2 * LEAST)}
    assert close_months(EVER) == 0


def test_a_late_order_of_a_counted_buyer_is_no_second_buyer() -> None:
    people = [PersonFactory() for _ in range(LEAST)]
    for _twice in range(2):
        for person in people:
            buys(person)
        close_months(EVER)
    assert cells("orders")["cd", ""] == 2 * LEAST
    assert cells("new_customers") == {("", ""): Decimal(LEAST)}


def test_a_month_stays_open_for_a_month() -> None:
    young = (timezone.localdate() - timedelta(days=20)).replace(day=1)
    for _number in range(LEAST):
        buys(PersonFactory(), young)
    close_months(EVER)
    assert not MonthlyFigure.objects.exists()
    assert not FigureSource.objects.filter(closed_until__gt=young).exists()


def test_an_early_end_leaves_later_months_open() -> None:
    for month in (4, 5):
        for _number in range(LEAST):
            buys(PersonFactory(), date(2021, month, 9))
    close_months(date(2021, 5, 31))
    assert {row.month for row in MonthlyFigure.objects.all()} == {date(2021, 4, 1)}
    close_months(date(2021, 6, 1))
    assert {row.month for row in MonthlyFigure.objects.all()} == {date(2021, 4, 1), MAY}


@pytest.mark.parametrize("change", ["UPDATE registry_monthlyfigure SET value = 1"])
def test_a_figure_is_frozen_by_the_database(change: str) -> None:
    for _number in range(LEAST):
        buys(PersonFactory())
    close_months(EVER)
    for statement in (change, "DELETE FROM registry_monthlyfigure"):
        with (
            pytest.raises(InternalError),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def test_the_database_refuses_a_cell_of_four() -> None:
    with pytest.raises(IntegrityError):
        MonthlyFigure.objects.create(month=MAY, measure="orders", value=4, group_size=4)


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


PURCHASES = st.lists(
    st.tuples(
        st.integers(0, 11), st.integers(0, 2), st.integers(1, 999), st.integers(0, 1)
    ),
    max_size=40,
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(PURCHASES, PURCHASES)
def test_no_cell_and_no_difference_of_cells_is_of_fewer_than_five(
    first: list[tuple[int, int, int, int]], late: list[tuple[int, int, int, int]]
) -> None:
    """Also with rows that come late. The facts behind each cell are found again from
    the rows, and every union of cells is compared with every other."""
    with undone():
        people = [PersonFactory(private_customer=True) for _ in range(12)]
        for number, person in enumerate(people):
            if code := CODES[number % 3]:
                AddressFactory(company=None, person=person, postal_code=code)
        for batch, rows in enumerate((first, late), start=1):
            orders = []
            for who, product, price, month in rows:
                day = date(2021, 5 + month, 3)
                buys(people[who], day, PRODUCTS[product], str(price))
                orders.append((who, product, price, day))
            close_months(EVER)
            new = list(MonthlyFigure.objects.filter(measure="net_sales", batch=batch))
            if batch == 1:
                _check_partition(orders, new)
        _check_sizes()


def _check_sizes() -> None:
    for row in MonthlyFigure.objects.all():
        assert row.group_size >= LEAST
        assert row.group_size % LEAST == 0


def _check_partition(orders: list[Any], found: list[MonthlyFigure]) -> None:
    by_month: dict[date, list[MonthlyFigure]] = defaultdict(list)
    for row in found:
        by_month[row.month].append(row)
    for month in (MAY, date(2021, 6, 1)):
        of_month = [o for o in orders if o[3].replace(day=1) == month]
        subjects = {who for who, *_ in of_month}
        if len(subjects) < LEAST:
            assert not by_month[month]
            continue
        members = _members(of_month, by_month[month])
        assert sum(len(m) for m in members.values()) == len(of_month)
        for cell in by_month[month]:
            key = (cell.product_group, cell.postal_area)
            assert sum(price for _w, _p, price, _d in members[key]) == cell.value
        unions = [
            set(chosen)
            for size in range(1, len(members) + 1)
            for chosen in combinations(members, size)
        ]
        for one, other in combinations(unions[:64], 2):
            if apart := one - other:
                people = {o[0] for key in apart for o in members[key]}
                assert len(people) >= LEAST


def _members(
    orders: list[Any], found: list[MonthlyFigure]
) -> dict[tuple[str, str], list[Any]]:
    """Which orders stand behind which cell, told once more in Python."""
    cells: dict[tuple[str, str], list[Any]] = defaultdict(list)
    for order in orders:
        cells[GROUPS[order[1]], CODES[order[0] % 3][:2]].append(order)
    for key in [key for key, rows in cells.items() if not key[1] or _few(rows)]:
        _merge(cells, key, (key[0], ""))
    for key in [key for key, rows in cells.items() if not key[1] and _few(rows)]:
        _merge(cells, key, ("", ""))
    if ("", "") in cells and _few(cells["", ""]):
        others = [key for key in cells if key != ("", "")]
        _merge(cells, min(others, key=lambda k: (_size(cells[k]), k)), ("", ""))
    assert set(cells) == {(cell.product_group, cell.postal_area) for cell in found}
    return cells


def _merge(
    cells: dict[tuple[str, str], list[Any]], key: tuple[str, str], into: tuple[str, str]
) -> None:
    rows = cells.pop(key)
    cells[into] = cells.get(into, []) + rows


def _size(rows: list[Any]) -> int:
    return len({who for who, *_ in rows})


def _few(rows: list[Any]) -> bool:
    return _size(rows) < LEAST


def test_a_run_of_retention_counts_before_it_erases() -> None:
    """Purchases of long ago, imported and due at once: their figures survive them."""
    for _number in range(LEAST):
        person = PersonFactory(private_customer=True, collected_on=date(1997, 1, 1))
        buys(person, date(1997, 1, 9), price="12")
        BusinessEventFactory(person=person, company=None, on=date(1997, 1, 9))
    assert not MonthlyFigure.objects.exists()
    carry_out(plan_run(as_of=timezone.localdate()).pk)
    assert not Person.objects.exists()
    assert not Order.objects.exists()
    assert cells("net_sales") == {("cd", ""): Decimal(12 * LEAST)}
