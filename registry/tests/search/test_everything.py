"""The one search box finds by every key, and by an index."""

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.db.models.functions import Reverse
from django.test.utils import CaptureQueriesContext

from registry.models import Company, Person, PersonEmail, PersonPhone, Staff
from registry.queries.search import search_everything
from registry.tests.factories import (
    CompanyFactory,
    EmailFactory,
    GuardFactory,
    OrderFactory,
    PersonFactory,
    PhoneFactory,
    PositionFactory,
    StaffFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def seller() -> Staff:
    staff: Staff = StaffFactory()
    staff.groups.add(Group.objects.get(name="sales"))
    return staff


@pytest.fixture
def maija() -> Person:
    person: Person = PersonFactory(given_name="Maija", family_name="Äyräväinen")
    EmailFactory(person=person, address="maija.a@kone.example")
    PhoneFactory(person=person, e164="+358401234567")
    company = CompanyFactory(name="Könö Konepaja Oy", business_id="2345678-5")
    PositionFactory(person=person, company=company)
    return person


def found(text: str, user: Staff) -> list[tuple[str, int, str]]:
    hits = search_everything(text=text, user=user).hits
    return [(hit.kind, hit.pk, hit.why) for hit in hits]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("äyräväinen", "name"),
        ("ayravainen", "name"),
        ("rävä", "name"),
        ("Maija Äyrä", "name"),
        ("äyräväinen maija", "name"),
        ("äy", "name"),
        ("maija.a@kone.example", "email"),
        ("MAIJA.A@KONE", "email"),
        ("040 123 4567", "phone"),
        ("+358 (0)40-1234567", "phone"),
        ("4567", "phone"),
    ],
)
def test_person_is_found_by(text: str, why: str, maija: Person, seller: Staff) -> None:
    PersonFactory()

    assert ("person", maija.pk, why) in found(text, seller)
    assert len(found(text, seller)) == 1


def test_person_is_found_by_reference(maija: Person, seller: Staff) -> None:
    assert found(maija.reference.lower(), seller) == [("person", maija.pk, "reference")]


@pytest.mark.parametrize(
    "text", ["2345678-5", "23456785", "FI23456785", "003723456785", "00372345678511"]
)
def test_company_is_found_by_any_form_of_its_id(
    text: str, maija: Person, seller: Staff
) -> None:
    company = Company.objects.get(name="Könö Konepaja Oy")

    assert found(text, seller) == [("company", company.pk, "business_id")]


def test_company_is_found_by_a_part_of_its_name(maija: Person, seller: Staff) -> None:
    company = Company.objects.get(name="Könö Konepaja Oy")

    assert found("kono kone", seller) == [("company", company.pk, "name")]


def test_order_is_found_by_the_beginning_of_its_number(seller: Staff) -> None:
    order = OrderFactory(number="T26-0042")

    assert found("t26-0042", seller) == [("order", order.pk, "number")]
    assert found("T26-00", seller) == [("order", order.pk, "number")]


def test_exact_key_comes_before_a_name(seller: Staff) -> None:
    by_name = PersonFactory(given_name="Abba", family_name="Konepaja")
    by_email = EmailFactory(address="konepaja@yritys.example").person

    assert [pk for _kind, pk, _why in found("konepaja", seller)] == [
        by_email.pk,
        by_name.pk,
    ]


def test_restricted_person_is_not_found_but_was_before(
    maija: Person, seller: Staff
) -> None:
    texts = ("äyräväinen", "maija.a@kone", "4567", maija.reference)
    assert all(found(text, seller) for text in texts)

    GuardFactory(person=maija)

    assert [found(text, seller) for text in texts] == [[], [], [], []]


def test_user_without_permissions_finds_nothing(maija: Person) -> None:
    assert found("äyräväinen", StaffFactory()) == []


def test_empty_search_asks_nothing(seller: Staff) -> None:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert search_everything(text="   ", user=seller).hits == []

    assert [q for q in queries if "registry_person" in q["sql"]] == []


@pytest.mark.parametrize("rows", [1, 3])
def test_search_asks_as_much_for_three_hits_as_for_one(
    rows: int, seller: Staff, django_assert_num_queries: object
) -> None:
    for _row in range(rows):
        person = PersonFactory(family_name="Samanniminen")
        EmailFactory(person=person)
        PhoneFactory(person=person)
        PositionFactory(person=person)
    seller.has_perm("registry.view_person")

    with django_assert_num_queries(7):  # type: ignore[operator]  # pytest-django's
        hits = search_everything(text="samanniminen", user=seller).hits

    assert len(hits) == rows


@pytest.mark.parametrize(
    ("rows", "index"),
    [
        (Person.objects.filter(search_text__contains="yrav"), "person_search"),
        (Company.objects.filter(search_text__contains="konep"), "company_search"),
        (PersonEmail.objects.filter(normalised__startswith="maija"), "email_prefix"),
        (
            PersonPhone.objects.annotate(b=Reverse("e164")).filter(
                b__startswith="7654"
            ),
            "phone_suffix",
        ),
    ],
    ids=["names", "companies", "e-mails", "phones"],
)
def test_each_source_can_use_its_index(rows: object, index: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_indexscan = on")

    assert index in rows.explain()  # type: ignore[attr-defined]  # a queryset
