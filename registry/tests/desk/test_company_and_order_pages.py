"""Companies and orders: their pages and forms."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from registry.models import BusinessEvent, Company, Order
from registry.tests.factories import (
    CompanyFactory,
    EmailFactory,
    GuardFactory,
    OrderFactory,
    OrderLineFactory,
    PersonFactory,
    PhoneFactory,
    PositionFactory,
)

LINES = {
    "lines-TOTAL_FORMS": "1",
    "lines-INITIAL_FORMS": "0",
    "lines-0-product": "Hydrauliletku 1/2 tuumaa",
    "lines-0-quantity": "3",
    "lines-0-unit_price": "10,50",
    "lines-0-vat_rate": "25.50",
}


def get(client: Client, name: str, key: int, query: str = "") -> str:
    url = reverse(f"admin:registry_{name}_change", args=[key])
    response = client.get(url + query)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_company_page_asks_a_fixed_number_of_queries(
    rows: int, sales: Client, django_assert_num_queries: object
) -> None:
    company = CompanyFactory()
    for _row in range(rows):
        person = PositionFactory(company=company).person
        EmailFactory(person=person)
        PhoneFactory(person=person)
        OrderFactory(buyer_company=company, contact=person)

    with django_assert_num_queries(23):  # type: ignore[operator]  # pytest-django's
        get(sales, "company", company.pk)


def test_company_page_shows_ids_industry_and_people(sales: Client) -> None:
    company = CompanyFactory(business_id="2345678-0", industry_code="62010")
    shown = PositionFactory(company=company, person__family_name="Näkyvä").person
    hidden = PositionFactory(company=company, person__family_name="Piilossa").person
    assert "Piilossa" in get(sales, "company", company.pk)
    GuardFactory(person=hidden)

    page = get(sales, "company", company.pk)

    for words in ("2345678-0", "FI23456780", "003723456780", "Ohjelmistot"):
        assert words in page
    assert shown.family_name in page
    assert "Piilossa" not in page


@pytest.mark.parametrize("typed", ["2345678-0", "FI23456780", "003723456780"])
def test_new_company_takes_its_id_in_any_form(typed: str, sales: Client) -> None:
    posted = {
        "name": "Uusi Oy",
        "business_id": typed,
        "legal_form": "oy",
        "street": "Tehtaankatu 1",
        "postal_code": "40100",
        "city": "Jyväskylä",
    }

    sales.post(reverse("admin:registry_company_add"), posted)

    company = Company.objects.get()
    assert company.business_id == "2345678-0"
    assert company.addresses.get().city == "Jyväskylä"


def test_wrong_or_known_business_id_is_refused(sales: Client) -> None:
    CompanyFactory(business_id="2345678-0")
    for typed in ("2345678-9", "2345678-0"):
        posted = {"name": "Uusi Oy", "business_id": typed, "legal_form": "oy"}

        page = sales.post(reverse("admin:registry_company_add"), posted)

        assert 'id="id_business_id_error"' in page.content.decode()
    assert Company.objects.count() == 1


def test_second_saver_of_a_company_sees_the_difference(sales: Client) -> None:
    company = CompanyFactory(name="Vanha Oy")
    Company.objects.filter(pk=company.pk).update(name="Toisen Oy", version=2)
    url = reverse("admin:registry_company_edit", args=[company.pk])

    page = sales.post(url, {"name": "Minun Oy", "legal_form": "oy", "version": "1"})

    assert page.status_code == 409
    assert "Toisen Oy" in page.content.decode()
    assert 'value="Minun Oy"' in page.content.decode()


def test_addresses_of_a_company_come_and_go(sales: Client) -> None:
    company = CompanyFactory()
    url = reverse("admin:registry_company_part", args=[company.pk])

    sales.post(
        url,
        {
            "act": "add_address",
            "address-kind": "delivery",
            "address-street": "Varastotie 5",
            "address-postal_code": "00100",
            "address-city": "Helsinki",
        },
    )
    sales.post(
        url,
        {
            "act": "add_einvoice",
            "einvoice-address": "003723456780",
            "einvoice-operator": "003721291126",
        },
    )
    address = company.addresses.get()
    assert company.einvoice_addresses.get().operator == "003721291126"

    sales.post(url, {"act": "remove", "part": "address", "pk": address.pk})

    assert not company.addresses.exists()


def test_draft_becomes_an_invoiced_order_step_by_step(sales: Client) -> None:
    company = CompanyFactory()
    url = f"{reverse('admin:registry_order_add')}?company={company.pk}"
    sales.post(url, {"ordered_on": "2026-03-02", "reference": "PO 7", **LINES})
    order = Order.objects.get()
    assert (order.status, order.number) == ("draft", "2026-0001")
    assert order.lines.get().net == Decimal("31.50")
    assert not BusinessEvent.objects.exists()

    for step in ("confirmed", "delivered"):
        sales.post(reverse("admin:registry_order_move", args=[order.pk]), {"to": step})
    sales.post(
        reverse("admin:registry_order_invoice", args=[order.pk]),
        {
            "voucher_number": "L-1",
            "issued_on": "2026-03-10",
            "financial_year_end": "2026-12-31",
        },
    )

    order.refresh_from_db()
    assert order.status == "invoiced"
    assert order.voucher.kept_until == date(2032, 12, 31)
    kinds = BusinessEvent.objects.values_list("kind", flat=True)
    assert set(kinds) == {"order", "delivery", "invoice"}
    assert "L-1" in get(sales, "order", order.pk)


def test_draft_is_changed_with_its_lines_and_an_order_is_not(sales: Client) -> None:
    line = OrderLineFactory(order=OrderFactory(status="draft"))
    url = reverse("admin:registry_order_edit", args=[line.order_id])

    sales.post(url, {"ordered_on": "2026-03-02", **LINES})

    assert line.order.lines.get().product == "Hydrauliletku 1/2 tuumaa"

    Order.objects.update(status="confirmed")
    sales.post(url, {"ordered_on": "2026-03-02", **LINES, "lines-0-product": "Muu"})

    assert line.order.lines.get().product == "Hydrauliletku 1/2 tuumaa"


def test_step_out_of_turn_is_refused_with_a_word(sales: Client) -> None:
    order = OrderFactory(status="draft")
    url = reverse("admin:registry_order_move", args=[order.pk])

    page = sales.post(url, {"to": "closed"}, follow=True)

    assert "k-notice-bad" in page.content.decode()
    order.refresh_from_db()
    assert order.status == "draft"


def test_taken_voucher_number_is_told_at_its_field(sales: Client) -> None:
    first, second = (OrderFactory(status="delivered") for _number in range(2))
    posted = {
        "voucher_number": "L-1",
        "issued_on": "2026-03-10",
        "financial_year_end": "2026-12-31",
    }
    sales.post(reverse("admin:registry_order_invoice", args=[first.pk]), posted)

    page = sales.post(reverse("admin:registry_order_invoice", args=[second.pk]), posted)

    assert page.status_code == 422
    assert 'id="id_voucher_number_error"' in page.content.decode()
    second.refresh_from_db()
    assert second.status == "delivered"


def test_restricted_buyer_and_contact_are_not_named(sales: Client) -> None:
    person = PersonFactory(family_name="Piilossa", private_customer=True)
    bought = OrderFactory(buyer_company=None, buyer_person=person)
    handled = OrderFactory(contact=person)
    assert "Piilossa" in get(sales, "order", bought.pk)
    assert "Piilossa" in get(sales, "order", handled.pk)

    GuardFactory(person=person)

    assert "Piilossa" not in get(sales, "order", bought.pk)
    assert "Piilossa" not in get(sales, "order", handled.pk)
