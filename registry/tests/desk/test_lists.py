"""Long lists: order, pages by key, filters, counts, sealed searches."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from registry.models import Person
from registry.queries.counting import count_rows
from registry.tests.factories import (
    EmailFactory,
    OrderFactory,
    PersonFactory,
    PhoneFactory,
    PositionFactory,
    SourceFactory,
)

LIST = "/admin/registry/person/"


def names_on(page: str) -> list[str]:
    """Family names in the order of the table."""
    rows = page.split('class="k-lead"')[1:]
    return [row.split(">", 1)[1].split("<")[0].split(",")[0] for row in rows]


def get(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def link_of(page: str, rel: str) -> str:
    """Where the «next» or «previous» link leads; empty where there is none."""
    if f'rel="{rel}"' not in page:
        return ""
    return page.split(f'rel="{rel}" href="')[1].split('"')[0].replace("&amp;", "&")


def test_list_is_in_finnish_order(sales: Client) -> None:
    for name in ("Öhman", "Aalto", "Åström", "Zetterberg", "Ääri"):
        PersonFactory(family_name=name)

    assert names_on(get(sales, LIST)) == [
        "Aalto",
        "Zetterberg",
        "Åström",
        "Ääri",
        "Öhman",
    ]


def test_pages_by_key_show_everybody_once_in_both_directions(sales: Client) -> None:
    for number in range(120):
        PersonFactory(family_name=f"Nimi{number % 7}")
    forward, seen, address = [], [], LIST
    while address:
        page = get(sales, address)
        forward.append(names_on(page))
        seen += [row.split("/")[0] for row in page.split("/registry/person/")[1:]]
        following = link_of(page, "next")
        last, address = address, f"{LIST}{following}" if following else ""
    backward, address = [], last
    while address:
        page = get(sales, address)
        backward.append(names_on(page))
        previous = link_of(page, "prev")
        address = f"{LIST}{previous}" if previous else ""

    keys = [key for key in seen if key.isdecimal()]
    assert len(keys) == len(set(keys)) == 120
    assert [len(names) for names in forward] == [50, 50, 20]
    assert backward[-1] == forward[0]


def test_page_address_names_a_key_and_no_value(sales: Client) -> None:
    for _number in range(51):
        PersonFactory(family_name="Salainen")

    following = link_of(get(sales, LIST), "next")

    assert set(parse_qs(urlsplit(following).query)) == {"after"}
    assert "alainen" not in following


def test_search_is_posted_and_its_text_stands_in_no_address(sales: Client) -> None:
    PersonFactory(family_name="Etsitty")
    PersonFactory(family_name="Muu")

    response = sales.post(LIST, {"posted_search": "etsitty"})

    assert response.status_code == 302
    assert "tsitty" not in response["Location"].lower()
    page = get(sales, response["Location"])
    assert names_on(page) == ["Etsitty"]
    assert 'value="etsitty"' in page


def test_search_typed_into_the_address_is_not_read(sales: Client) -> None:
    PersonFactory(family_name="Etsitty")
    PersonFactory(family_name="Muu")

    assert len(names_on(get(sales, f"{LIST}?q=etsitty&s=etsitty"))) == 2


def test_sealed_search_opens_in_its_own_session_only(
    sales: Client, officer: Client
) -> None:
    PersonFactory(family_name="Etsitty")
    PersonFactory(family_name="Muu")
    sealed = sales.post(LIST, {"posted_search": "etsitty"})["Location"]

    assert names_on(get(sales, sealed)) == ["Etsitty"]
    assert len(names_on(get(officer, sealed))) == 2


@pytest.mark.parametrize("text", ["osoite.x@kone", "040 555 7788", "7788", "h-"])
def test_list_search_finds_by_the_same_keys_as_the_box(
    text: str, sales: Client
) -> None:
    person = PersonFactory(family_name="Löydetty")
    EmailFactory(person=person, address="osoite.x@kone.example")
    PhoneFactory(person=person, e164="+358405557788")
    PersonFactory(family_name="Muu")
    text = person.reference if text == "h-" else text

    page = get(sales, sales.post(LIST, {"posted_search": text})["Location"])

    assert names_on(page) == ["Löydetty"]


def test_filters_narrow_the_list_and_stay_with_the_search(sales: Client) -> None:
    kept = PersonFactory(family_name="Suodatettu", kind="customer", language="sv")
    SourceFactory(person=kept, channel="fair")
    PersonFactory(family_name="Suodatettava", kind="customer", language="fi")
    PersonFactory(family_name="Muu", kind="prospect", language="sv")

    for query in ("kind=customer&language=sv", "channel=fair"):
        assert names_on(get(sales, f"{LIST}?{query}")) == ["Suodatettu"]

    target = sales.post(f"{LIST}?language=sv", {"posted_search": "suodat"})["Location"]
    assert "language=sv" in target
    assert names_on(get(sales, target)) == ["Suodatettu"]


def test_unknown_values_in_the_address_are_ignored(sales: Client) -> None:
    PersonFactory()

    page = get(sales, f"{LIST}?kind=x&after=99999999999999999999&before=-1&s=%00")

    assert len(names_on(page)) == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_person_list_asks_a_fixed_number_of_queries(
    rows: int, sales: Client, django_assert_num_queries: object
) -> None:
    for _row in range(rows):
        person = PersonFactory()
        EmailFactory(person=person)
        PhoneFactory(person=person)
        PositionFactory(person=person)

    with django_assert_num_queries(10):  # type: ignore[operator]  # pytest-django's
        get(sales, LIST)


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("name", "queries"), [("company", 7), ("order", 6)], ids=["companies", "orders"]
)
def test_other_lists_ask_a_fixed_number_of_queries(
    rows: int, name: str, queries: int, sales: Client, django_assert_num_queries: object
) -> None:
    for _row in range(rows):
        OrderFactory()

    with django_assert_num_queries(queries):  # type: ignore[operator]  # pytest-django's
        get(sales, reverse(f"admin:registry_{name}_changelist"))


def test_count_stops_at_its_limit(db: None) -> None:
    for _number in range(4):
        PersonFactory()

    assert count_rows(Person.objects.all(), limit=4).kind == "exact"
    assert count_rows(Person.objects.filter(kind="prospect"), limit=3).kind == "over"
    assert count_rows(Person.objects.all(), limit=3).kind == "about"
