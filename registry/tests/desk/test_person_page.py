"""The person's page, its timeline, and its forms."""

import re
from datetime import date

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse

from registry.models import AuditEntry, AuditSubject, Person, PersonEmail
from registry.services.persons import add_email, update_person
from registry.tests.factories import (
    CompanyFactory,
    EmailFactory,
    OrderFactory,
    PersonFactory,
    PhoneFactory,
    PositionFactory,
    SourceFactory,
)

from .conftest import log_in


def page_of(person: Person, query: str = "") -> str:
    return reverse("admin:registry_person_change", args=[person.pk]) + query


def get(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def person(db: None) -> Person:
    made: Person = PersonFactory(given_name="Aino", family_name="Haapa")
    EmailFactory(person=made, address="aino@kone.example")
    PhoneFactory(person=made, e164="+358401234567")
    PositionFactory(person=made, title="Huoltopäällikkö")
    SourceFactory(person=made, detail="Konemessut")
    return made


def test_page_shows_who_she_is_and_where_the_data_came_from(
    sales: Client, person: Person
) -> None:
    page = get(sales, page_of(person))

    for words in ("Aino Haapa", "aino@kone.example", "+358 40 1234567", "Konemessut"):
        assert words in page
    assert 'href="tel:+358401234567"' in page
    assert person.reference in page


def test_page_says_why_marketing_is_not_allowed(sales: Client, person: Person) -> None:
    page = get(sales, page_of(person))

    assert page.count("k-badge-bad") == 2


def test_viewing_is_recorded_with_no_value(sales: Client, person: Person) -> None:
    get(sales, page_of(person))

    entry = AuditEntry.objects.get(action="person.viewed")
    subject = AuditSubject.objects.get(entry_id=entry.pk)
    assert (subject.kind, subject.subject_id) == ("person", person.pk)
    assert entry.fields == []


@pytest.mark.parametrize("rows", [1, 3])
def test_person_page_asks_a_fixed_number_of_queries(
    rows: int, sales: Client, django_assert_num_queries: object
) -> None:
    person = PersonFactory()
    for number in range(rows):
        EmailFactory(person=person, is_primary=number == 0)
        PhoneFactory(person=person, is_primary=number == 0)
        OrderFactory(
            buyer_company=PositionFactory(person=person).company, contact=person
        )
        SourceFactory(person=person)

    with django_assert_num_queries(43):  # type: ignore[operator]  # pytest-django's
        get(sales, page_of(person))


def test_timeline_shows_older_entries_on_the_next_page(
    sales: Client, person: Person
) -> None:
    for number in range(30):
        OrderFactory(
            number=f"AIKA-{number:02d}", contact=person, ordered_on=date(2025, 1, 1)
        )

    first = get(sales, page_of(person, "?show=orders"))
    older = first.split('data-more href="')[1].split('"')[0].replace("&amp;", "&")
    second = get(sales, page_of(person, older))

    seen, later = _orders_on(first), _orders_on(second)
    assert len(seen) == 20
    assert sorted(seen + later) == [f"AIKA-{n:02d}" for n in range(30)]


def _orders_on(page: str) -> list[str]:
    timeline = page.split('id="k-timeline"')[1].split("</ol>")[0]
    return re.findall(r"AIKA-\d\d", timeline)


def test_timeline_fragment_is_the_list_alone(sales: Client, person: Person) -> None:
    response = sales.get(page_of(person), headers={"X-Fragment": "timeline"})

    page = response.content.decode()
    assert "k-timeline" in page
    assert "<html" not in page


def test_earlier_values_are_for_those_who_may_see_them(
    sales: Client, person: Person
) -> None:
    update_person(actor=None, person=person, expected_version=1, family_name="Uusi")
    marketing = log_in("marketing")

    assert "Haapa" in get(sales, page_of(person, "?show=changes"))
    assert "Haapa" not in get(marketing, page_of(person, "?show=changes"))


def test_officer_sees_who_looked(
    sales: Client, officer: Client, person: Person
) -> None:
    get(sales, page_of(person))

    changes = get(officer, page_of(person, "?show=changes"))

    assert "Maija" in changes or "sales" in changes


def test_second_saver_sees_the_difference_and_loses_nothing(
    sales: Client, person: Person
) -> None:
    url = reverse("admin:registry_person_edit", args=[person.pk])
    typed = {
        "given_name": "Aino-Maija",
        "family_name": "Haapa",
        "kind": "customer",
        "language": "sv",
        "version": "1",
    }
    update_person(actor=None, person=person, expected_version=1, family_name="Salo")

    refused = sales.post(url, typed)

    assert refused.status_code == 409
    page = refused.content.decode()
    assert "Salo" in page
    assert 'value="Aino-Maija"' in page
    assert Person.objects.get().family_name == "Salo"

    accepted = sales.post(url, {**typed, "version": "2"})

    assert accepted.status_code == 302
    person.refresh_from_db()
    assert (person.given_name, person.family_name) == ("Aino-Maija", "Haapa")


def test_identity_code_in_a_name_is_refused_at_its_field(
    sales: Client, person: Person
) -> None:
    url = reverse("admin:registry_person_edit", args=[person.pk])
    typed = {
        "given_name": "Aino 131052-308T",
        "family_name": "Haapa",
        "kind": "customer",
        "language": "fi",
        "version": "1",
    }

    response = sales.post(url, typed)

    assert response.status_code == 200
    assert 'id="id_given_name_error"' in response.content.decode()
    person.refresh_from_db()
    assert person.given_name == "Aino"


def test_address_is_added_preferred_and_removed(sales: Client, person: Person) -> None:
    url = reverse("admin:registry_person_part", args=[person.pk])

    sales.post(url, {"act": "add_email", "value": "Uusi@Kone.example"})
    new = PersonEmail.objects.get(normalised="uusi@kone.example")
    assert not new.is_primary

    sales.post(url, {"act": "prefer", "point": "email", "pk": new.pk})
    assert PersonEmail.objects.get(is_primary=True) == new

    sales.post(url, {"act": "remove", "point": "email", "pk": new.pk})
    left = PersonEmail.objects.get()
    assert (left.address, left.is_primary) == ("aino@kone.example", True)


@pytest.mark.parametrize(
    ("act", "typed"), [("add_email", "ei osoite"), ("add_phone", "0600 12345")]
)
def test_bad_contact_point_is_refused_and_stays_typed(
    act: str, typed: str, sales: Client, person: Person
) -> None:
    url = reverse("admin:registry_person_part", args=[person.pk])

    response = sales.post(url, {"act": act, "value": typed})

    assert response.status_code == 422
    assert f'value="{typed}"' in response.content.decode()


def test_other_persons_address_cannot_be_touched(sales: Client, person: Person) -> None:
    other = add_email(person=PersonFactory(), address="muu@kone.example")
    url = reverse("admin:registry_person_part", args=[person.pk])

    response = sales.post(url, {"act": "remove", "point": "email", "pk": other.pk})

    assert response.status_code == 404
    assert PersonEmail.objects.filter(pk=other.pk).exists()


def test_new_person_comes_with_source_company_and_contact_points(sales: Client) -> None:
    company = CompanyFactory(name="Kone ja Pelti Oy")
    typed = {
        "given_name": "Veikko",
        "family_name": "Uusi",
        "email": "veikko@kone.example",
        "phone": "040 7654321",
        "company": "kone ja pelti oy",
        "title": "Ostaja",
        "kind": "prospect",
        "language": "fi",
        "source_kind": "self",
        "channel": "fair",
        "source_detail": "Alihankintamessut",
        "collected_on": "2025-09-23",
    }

    response = sales.post(reverse("admin:registry_person_add"), typed)

    person = Person.objects.get()
    assert response["Location"] == page_of(person)
    assert person.emails.get().address == "veikko@kone.example"
    assert person.phones.get().e164 == "+358407654321"
    assert person.positions.get().company == company
    assert person.sources.get().detail == "Alihankintamessut"


def test_unknown_company_of_a_new_person_is_created_only_when_told_to(
    sales: Client,
) -> None:
    typed = {
        "family_name": "Uusi",
        "company": "Aivan Uusi Oy",
        "kind": "prospect",
        "language": "fi",
        "source_kind": "self",
        "channel": "phone",
        "collected_on": "2025-09-23",
    }
    url = reverse("admin:registry_person_add")

    refused = sales.post(url, typed)

    assert 'id="id_company_error"' in refused.content.decode()
    assert not Person.objects.exists()

    sales.post(url, {**typed, "create_company": "on"})

    assert Person.objects.get().positions.get().company.name == "Aivan Uusi Oy"


def test_nothing_of_all_this_reaches_djangos_own_log(
    sales: Client, administrator: Client, person: Person
) -> None:
    url = reverse("admin:registry_person_edit", args=[person.pk])
    sales.post(url, {"family_name": "Haapa", "version": "1", "kind": "customer"})
    made = administrator.post(
        reverse("admin:registry_partner_add"), {"name": "Kumppani Oy"}
    )

    assert made.status_code == 302
    assert AuditEntry.objects.filter(action="partner.added").exists()
    assert not LogEntry.objects.exists()
