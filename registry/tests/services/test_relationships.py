"""Relationships end by rule or by agreement, never only at the customer's request."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from registry.choices import EndReason, EventKind, PersonKind
from registry.exceptions import PersonRestricted, RelationshipError
from registry.models import AuditEntry, BusinessEvent, Company, Person, PersonClock
from registry.queries.relationships import relationship_of
from registry.services.former_customers import (
    Followed,
    ended,
    mark_former_customers,
    reopened,
)
from registry.services.relationships import end_relationship, withdraw_end
from registry.tests.factories import (
    BusinessEventFactory,
    CompanyFactory,
    GuardFactory,
    PersonFactory,
    PositionFactory,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


def customer(on: date) -> Person:
    person = PersonFactory(kind=PersonKind.CUSTOMER)
    BusinessEventFactory(person=person, company=None, on=on)
    return person


def kind_of(person: Person) -> str:
    return Person.objects.get(pk=person.pk).kind


def test_agreed_end_is_an_event_and_sets_the_clock() -> None:
    person = customer(date(2026, 1, 1))
    assert relationship_of(person, today=TODAY).lives
    event = end_relationship(
        actor=None, person=person, on=date(2026, 6, 30), reason=EndReason.CUSTOMER
    )
    assert (event.kind, event.evidence_type) == ("agreed_end", "notice_by_customer")
    clock = PersonClock.objects.get(person=person)
    assert (clock.ended_by, clock.ended_on) == ("agreed", date(2026, 6, 30))
    assert clock.last_day == date(2041, 6, 30)
    assert AuditEntry.objects.filter(action="relationship.ended").exists()


def test_business_that_ceased_is_a_dissolved_company() -> None:
    place = PositionFactory()
    BusinessEventFactory(person=None, company=place.company, on=date(2026, 1, 1))
    end_relationship(
        actor=None, company=place.company, on=TODAY, reason=EndReason.CEASED
    )
    assert Company.objects.get(pk=place.company_id).dissolved_on == TODAY
    clock = PersonClock.objects.get(person=place.person)
    assert (clock.ended_by, clock.ended_on) == ("dissolved", TODAY)


def test_end_is_refused_where_it_would_say_nothing_true() -> None:
    never = PersonFactory()
    with pytest.raises(RelationshipError):
        end_relationship(actor=None, person=never, on=TODAY, reason=EndReason.OURS)
    alive = customer(date(2026, 5, 1))
    with pytest.raises(RelationshipError):
        end_relationship(
            actor=None, person=alive, on=date(2026, 4, 1), reason=EndReason.OURS
        )
    with pytest.raises(RelationshipError):
        end_relationship(actor=None, person=alive, on=TODAY, reason=EndReason.CEASED)
    silent = customer(date(2020, 5, 1))
    with pytest.raises(RelationshipError):
        end_relationship(actor=None, person=silent, on=TODAY, reason=EndReason.OURS)
    assert not BusinessEvent.objects.filter(kind=EventKind.AGREED_END).exists()


def test_restricted_person_is_not_changed() -> None:
    person = customer(date(2026, 1, 1))
    GuardFactory(person=person, restricted=True)
    with pytest.raises(PersonRestricted):
        end_relationship(actor=None, person=person, on=TODAY, reason=EndReason.OURS)


def test_end_can_be_taken_back_and_recorded_again() -> None:
    person = customer(date(2026, 1, 1))
    before = PersonClock.objects.get(person=person).last_day
    for _turn in range(2):
        end_relationship(
            actor=None, person=person, on=date(2026, 6, 30), reason=EndReason.MUTUAL
        )
        assert PersonClock.objects.get(person=person).ended_by == "agreed"
        withdraw_end(actor=None, person=person)
        assert PersonClock.objects.get(person=person).last_day == before
    with pytest.raises(RelationshipError):
        withdraw_end(actor=None, person=person)
    assert AuditEntry.objects.filter(action="relationship.end_withdrawn").count() == 2


def test_taking_back_a_ceased_business_takes_back_the_day_of_the_company() -> None:
    company = BusinessEventFactory(
        person=None, company=CompanyFactory(), on=date(2026, 1, 1)
    ).company
    end_relationship(actor=None, company=company, on=TODAY, reason=EndReason.CEASED)
    withdraw_end(actor=None, company=company)
    company.refresh_from_db()
    assert company.dissolved_on is None
    assert relationship_of(company, today=TODAY).lives


def test_later_event_opens_the_relationship_again() -> None:
    person = customer(date(2026, 1, 1))
    end_relationship(
        actor=None, person=person, on=date(2026, 6, 30), reason=EndReason.MUTUAL
    )
    assert mark_former_customers(today=TODAY) == Followed(former=1)
    BusinessEventFactory(person=person, company=None, on=date(2026, 7, 1))
    assert relationship_of(person, today=TODAY).lives
    assert mark_former_customers(today=TODAY) == Followed(customers=1)
    assert kind_of(person) == PersonKind.CUSTOMER


def test_customers_become_former_on_the_day_the_silence_is_seen() -> None:
    person = customer(date(2024, 11, 23))
    assert mark_former_customers(today=TODAY) == Followed()
    assert kind_of(person) == PersonKind.CUSTOMER
    assert mark_former_customers(today=TODAY + timedelta(days=1)) == Followed(former=1)
    assert kind_of(person) == PersonKind.FORMER
    assert AuditEntry.objects.filter(action="person.kind_followed").count() == 1


def test_everybody_else_is_left_as_they_are() -> None:
    supplier = PersonFactory(kind=PersonKind.SUPPLIER_CONTACT)
    prospect = PersonFactory(kind=PersonKind.PROSPECT)
    known = PersonFactory(kind=PersonKind.CUSTOMER)
    restricted = customer(date(2020, 1, 1))
    GuardFactory(person=restricted, restricted=True)
    BusinessEventFactory(person=prospect, company=None, on=date(2020, 1, 1))
    assert mark_former_customers(today=TODAY) == Followed()
    assert kind_of(supplier) == PersonKind.SUPPLIER_CONTACT
    assert kind_of(prospect) == PersonKind.PROSPECT
    assert kind_of(known) == PersonKind.CUSTOMER
    assert kind_of(restricted) == PersonKind.CUSTOMER


def test_people_of_a_company_follow_its_relationship() -> None:
    place = PositionFactory(person__kind=PersonKind.CUSTOMER)
    today = timezone.localdate()
    BusinessEventFactory(person=None, company=place.company, on=today)
    mark_former_customers(today=today)
    assert kind_of(place.person) == PersonKind.CUSTOMER
    end_relationship(
        actor=None, company=place.company, on=today, reason=EndReason.MUTUAL
    )
    assert list(ended(today)) == [place.person]
    mark_former_customers(today=today)
    assert kind_of(place.person) == PersonKind.FORMER
    assert not ended(today).exists()
    assert not reopened(today).exists()
