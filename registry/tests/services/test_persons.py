"""Verbs of persons."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import translation

from registry.choices import Channel, SourceKind
from registry.exceptions import InvalidContactPoint, StaleVersion
from registry.models import AuditEntry, Person
from registry.services.companies import add_address
from registry.services.persons import (
    add_email,
    add_phone,
    create_person,
    make_primary,
    take_position,
    update_person,
)
from registry.tests.factories import (
    CompanyFactory,
    EmailFactory,
    GuardFactory,
    PersonFactory,
    StaffFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def new_person(**values: Any) -> Person:
    return create_person(
        **{
            "actor": None,
            "given_name": "Aino",
            "family_name": "Äijälä",
            "collected_on": date(2026, 1, 5),
            "channel": Channel.FAIR,
            **values,
        }
    )


def test_create_person_keeps_where_the_data_came_from() -> None:
    person = new_person(source_detail="Helsingin messut")

    source = person.sources.get()
    assert (source.kind, source.channel, source.detail, source.collected_on) == (
        "self",
        "fair",
        "Helsingin messut",
        date(2026, 1, 5),
    )


def test_create_person_names_the_partner_or_refuses() -> None:
    with pytest.raises(ValidationError, match="partner"):
        new_person(source_kind=SourceKind.PARTNER)


def test_create_person_makes_the_first_of_each_contact_point_primary() -> None:
    person = new_person(
        emails=["Aino@Yritys.example", "toinen@yritys.example"],
        phones=["040 123 4567", "+358 50 765 4321"],
    )

    assert [e.normalised for e in person.emails.filter(is_primary=True)] == [
        "aino@yritys.example"
    ]
    assert [p.e164 for p in person.phones.filter(is_primary=True)] == ["+358401234567"]


def test_create_person_refuses_an_identity_code_in_a_name() -> None:
    with pytest.raises(ValidationError, match="identity code"):
        new_person(given_name="Aino 131052-918F")


@pytest.mark.parametrize("bad", ["ei ole", "a at b.example", "", "a@b"])
def test_add_email_refuses_what_is_no_address(bad: str) -> None:
    with pytest.raises(InvalidContactPoint):
        add_email(person=PersonFactory(), address=bad)


@pytest.mark.parametrize("bad", ["050", "0600 123 45", "soita", ""])
def test_add_phone_refuses_what_cannot_be_called(bad: str) -> None:
    with pytest.raises(InvalidContactPoint):
        add_phone(person=PersonFactory(), number=bad)


def test_the_same_number_in_another_notation_is_the_same_number() -> None:
    person = PersonFactory()

    assert add_phone(person=person, number="040-1234567") == add_phone(
        person=person, number="+358 40 123 4567"
    )


def test_make_primary_leaves_one_primary() -> None:
    person = new_person(emails=["a@yritys.example", "b@yritys.example"])
    second = person.emails.get(normalised="b@yritys.example")

    make_primary(point=second)

    assert list(person.emails.filter(is_primary=True)) == [second]


def test_update_person_records_names_of_fields_and_no_values() -> None:
    person, clerk = PersonFactory(), StaffFactory()

    update_person(
        actor=clerk, person=person, expected_version=1, family_name="Salaisuus"
    )

    entry = AuditEntry.objects.get(action="person.changed")
    assert entry.fields == ["family_name"]
    assert Person.objects.get(pk=person.pk).version == 2


def test_the_second_of_two_savers_is_told_and_writes_nothing() -> None:
    person = PersonFactory()
    first, second = (Person.objects.get(pk=person.pk) for _ in range(2))
    update_person(actor=None, person=first, expected_version=1, given_name="Eka")

    with pytest.raises(StaleVersion):
        update_person(actor=None, person=second, expected_version=1, given_name="Toka")

    assert Person.objects.get(pk=person.pk).given_name == "Eka"


def test_an_open_position_is_taken_once_a_company() -> None:
    person, company = PersonFactory(), CompanyFactory()
    take_position(person=person, company=company, title="Ostaja")

    take_position(person=person, company=company, title="Ostojohtaja")

    assert [p.title for p in person.positions.all()] == ["Ostojohtaja"]


def test_a_home_address_is_refused_of_an_employee() -> None:
    with pytest.raises(IntegrityError, match="home address"), transaction.atomic():
        add_address(person=PersonFactory(), street="Kotikatu 1")


def test_a_home_address_is_kept_of_a_private_customer_and_a_sole_trader() -> None:
    private = PersonFactory(private_customer=True)
    trader = PersonFactory()
    CompanyFactory(is_sole_trader=True, proprietor=trader)

    for person in (private, trader):
        add_address(person=person, street="Kotikatu 1", postal_code="40100")
        assert person.addresses.count() == 1


def test_names_sort_in_finnish_order() -> None:
    for name in ("Öberg", "Ahola", "Åberg", "Zetterberg", "Äijälä"):
        PersonFactory(given_name="", family_name=name)

    assert [p.family_name for p in Person.objects.all().in_finnish_order()] == [
        "Ahola",
        "Zetterberg",
        "Åberg",
        "Äijälä",
        "Öberg",
    ]


def test_restricted_people_are_visible_to_those_who_may_see_them_only() -> None:
    hidden = GuardFactory().person
    shown = EmailFactory().person
    clerk = StaffFactory()

    assert list(Person.objects.visible_to(clerk)) == [shown]
    assert hidden in Person.objects.visible_to(StaffFactory(is_superuser=True))
