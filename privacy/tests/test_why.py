"""«Why is this still here?»: every row, its rule, its evidence, its end."""

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.utils import timezone

from privacy.models import ConsentEvent, LegalHold, Restriction
from privacy.models.case_choices import CaseChannel, CaseKind
from privacy.services.cases import register_request
from privacy.why import BlockerKind, Explained, Outcome, explain_person, explain_row
from registry.models import Person
from registry.seams.personal_data import registry_of_holdings
from registry.tests.factories import (
    AddressFactory,
    BusinessEventFactory,
    CompanyFactory,
    EmailFactory,
    OrderFactory,
    OrderLineFactory,
    PersonFactory,
    PositionFactory,
    SourceFactory,
    StaffFactory,
    VoucherFactory,
)

TODAY = date(2026, 11, 22)

pytestmark = pytest.mark.django_db


def row_of(person: Person, holding: str, on: date = TODAY) -> Explained:
    """The only row of the holding."""
    (found,) = explain_person(person.pk, on, holdings=[holding])
    (row,) = found.rows
    return row


def note(person: Person, day: date, *others: Person) -> Any:
    interactions = registry_of_holdings["interactions"].model
    participants = registry_of_holdings["participants"].model
    at = datetime(day.year, day.month, day.day, 10, tzinfo=UTC)
    row = interactions._default_manager.create(kind="note", at=at, body="Soitto")
    for one in (person, *others):
        participants._default_manager.create(interaction=row, person=one, at=at)
    return row


def test_a_prospect_stays_fifteen_years_from_the_collection() -> None:
    person = PersonFactory(collected_on=date(2024, 3, 14))
    SourceFactory(person=person, collected_on=date(2024, 3, 14))
    row = row_of(person, "persons")
    assert row.rule
    assert row.rule.slug == "person_collection"
    assert row.anchor_on == date(2024, 3, 14)
    assert [e.kind for e in row.evidence] == ["source"]
    assert row.last_day == date(2039, 3, 14)
    assert row.erase_from == date(2039, 3, 15)
    assert row.on_the_day.outcome == Outcome.DELETE
    assert row.moves
    assert not row.is_due


def test_silence_is_shown_by_the_last_order() -> None:
    person = PersonFactory(private_customer=True)
    order = OrderFactory(
        buyer_company=None, buyer_person=person, ordered_on=date(2019, 2, 28)
    )
    BusinessEventFactory(
        person=person,
        company=None,
        on=date(2019, 2, 28),
        evidence_type="order",
        evidence_ref=str(order.pk),
    )
    row = row_of(person, "persons")
    assert row.rule
    assert row.rule.slug == "person_relationship"
    (evidence,) = row.evidence
    assert evidence.reference == order.number
    assert evidence.permission == "registry.view_order"
    assert row.last_day == date(2034, 2, 28)
    assert not row.alive


def test_a_customer_of_today_is_told_as_one() -> None:
    person = PersonFactory(private_customer=True)
    BusinessEventFactory(person=person, company=None, on=date(2026, 10, 1))
    row = row_of(person, "persons")
    assert row.alive
    assert row.last_day == date(2041, 10, 1)


def test_leaving_a_company_is_shown_by_the_position() -> None:
    person, company = PersonFactory(), CompanyFactory()
    PositionFactory(person=person, company=company, ends_on=date(2020, 6, 30))
    BusinessEventFactory(person=None, company=company, on=date(2026, 5, 5))
    (evidence,) = row_of(person, "persons").evidence
    assert evidence.kind == "position"
    assert evidence.on == date(2020, 6, 30)
    assert evidence.reference == company.reference


def test_an_agreed_end_and_a_dissolved_company_are_shown() -> None:
    person = PersonFactory(private_customer=True)
    BusinessEventFactory(person=person, company=None, on=date(2020, 1, 2))
    BusinessEventFactory(
        person=person, company=None, kind="agreed_end", on=date(2021, 1, 2)
    )
    assert [e.kind for e in row_of(person, "persons").evidence] == ["agreed_end"]
    other, company = PersonFactory(), CompanyFactory(dissolved_on=date(2022, 2, 2))
    PositionFactory(person=other, company=company)
    BusinessEventFactory(person=None, company=company, on=date(2021, 5, 5))
    (evidence,) = row_of(other, "persons").evidence
    assert (evidence.kind, evidence.on) == ("dissolved", date(2022, 2, 2))


def test_a_note_keeps_its_own_date_although_the_customer_is_active() -> None:
    person = PersonFactory(private_customer=True)
    BusinessEventFactory(person=person, company=None, on=date(2026, 10, 1))
    note(person, date(2010, 5, 5))
    row = row_of(person, "interactions")
    assert row.rule
    assert row.rule.slug == "note_own_date"
    assert row.last_day == date(2025, 5, 5)
    assert row.is_due
    assert not row.with_person


def test_a_note_goes_with_its_person_where_she_goes_first() -> None:
    person = PersonFactory(collected_on=date(2012, 1, 1))
    note(person, date(2020, 5, 5))
    row = row_of(person, "interactions")
    assert row.with_person
    assert row.last_day == date(2027, 1, 1)


