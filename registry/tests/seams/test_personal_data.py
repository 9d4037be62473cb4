"""The map of personal data: complete by check, and what is computed from it."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from django.core import checks
from django.db import IntegrityError, connection, models, transaction
from django.test.utils import CaptureQueriesContext, isolate_apps
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry.models import (
    Company,
    Order,
    OrderLine,
    OutgoingMail,
    Person,
    PersonEmail,
    Voucher,
)
from registry.seams.personal_data import (
    MapError,
    OnErasure,
    collect,
    erase,
    find_mentions,
    holding,
    outcome_lines,
    redact_mention,
    registry_of_holdings,
    rescan,
)
from registry.seams.personal_data.blanking import blank_of
from registry.seams.personal_data.checks import undeclared
from registry.services.traces import traces_of
from registry.tests.factories import (
    AddressFactory,
    BusinessEventFactory,
    CompanyFactory,
    EmailFactory,
    GuardFactory,
    OrderFactory,
    OrderLineFactory,
    PersonFactory,
    PhoneFactory,
    PositionFactory,
    SourceFactory,
    VoucherFactory,
)

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 22)


def _private_order(person: Person, **voucher: Any) -> None:
    order = OrderFactory(buyer_company=None, buyer_person=person)
    OrderLineFactory(order=order)
    if voucher:
        VoucherFactory(order=order, **voucher)


def _sole_trade(person: Person) -> None:
    firm = CompanyFactory(is_sole_trader=True, proprietor=person)
    AddressFactory(company=firm)
    VoucherFactory(order=OrderFactory(buyer_company=firm))
    VoucherFactory(order=OrderFactory(buyer_company=firm), kept_until=date(2020, 1, 1))


CORNERS: dict[str, Callable[[Person], object]] = {
    "email": lambda p: EmailFactory(person=p, is_primary=False),
    "event": lambda p: BusinessEventFactory(person=p),
    "company event": lambda p: BusinessEventFactory(person=p, company=CompanyFactory()),
    "position": lambda p: PositionFactory(person=p),
    "contact": lambda p: VoucherFactory(order=OrderFactory(contact=p)),
    "private order": _private_order,
    "private voucher": lambda p: _private_order(p, kept_until=date(2030, 12, 31)),
    "private old voucher": lambda p: _private_order(p, kept_until=date(2020, 12, 31)),
    "sole trade": _sole_trade,
}


@pytest.fixture
def canary() -> Person:
    """Somebody about whom there is something in every corner of the register."""
    person = PersonFactory(given_name="Kanaria", family_name="Lintunen")
    EmailFactory(person=person, address="Kanaria.Lintunen@Pesa.example")
    PhoneFactory(person=person, e164="+358401112223")
    PositionFactory(person=person, title="Laulaja")
    SourceFactory(person=person)
    BusinessEventFactory(person=person)
    BusinessEventFactory(person=person, company=CompanyFactory())
    Person.objects.filter(pk=person.pk).update(given_name="Kanarialintu")
    Person.objects.filter(pk=person.pk).update(given_name="Kanaria")
    person.refresh_from_db()
    return person


@pytest.fixture
def unsealed() -> Iterator[None]:
    registry_of_holdings.unseal_for_tests()
    yield
    registry_of_holdings.seal()


def test_every_field_of_every_model_is_declared() -> None:
    assert list(undeclared()) == []


@isolate_apps("registry")
def test_a_planted_field_fails_the_build(monkeypatch: pytest.MonkeyPatch) -> None:
    planted: models.Field[str, str] = models.CharField(max_length=10)
    planted.set_attributes_from_name("shoe_size")
    planted.model = Person
    fields = (*Person._meta.concrete_fields, planted)
    monkeypatch.setattr(Person._meta, "concrete_fields", fields)

    found = checks.run_checks(tags=[checks.Tags.models])

    assert [c.msg for c in found if c.id == "registry.E001"] == [
        "registry_person.shoe_size (persons) is not in the map of personal data."
    ]


def test_a_planted_model_fails_the_build(monkeypatch: pytest.MonkeyPatch) -> None:
    with isolate_apps("registry"):

        class Diary(models.Model):
            text = models.TextField()

            class Meta:
                app_label = "registry"

            def __str__(self) -> str:
                return self.text

    monkeypatch.setattr("django.apps.apps.get_models", lambda **_: [Diary])

    assert list(undeclared()) == ["registry_diary"]


def test_the_sealed_map_refuses_a_late_declaration() -> None:
    with pytest.raises(MapError, match="sealed"):
        holding(
            "late", model=Person, person_path="pk", label="", fields={}, technical={}
        )


@pytest.mark.usefixtures("unsealed")
def test_the_map_refuses_a_second_holding_of_the_same_name() -> None:
    with pytest.raises(MapError, match="twice"):
        holding(
            "persons", model=Person, person_path="pk", label="", fields={}, technical={}
        )


@pytest.mark.usefixtures("unsealed")
def test_the_map_refuses_a_field_that_does_not_exist() -> None:
    with pytest.raises(MapError, match="no such fields"):
        holding(
            "odd",
            model=Person,
            person_path="pk",
            label="",
            fields={},
            technical={"shoe_size": "?"},
        )


def test_every_field_to_be_blanked_has_an_empty_value() -> None:
    for h in registry_of_holdings:
        for name, datum in h.fields.items():
            generated = getattr(h.model._meta.get_field(name), "generated", False)
            strategies = {datum.on_erasure} | (
                {datum.if_kept} if h.kept_until else set()
            )
            if OnErasure.BLANK in strategies and not generated:
                blank_of(h.model, name)


def test_collect_gives_each_exported_value_verbatim(canary: Person) -> None:
    held = collect(canary.pk)

    assert held["persons"][0]["family_name"] == "Lintunen"
    assert held["emails"][0]["address"] == "Kanaria.Lintunen@Pesa.example"
    assert held["positions"][0]["title"] == "Laulaja"
    assert held["positions"][0]["company"].startswith("Yritys")
    assert [r["given_name"] for r in held["persons_history"]] == [
        "Kanaria",
        "Kanarialintu",
    ]


def test_collect_gives_nobody_elses_rows(canary: Person) -> None:
    EmailFactory(address="toinen@pesa.example")

    assert "toinen" not in str(collect(canary.pk))


def test_erase_does_what_the_preview_said(canary: Person) -> None:
    said = outcome_lines(canary.pk, on=TODAY)

    done = erase([canary.pk], on=TODAY)

    assert {line.holding for line in said} >= {"persons", "emails", "persons_history"}
    assert done == said


def test_erase_leaves_nothing_of_the_person(canary: Person) -> None:
    traces = traces_of([canary.pk])
    assert rescan(traces, person_ids=[canary.pk]) != {}

    erase([canary.pk], on=TODAY)

    assert rescan(traces, person_ids=[canary.pk]) == {}
    assert not Person.objects.filter(pk=canary.pk).exists()


def test_erase_leaves_everybody_else_alone(canary: Person) -> None:
    other = EmailFactory(address="toinen@pesa.example").person

    erase([canary.pk], on=TODAY)

    assert Person.objects.get(pk=other.pk).emails.count() == 1


def test_erase_costs_the_same_for_one_person_and_for_three() -> None:
    def cost(count: int) -> int:
        ids = [EmailFactory().person_id for _ in range(count)]
        with CaptureQueriesContext(
            connection,
        ) as queries:
            erase(ids, on=TODAY)
        return len(queries)

    assert cost(1) == cost(3)


def test_an_order_without_voucher_goes_with_its_private_buyer(canary: Person) -> None:
    line = OrderLineFactory(order=OrderFactory(buyer_company=None, buyer_person=canary))

    erase([canary.pk], on=TODAY)

    assert not Order.objects.filter(pk=line.order_id).exists()
    assert not OrderLine.objects.filter(pk=line.pk).exists()


def test_a_voucher_in_force_keeps_the_purchase_without_the_buyer(
    canary: Person,
) -> None:
    order = OrderFactory(buyer_company=None, buyer_person=canary, reference="Pesä")
    OrderLineFactory(order=order)
    VoucherFactory(order=order, kept_until=date(2031, 12, 31))

    done = erase([canary.pk], on=TODAY)

    order.refresh_from_db()
    assert (order.buyer_person_id, order.reference) == (None, "")
    assert len(order.contact_token) == 32
    assert OrderLine.objects.filter(order=order).count() == 1
    assert {(d.holding, d.outcome, d.kept_until) for d in done if d.kept_until} >= {
        ("vouchers", "keep", "2031-12-31"),
        ("purchases", "token", "2031-12-31"),
    }


def test_a_voucher_past_its_period_goes_too(canary: Person) -> None:
    order = OrderFactory(buyer_company=None, buyer_person=canary)
    VoucherFactory(order=order, kept_until=date(2020, 12, 31))

    erase([canary.pk], on=TODAY)

    assert not Voucher.objects.filter(order=order.pk).exists()
    assert not Order.objects.filter(pk=order.pk).exists()


def test_the_companys_order_stays_with_a_token_for_its_contact(canary: Person) -> None:
    orders = [OrderFactory(contact=canary), OrderFactory(contact=canary)]

    erase([canary.pk], on=TODAY)

    left = Order.objects.filter(pk__in=[o.pk for o in orders])
    assert {o.contact_id for o in left} == {None}
    assert len({o.contact_token for o in left}) == 2


def test_a_sole_traders_business_loses_its_name_and_id(canary: Person) -> None:
    firm = CompanyFactory(
        name="Tmi Kanaria Lintunen", is_sole_trader=True, proprietor=canary
    )
    AddressFactory(company=firm, street="Pesäpolku 1")
    Company.objects.filter(pk=firm.pk).update(name="Kanarian Pesä Tmi")

    erase([canary.pk], on=TODAY)

    firm.refresh_from_db()
    assert (firm.business_id, firm.vat_number, firm.proprietor) == (None, None, None)
    assert "anaria" not in firm.name
    assert not firm.addresses.exists()
    assert rescan(traces_of([]), person_ids=[canary.pk]) == {}


def test_a_person_under_a_legal_hold_cannot_be_erased(canary: Person) -> None:
    GuardFactory(person=canary, restricted=False, held=True)

    with pytest.raises(IntegrityError), transaction.atomic():
        erase([canary.pk], on=TODAY)

    assert PersonEmail.objects.filter(person=canary).exists()


def test_a_mention_in_another_companys_order_is_found_and_redacted(
    canary: Person,
) -> None:
    order = OrderFactory(reference="Kysy kanaria.lintunen@PESA.example / 040 1112223")
    traces = traces_of([canary.pk])

    mentions = find_mentions(traces, person_ids=[canary.pk], on=TODAY)
    redacted = [redact_mention(m, traces) for m in mentions]

    order.refresh_from_db()
    assert redacted == [True]
    assert order.reference == "Kysy [poistettu] / [poistettu]"


def test_a_namesake_elsewhere_is_no_mention(canary: Person) -> None:
    OrderFactory(reference="Terveisin Kanaria Lintunen")

    assert find_mentions(traces_of([canary.pk]), person_ids=[canary.pk], on=TODAY) == []


def test_her_name_in_a_row_of_her_own_company_is_a_mention(canary: Person) -> None:
    company = canary.positions.get().company
    order = OrderFactory(buyer_company=company, reference="Tilaaja Lintunen Kanaria")

    found = find_mentions(traces_of([canary.pk]), person_ids=[canary.pk], on=TODAY)

    assert [(m.holding, m.pk) for m in found] == [("orders_as_contact", order.pk)]


def test_a_row_that_nobody_was_matched_to_is_found_by_her_address(
    canary: Person,
) -> None:
    mail = OutgoingMail.objects.create(
        to_address="kanaria.lintunen@pesa.example",
        kind="case.confirmation",
        language="fi",
        message_id="<1@kespet.example>",
    )
    traces = traces_of([canary.pk])

    found = find_mentions(traces, person_ids=[canary.pk], on=TODAY)
    redacted = [redact_mention(m, traces) for m in found]

    assert redacted == [True]
    assert not OutgoingMail.objects.filter(pk=mail.pk).exists()


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(world=st.lists(st.sampled_from(sorted(CORNERS)), max_size=8), data=st.data())
def test_in_any_world_the_preview_says_what_erasing_does(
    world: list[str], data: st.DataObject
) -> None:
    with transaction.atomic():
        people = [PersonFactory() for _ in range(3)]
        for corner in world:
            CORNERS[corner](data.draw(st.sampled_from(people)))
        chosen = data.draw(st.lists(st.sampled_from(people), min_size=1, unique=True))
        ids = [p.pk for p in chosen]
        said = outcome_lines(ids, on=TODAY)

        done = erase(ids, on=TODAY)

        assert done == said
        assert rescan(traces_of([]), person_ids=ids) == {}
        connection.check_constraints()
        transaction.set_rollback(True)
