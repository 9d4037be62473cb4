"""The page of monthly figures: sums of cells, a drawing, a file; nobody in it."""

from datetime import date
from decimal import Decimal

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from registry.figures.chart import draw
from registry.figures.reading import Month
from registry.models import MonthlyFigure
from registry.tests.factories import StaffFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    staff = StaffFactory(is_staff=True)
    staff.groups.add(Group.objects.get(name="sales"))
    found = Client(headers={"accept-language": "fi"})
    found.force_login(staff)
    return found


def cell(measure: str, value: int, **more: object) -> None:
    MonthlyFigure.objects.create(
        **{"month": date(2025, 3, 1), "measure": measure, "group_size": 5, **more},
        value=Decimal(value),
    )


def page(client: Client, query: str = "") -> str:
    address = reverse("admin:registry_monthlyfigure_changelist")
    return client.get(f"{address}?{query}").content.decode()


def test_an_empty_register_says_when_figures_come(client: Client) -> None:
    assert "Lukuja ei vielä ole." in page(client)


def test_sums_are_narrowed_by_group_area_and_year(client: Client) -> None:
    cell("net_sales", 100, product_group="hyllyt", postal_area="00")
    cell("net_sales", 40, product_group="hyllyt", postal_area="33")
    cell("net_sales", 7)
    cell("net_sales", 3, month=date(2024, 1, 1))
    assert "150,00" in page(client)
    assert "140,00" in page(client, "group=hyllyt")
    assert "100,00" in page(client, "group=hyllyt&area=00")
    assert "147,00" in page(client, "year=2025")
    assert "150,00" in page(client, "group=unknown&area=zz&year=x&measure=y")


def test_buyers_are_new_returning_and_undivided_together(client: Client) -> None:
    for measure, value in (
        ("new_customers", 6),
        ("returning_customers", 9),
        ("buyers", 5),
    ):
        cell(measure, value)
    shown = page(client, "measure=buyers")
    assert "<b>20</b>" in shown
    assert "<b>6</b>" in page(client, "measure=new_customers")


def test_the_file_has_the_chosen_cells_and_no_formula(client: Client) -> None:
    cell("net_sales", 100, product_group="=hyllyt", postal_area="00")
    cell("net_sales", 20, product_group="=hyllyt", postal_area="00", batch=2)
    lines = page(client, "csv=1").strip().splitlines()
    assert lines[0].startswith("\ufeffkuukausi;tuoteryhmä;postialue;")
    assert lines[1] == "2025-03;'=hyllyt;00;120.00;5"
    assert len(lines) == 2


@pytest.mark.parametrize("months", [1, 3])
def test_the_page_asks_a_fixed_number_of_queries(
    months: int, client: Client, django_assert_max_num_queries: object
) -> None:
    for month in range(1, months + 1):
        cell("net_sales", 100, month=date(2025, month, 1), product_group="hyllyt")
    page(client)
    with django_assert_max_num_queries(9):  # type: ignore[operator]  # pytest-django's
        page(client)


def test_a_month_without_figure_leaves_a_gap_in_the_drawing() -> None:
    months = [
        Month(month=date(2025, 12, 1), value=Decimal(40), at_least=5),
        Month(month=date(2025, 1, 1), value=Decimal(20), at_least=5),
    ]
    chart = draw(months)
    assert chart
    first, last = chart.bars
    assert last.height == pytest.approx(2 * first.height)
    assert last.x - first.x == pytest.approx(11 * first.width / 0.72, rel=0.01)
    assert draw([]) is None