def test_a_shared_note_stays_for_the_other() -> None:
    person = PersonFactory(collected_on=date(2012, 1, 1))
    other = PersonFactory(collected_on=date(2024, 1, 1))
    shared = note(person, date(2020, 5, 5), other)
    row = row_of(person, "interactions")
    assert row.last_day == date(2035, 5, 5)
    assert row.rule
    assert row.rule.slug == "note_own_date"
    alone = explain_row("interactions", shared.pk, TODAY)
    assert alone
    assert alone.last_day == date(2035, 5, 5)


def test_a_voucher_is_kept_by_its_statute_and_the_order_with_it() -> None:
    person = PersonFactory(private_customer=True, collected_on=date(2005, 1, 1))
    order = OrderFactory(
        buyer_company=None, buyer_person=person, ordered_on=date(2025, 5, 5)
    )
    BusinessEventFactory(person=person, company=None, on=date(2008, 5, 5))
    VoucherFactory(
        order=order,
        financial_year_end=date(2025, 6, 30),
        kept_until=date(2031, 12, 31),
    )
    voucher = row_of(person, "vouchers")
    assert voucher.rule
    assert voucher.rule.slug == "voucher"
    assert voucher.anchor_on == date(2025, 12, 31)
    assert voucher.last_day == date(2031, 12, 31)
    assert [b.kind for b in voucher.blockers] == [BlockerKind.STATUTE]
    purchase = row_of(person, "purchases")
    assert purchase.on_the_day.outcome == Outcome.KEPT
    assert purchase.on_the_day.until == date(2031, 12, 31)


def test_a_contact_of_a_company_is_cut_loose_from_its_order() -> None:
    person = PersonFactory()
    OrderFactory(contact=person)
    row = row_of(person, "orders_as_contact")
    assert row.on_the_day.outcome == Outcome.TOKEN


def test_holds_restrictions_and_requests_are_named() -> None:
    person = PersonFactory(collected_on=date(2000, 1, 1))
    company = CompanyFactory()
    PositionFactory(person=person, company=company)
    officer = StaffFactory()
    LegalHold.objects.create(
        company=company,
        reason="Riita toimituksesta",
        owner=officer,
        review_by=timezone.localdate(),
        recorded_by=officer,
    )
    Restriction.objects.create(
        person=person, ground="18_1_c", reason="Vaade", recorded_by=officer
    )
    register_request(
        actor=officer,
        kind=CaseKind.ERASURE,
        channel=CaseChannel.PHONE,
        person=person,
    )
    row = row_of(person, "persons")
    kinds = [blocker.kind for blocker in row.blockers]
    assert kinds == [BlockerKind.HOLD, BlockerKind.RESTRICTION, BlockerKind.CASE]
    assert row.is_due
    assert row.stopped


def test_consents_end_three_years_after_the_withdrawal() -> None:
    person = PersonFactory(collected_on=date(2024, 1, 1))
    for action, day in (("given", 3), ("withdrawn", 9)):
        ConsentEvent.objects.create(
            person=person,
            action=action,
            at=datetime(2024, 5, day, 9, tzinfo=UTC),
            text_version="1",
            place="web",
        )
    ConsentEvent.objects.create(
        person=person,
        action="given",
        at=datetime(2025, 5, 1, 9, tzinfo=UTC),
        text_version="1",
        place="web",
    )
    (found,) = explain_person(person.pk, TODAY, holdings=["consents"])
    days = [row.last_day for row in found.rows]
    assert days == [date(2027, 5, 9), date(2027, 5, 9), date(2039, 1, 1)]


def test_every_row_of_every_holding_is_explained() -> None:
    """Everything the map finds of her has a rule, and nothing of it a value."""
    person = PersonFactory(private_customer=True, family_name="Vihreäsaari")
    EmailFactory(person=person, address="nimi@salainen.example")
    AddressFactory(company=None, person=person, street="Piilotie 7")
    company = CompanyFactory(
        is_sole_trader=True, proprietor=person, name="Tmi Vihreäsaari"
    )
    order = OrderFactory(buyer_company=company, contact=person, reference="Ovikoodi")
    OrderLineFactory(order=order)
    note(person, date(2021, 1, 1))
    person.family_name = "Sinisaari"
    person.save()
    found = explain_person(person.pk, TODAY)
    keys = {one.holding.key for one in found}
    assert {"persons", "persons_history", "emails", "sole_trades"} <= keys
    assert found[0].holding.key == "persons"
    for one in found:
        for row in one.rows:
            assert row.rule, one.holding.key
            assert row.last_day, one.holding.key
    text = json.dumps([one.as_dict() for one in found])
    for value in ("Vihreäsaari", "Sinisaari", "salainen", "Piilotie", "Ovikoodi"):
        assert value not in text


def test_rows_are_paged_by_key() -> None:
    person = PersonFactory()
    for year in (2020, 2021, 2022):
        note(person, date(year, 1, 1))
    (first,) = explain_person(person.pk, TODAY, holdings=["interactions"], limit=2)
    assert len(first.rows) == 2
    assert first.more
    (rest,) = explain_person(
        person.pk,
        TODAY,
        holdings=["interactions"],
        limit=2,
        after=first.rows[-1].row_pk,
    )
    assert len(rest.rows) == 1
    assert not rest.more
