"""P35: what must be given is marked, and what is voluntary never blocks an order."""

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from privacy.promises import State
from privacy.promises.information import (
    FORMS_OF_AN_ORDER,
    blocking_fields,
    unsaid_consequences,
    voluntary_is_voluntary,
)
from registry.admin.orders.forms import InvoiceForm, LineForm, OrderForm
from registry.admin.persons.forms import NewPersonForm
from registry.seams.personal_data import Obligation

pytestmark = pytest.mark.django_db


def test_every_field_of_an_order_is_marked_in_the_map() -> None:
    for form in FORMS_OF_AN_ORDER:
        unmarked = set(form.base_fields) - set(form.collects)
        assert unmarked <= {
            "create_company",
            "dissolved_on",
            "is_sole_trader",
            "street",
            "postal_code",
            "city",
        }, form


def test_voluntary_fields_block_no_order() -> None:
    finding = voluntary_is_voluntary(timezone.localdate())
    assert finding.state == State.HOLDS, finding.count


def test_a_voluntary_field_that_is_required_breaks_the_promise(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(NewPersonForm.base_fields["phone"], "required", True)
    assert list(blocking_fields(NewPersonForm)) == ["NewPersonForm.phone"]
    assert voluntary_is_voluntary(timezone.localdate()).state == State.BROKEN


def test_consequences_are_said_in_every_language() -> None:
    assert not list(unsaid_consequences())
    with override("fi"):
        assert "asiakassop" in str(Obligation.CONTRACT.consequence)
    with override("sv"):
        assert "kundavtal" in str(Obligation.CONTRACT.consequence)


def test_order_is_taken_with_its_required_fields_only() -> None:
    order = OrderForm({"ordered_on": "2026-11-22"})
    line = LineForm(
        {"product": "Rehu", "quantity": "1", "unit_price": "1", "vat_rate": "25.50"}
    )
    invoice = InvoiceForm(
        {
            "voucher_number": "1",
            "issued_on": "2026-11-22",
            "financial_year_end": "2026-12-31",
        }
    )
    person = NewPersonForm(
        {
            "family_name": "Kanarialintu",
            "kind": "customer",
            "language": "fi",
            "source_kind": "self",
            "channel": "phone",
            "collected_on": "2026-11-20",
        }
    )
    for form in (order, line, invoice, person):
        assert form.is_valid(), form.errors


@pytest.mark.parametrize(("language", "word"), [("fi", "Liite"), ("en", "Appendix")])
def test_notice_page_says_what_must_be_given(
    client: Client, language: str, word: str
) -> None:
    page = client.get(f"/{language}/privacy/").content.decode()
    assert word in page
    with override(language):
        for one in Obligation:
            assert str(one.consequence) in page


def test_staff_see_at_the_field_why_it_is_needed() -> None:
    with override("en"):
        page = render_to_string("desk/_fields.html", {"form": NewPersonForm()})
    assert "(voluntary)" in page
    assert "(needed for the contract)" in page
    assert "Leaving it out has no consequences" in page
