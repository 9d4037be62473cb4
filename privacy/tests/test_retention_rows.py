"""Rows with a clock of their own: proof of rights, logs, orders, addresses, notes."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import override_settings
from django.utils import timezone

from privacy.models import (
    AccessPackage,
    Case,
    Certificate,
    ConsentEvent,
    LegalHold,
    Restriction,
    RetentionRun,
)
from privacy.models.case_choices import CaseKind, CaseOutcome, CaseState
from privacy.models.package import packages_dir
from privacy.retention.planning import plan_run
from privacy.retention.run import carry_out
from privacy.services.holds import place_hold
from registry.choices import AddressKind, OrderStatus
from registry.law.calendar import add_months
from registry.models import Address, Order, Person
from registry.seams.audit import drop_month, stored_months
from registry.seams.personal_data import registry_of_holdings
from registry.tests.factories import (
    AddressFactory,
    BusinessEventFactory,
    CompanyFactory,
    OrderFactory,
    PersonFactory,
    StaffFactory,
    VoucherFactory,
)

from .retention_rules import switched_on

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_journal(tmp_path: Path) -> Iterator[None]:
    with override_settings(
        ERASURE_JOURNAL=str(tmp_path / "journal.jsonl"), DATA_DIR=tmp_path
    ):
        yield


def run_now() -> RetentionRun:
    """A whole run as of today."""
    run = plan_run(as_of=timezone.localdate())
    carry_out(run.pk)
    run.refresh_from_db()
    assert run.state == "done"
    return run


def ago(months: int, days: int = 0) -> datetime:
    """Noon of the day so long ago."""
    day = add_months(timezone.localdate(), -months) - timedelta(days=days)
    return timezone.make_aware(datetime.combine(day, time(12)))


def customer(**values: Any) -> Person:
    """Somebody who is not due."""
    person: Person = PersonFactory(**values)
    BusinessEventFactory(person=person, company=None, on=timezone.localdate())
    return person


def hold(person: Person, **scope: Any) -> LegalHold:
    """A legal hold on the person."""
    staff = StaffFactory()
    return place_hold(actor=staff, owner=staff, reason="Riita", person=person, **scope)


def closed_case(at: datetime, **values: Any) -> Case:
    """A request closed then."""
    return Case.objects.create(
        kind=CaseKind.ERASURE,
        state=CaseState.CLOSED,
        outcome=CaseOutcome.GRANTED,
        received_at=at,
        confirmed_at=at,
        received_on=at.date(),
        legal_due=at.date(),
        target_due=at.date(),
        strict_due=at.date(),
        refusal_due=at.date(),
        closed_at=at,
        **values,
    )


def test_case_goes_three_years_after_closing_with_its_certificate_and_package() -> None:
    old, young = closed_case(ago(36, 2)), closed_case(ago(36, -2))
    Certificate.objects.create(case=old, document={}, state="residue")
    package = AccessPackage.objects.create(
        case=old, file_name="a.zip", size=1, sha256="", expires_at=timezone.now()
    )
    packages_dir().mkdir(parents=True, exist_ok=True)
    package.path.write_bytes(b"x")
    run = run_now()
    assert list(Case.objects.all()) == [young]
    assert not Certificate.objects.exists()
    assert run.erased["case_closed"]["cases"] == 1
    assert run.erased["case_closed"]["certificates"] == 1
    assert not packages_dir().joinpath("a.zip").exists()


def test_case_of_a_person_under_a_hold_stays_and_is_listed() -> None:
    person = customer()
    hold(person)
    case = closed_case(ago(40), person_id=person.pk)
    run = run_now()
    assert Case.objects.filter(pk=case.pk).exists()
    assert [(n.holding, n.note) for n in run.lines.all()] == [("cases", "held")]


def consent(person: Person, action: str, at: datetime, topic: str = "") -> int:
    """An act of consent then."""
    words = {} if action == "withdrawn" else {"text_version": "1"}
    return ConsentEvent.objects.create(
        person=person, action=action, at=at, topic=topic, place="web", **words
    ).pk


def test_withdrawn_consent_goes_three_years_later_and_a_standing_one_stays() -> None:
    person = customer()
    gone = {consent(person, "given", ago(80)), consent(person, "withdrawn", ago(37))}
    again = consent(person, "given", ago(36, -5))
    other = customer()
    standing = consent(other, "given", ago(100))
    topic = consent(other, "given", ago(60), topic="uutiset")
    late = consent(other, "withdrawn", ago(30), topic="uutiset")
    run = run_now()
    left = set(ConsentEvent.objects.values_list("pk", flat=True))
    assert left == {again, standing, topic, late}
    assert not left & gone
    assert run.erased["consent_withdrawn"] == {"consents": 2}


def test_closed_restriction_and_hold_go_three_years_later() -> None:
    person, staff = customer(), StaffFactory()
    for months in (37, 35):
        Restriction.objects.create(
            person=person,
            ground="18_1_c",
            opened_at=ago(50),
            informed_before_lift_at=ago(months, 9),
            lifted_at=ago(months),
            lifted_by=staff,
            lift_reason="ohi",
        )
        LegalHold.objects.create(
            company=CompanyFactory(),
            reason="riita",
            owner=staff,
            opened_at=ago(50),
            review_by=ago(45).date(),
            released_at=ago(months),
            released_by=staff,
            release_reason="ohi",
        )
    run = run_now()
    assert Restriction.objects.count() == LegalHold.objects.count() == 1
    assert run.erased["case_closed"] == {"restrictions": 1, "legal_holds": 1}


def test_whole_month_of_the_log_goes_and_no_entry_alone() -> None:
    month = add_months(timezone.localdate().replace(day=1), -30)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO registry_audit_entry (at, action) VALUES (%s, 'person.viewed')"
            " RETURNING id",
            [month + timedelta(days=3)],
        )
        entry = cursor.fetchone()[0]
        cursor.execute(
            "INSERT INTO registry_audit_subject (entry_id, at, kind, subject_id)"
            " VALUES (%s, %s, 'person', 1)",
            [entry, month + timedelta(days=3)],
        )
    assert month in stored_months()
    with pytest.raises(IntegrityError), transaction.atomic():
        connection.cursor().execute("DELETE FROM registry_audit_entry_rest")
    with pytest.raises(IntegrityError), transaction.atomic():
        drop_month(add_months(month, 25))
    run = run_now()
    assert month not in stored_months()
    assert run.erased["view_log"] == {"uses": 1, "audit_entries": 1}
    with pytest.raises(IntegrityError), transaction.atomic():
        connection.cursor().execute("DELETE FROM registry_audit_entry_rest")


def test_contact_of_a_closed_order_becomes_a_token_when_the_rule_is_on() -> None:
    contact = customer()
    company = CompanyFactory()

    def order(status: str, days: int) -> Order:
        made: Order = OrderFactory(
            buyer_company=company,
            contact=contact,
            status=status,
            ordered_on=ago(24, days).date(),
        )
        return made

    old = order(OrderStatus.CLOSED, 2)
    Order.objects.filter(pk=old.pk).update(reference="muuttui")
    young, unpaid = order(OrderStatus.CLOSED, -2), order(OrderStatus.INVOICED, 90)
    run_now()
    assert Order.objects.filter(contact=contact).count() == 3
    switched_on("order_contact")
    run = run_now()
    assert set(Order.objects.filter(contact=contact)) == {young, unpaid}
    old.refresh_from_db()
    assert len(old.contact_token) == 32
    assert run.erased["order_contact"] == {"orders_as_contact": 1}
    history = registry_of_holdings["orders_as_contact_history"].model._default_manager
    assert not history.filter(pgh_obj=old.pk, contact__isnull=False).exists()
    assert run_now().erased.get("order_contact") is None


def test_late_voucher_keeps_the_contact_of_the_order() -> None:
    order = OrderFactory(
        contact=customer(), status=OrderStatus.CLOSED, ordered_on=ago(30).date()
    )
    VoucherFactory(order=order, issued_on=ago(20).date())
    switched_on("order_contact")
    run_now()
    order.refresh_from_db()
    assert order.contact is not None


def test_delivery_address_goes_after_the_last_order() -> None:
    def buyer(*closed: tuple[str, int]) -> Address:
        person = customer(private_customer=True)
        for status, months in closed:
            OrderFactory(
                buyer_company=None,
                buyer_person=person,
                status=status,
                ordered_on=ago(months).date(),
            )
        made: Address = AddressFactory(
            company=None, person=person, kind=AddressKind.DELIVERY
        )
        return made

    gone = buyer((OrderStatus.CLOSED, 40), (OrderStatus.CANCELLED, 25))
    kept = [
        buyer((OrderStatus.CLOSED, 40), (OrderStatus.CLOSED, 10)),
        buyer((OrderStatus.CLOSED, 40), (OrderStatus.CONFIRMED, 30)),
        buyer(),
    ]
    switched_on("delivery_address")
    run = run_now()
    assert set(Address.objects.all()) == set(kept)
    assert gone.pk not in {a.pk for a in kept}
    assert run.erased["delivery_address"] == {"addresses": 1}


def test_shorter_period_of_notes_is_followed_when_it_is_on() -> None:
    person = customer()
    interactions: Any = registry_of_holdings["interactions"].model._default_manager
    participants = registry_of_holdings["participants"].model._default_manager
    for months in (40, 30):
        note = interactions.create(kind="note", at=ago(months), body="Soitto")
        participants.create(interaction=note, person=person, at=ago(months))
    run_now()
    assert interactions.count() == 2
    switched_on("contact_note")
    run = run_now()
    assert interactions.count() == participants.count() == 1
    assert sum(run.erased["contact_note"].values()) == 2


def test_notes_of_those_who_go_are_not_listed_beside_them() -> None:
    person = PersonFactory(collected_on=date(2000, 1, 1))
    interactions = registry_of_holdings["interactions"].model._default_manager
    participants = registry_of_holdings["participants"].model._default_manager
    note = interactions.create(kind="note", at=ago(200), body="Soitto")
    participants.create(interaction=note, person=person, at=ago(200))
    run = plan_run(as_of=timezone.localdate())
    assert [line.holding for line in run.lines.all()] == ["persons"]
    carry_out(run.pk)
    assert not interactions.exists()


def test_note_shared_with_somebody_held_stays_and_is_listed() -> None:
    held, free = customer(), customer()
    hold(held)
    interactions = registry_of_holdings["interactions"].model._default_manager
    participants = registry_of_holdings["participants"].model._default_manager
    note = interactions.create(kind="note", at=ago(200), body="Soitto")
    for person in (held, free):
        participants.create(interaction=note, person=person, at=ago(200))
    run = run_now()
    assert interactions.filter(pk=note.pk).exists()
    assert run.lines.get(holding="interactions").note == "held"


def test_prospect_past_the_notice_goes_by_the_notice_not_by_the_shorter_rule() -> None:
    PersonFactory(collected_on=date(2000, 1, 1))
    PersonFactory(collected_on=ago(60).date())
    switched_on("prospect_profile")
    run = plan_run(as_of=timezone.localdate())
    assert run.counts == {"person_collection": 1, "prospect_profile": 1}


def test_hold_of_some_years_keeps_the_notes_of_those_years_only() -> None:
    person = customer()
    interactions: Any = registry_of_holdings["interactions"].model._default_manager
    participants: Any = registry_of_holdings["participants"].model._default_manager
    inside, outside = (
        interactions.create(kind="note", at=ago(months), body="Soitto")
        for months in (200, 230)
    )
    for note, months in ((inside, 200), (outside, 230)):
        participants.create(interaction=note, person=person, at=ago(months))
    hold(person, from_on=ago(210).date(), until_on=ago(190).date())
    run_now()
    assert list(interactions.all()) == [inside]
