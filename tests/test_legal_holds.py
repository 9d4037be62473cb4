"""A legal hold against every path that deletes, each first shown to work without."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction
from django.db.models import Model, Q
from django.db.models.deletion import ProtectedError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contacts.models import Interaction, Participant
from privacy.models import LegalHold
from privacy.services import guard
from privacy.tests.holding import release_hold
from registry.models import (
    Company,
    HoldGuard,
    Order,
    Person,
    PersonEmail,
    PersonGuard,
    Staff,
)
from registry.seams.personal_data import Holding, erase, registry_of_holdings
from registry.services.holding_back import held_people, held_rows, holds_on
from registry.tests.factories import (
    EmailFactory,
    OrderFactory,
    PersonFactory,
    PositionFactory,
    StaffFactory,
)

from .hold_world import (
    DAY,
    World,
    hold,
    make_world,
    note_of,
    run_sql,
    works,
)

pytestmark = pytest.mark.django_db

IDENTITY = {"person", "email", "phone", "source"}
DEALINGS = {"meeting", "participant", "follow_up", "event"}
TRADE = {"order", "line", "voucher"}
BY_COMPANY = {*IDENTITY, "position", "company", "address", *TRADE, *DEALINGS}
BY_PERSON = {*IDENTITY, "position", *TRADE, *DEALINGS, "consent"} - {"meeting"}
BY_ORDER = {*IDENTITY, "position", *TRADE}
UNDATED = {*IDENTITY, "position", "company", "address"}


def refused(row: Model) -> bool:
    try:
        works(row)
    except IntegrityError as error:
        assert "legal hold" in str(error)  # noqa: PT017  # any other refusal is a bug
        return True
    return False


def scoped(world: World, kind: str) -> dict[str, Model]:
    return {kind: getattr(world, kind)}


@pytest.mark.parametrize(
    ("kind", "kept"),
    [("person", BY_PERSON), ("company", BY_COMPANY), ("order", BY_ORDER)],
)
def test_the_database_refuses_to_delete_what_a_hold_keeps_and_nothing_else(
    kind: str, kept: set[str]
) -> None:
    world, other = make_world(), make_world()
    assert all(works(row) for row in world.rows.values())
    hold(**scoped(world, kind))
    assert {name for name, row in world.rows.items() if refused(row)} == kept
    assert not any(refused(row) for row in other.rows.values())


@pytest.mark.parametrize("kind", ["person", "company"])
def test_a_range_keeps_rows_of_its_days_and_what_identifies(kind: str) -> None:
    inside, outside = make_world(), make_world(DAY - timedelta(days=400))
    for world in (inside, outside):
        hold(**scoped(world, kind), from_on=DAY, until_on=DAY)
    kept = {"person": BY_PERSON, "company": BY_COMPANY}[kind]
    assert {n for n, row in inside.rows.items() if refused(row)} == kept
    assert {n for n, row in outside.rows.items() if refused(row)} == kept & UNDATED


@pytest.mark.parametrize("kind", ["person", "company", "order"])
def test_the_orm_says_what_the_database_does(kind: str) -> None:
    world = make_world()
    standing = hold(**scoped(world, kind))
    for holding in registry_of_holdings:
        for name, row in world.rows.items():
            if not belongs(row, holding):
                continue
            said = holding.model._default_manager.filter(
                held_rows(holding), pk=row.pk
            ).exists()
            # The database keeps a meeting through the link of its participant.
            does = refused(row) or (
                name == "meeting" and refused(world.rows["participant"])
            )
            assert said == does, (holding.key, name)
            assert (holds_on(holding.key, row.pk) == [standing.pk]) == said


def belongs(row: Model, holding: Holding) -> bool:
    if holding.model is not type(row) or holding.mentions_only:
        return False
    rows = holding.model._default_manager.filter(holding.condition or Q(), pk=row.pk)
    return rows.exists()


LINKS: list[tuple[str, Callable[[World], object]]] = [
    (
        "order contact",
        lambda w: Order.objects.filter(pk=w.order.pk).update(contact=None),
    ),
    ("cut by deleting", lambda w: w.person.delete()),
    ("position", lambda w: w.rows["position"].delete()),
    (
        "interaction",
        lambda w: Interaction.objects.filter(company=w.company).update(company=None),
    ),
    ("participant", lambda w: Participant.objects.filter(person=w.person).delete()),
    ("orm queryset", lambda w: Person.objects.filter(pk=w.person.pk).delete()),
    ("erasing", lambda w: erase([w.person.pk], on=timezone.localdate())),
    ("cascade of the company", lambda w: empty(w).delete()),
]


def empty(world: World) -> Company:
    """The company, whose orders protect it, without them."""
    world.rows["voucher"].delete()
    world.order.delete()
    return world.company


@pytest.mark.parametrize(("path", "act"), LINKS, ids=[name for name, _ in LINKS])
@pytest.mark.parametrize("kind", ["person", "company"])
def test_no_path_cuts_or_deletes_what_is_held(
    path: str, act: Callable[[World], object], kind: str
) -> None:
    if (path, kind) == ("interaction", "person"):
        pytest.skip("a company's interaction is not the person's to keep")
    free, held = make_world(), make_world()
    with transaction.atomic():
        act(free)
    hold(**scoped(held, kind))
    with pytest.raises((IntegrityError, ProtectedError)), transaction.atomic():
        act(held)


@pytest.mark.parametrize(
    "table",
    [
        "contacts_participant",
        "registry_personemail",
        "registry_person",
        "registry_order",
    ],
)
def test_no_table_with_held_rows_is_truncated(table: str) -> None:
    world = make_world()
    hold(person=world.person)
    run_sql("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(IntegrityError, match="legal hold"):
        run_sql(f"TRUNCATE {table} CASCADE")
    assert Person.objects.filter(pk=world.person.pk).exists()


def test_an_empty_table_is_truncated_where_no_hold_stands() -> None:
    assert run_sql("TRUNCATE contacts_participant CASCADE") <= 0


def test_the_guard_of_a_hold_follows_its_legal_row_only() -> None:
    person = PersonFactory()
    standing = hold(person=person)
    run_sql("SET CONSTRAINTS ALL IMMEDIATE")
    for sql in (
        "DELETE FROM registry_holdguard",
        "UPDATE registry_holdguard SET until_on = '2000-01-01'",
        "TRUNCATE registry_holdguard",
        "UPDATE registry_personguard SET held = false, restricted = true",
        "DELETE FROM registry_personguard",
        "DELETE FROM privacy_legalhold",
        "UPDATE privacy_legalhold SET released_at = now(), release_reason = 'x',"
        " released_by_id = owner_id",
    ):
        with pytest.raises(IntegrityError):
            run_sql(sql)
    assert HoldGuard.objects.filter(hold_id=standing.pk).exists()
    release_hold(standing)
    assert not HoldGuard.objects.exists()
    run_sql("SET CONSTRAINTS ALL DEFERRED")
    erase([person.pk], on=timezone.localdate())
    assert not Person.objects.filter(pk=person.pk).exists()


def test_a_hold_written_by_sql_holds_at_once() -> None:
    person, staff = PersonFactory(), StaffFactory()
    email = EmailFactory(person=person)
    assert works(email)
    run_sql(
        "INSERT INTO privacy_legalhold (person_id, reason, owner_id, review_by,"
        " created_at, release_reason) VALUES (%s, 'Riita', %s, now()::date, now(), '')",
        [person.pk, staff.pk],
    )
    assert refused(email)
    assert guard.guard_differences() == []
    assert guard.hold_differences() == []


def test_people_who_join_a_held_company_are_held_at_once() -> None:
    world = make_world()
    hold(company=world.company)
    hired, named, met = PersonFactory(), PersonFactory(), PersonFactory()
    PositionFactory(person=hired, company=world.company)
    OrderFactory(buyer_company=world.company, contact=named)
    Participant.objects.create(
        interaction_id=world.rows["meeting"].pk, person=met, at=timezone.now()
    )
    newcomers = {hired.pk, named.pk, met.pk}
    held = set(PersonGuard.objects.filter(held=True).values_list("pk", flat=True))
    assert held == {world.person.pk, *newcomers}
    assert (
        set(Person.objects.filter(held_people()).values_list("pk", flat=True)) == held
    )
    assert guard.guard_differences() == []
    assert all(refused(person) for person in (hired, named, met))


def test_who_is_held_by_two_holds_stays_held_when_one_is_released() -> None:
    world = make_world()
    first = hold(person=world.person)
    hold(company=world.company)
    release_hold(first)
    assert refused(world.rows["email"])
    assert not refused(world.rows["consent"])
    assert guard.guard_differences() == []


def test_the_delete_page_of_the_admin_deletes_nobody(admin_user: object) -> None:
    person = PersonFactory()
    hold(person=person)
    client = Client()
    client.force_login(admin_user)  # type: ignore[arg-type]  # pytest-django's fixture
    url = reverse("admin:registry_person_delete", args=[person.pk])
    assert client.post(url, {"post": "yes"}).status_code == 403
    assert Person.objects.filter(pk=person.pk).exists()


def test_staff_who_remove_a_held_address_are_told_why_not() -> None:
    person = PersonFactory()
    email = EmailFactory(person=person)
    seller: Staff = StaffFactory(is_staff=True)
    seller.groups.add(Group.objects.get(name="sales"))
    client = Client()
    client.force_login(seller)
    url = reverse("admin:registry_person_part", args=[person.pk])
    said = {"act": "remove", "point": "email", "pk": email.pk}
    standing = hold(person=person)
    answer = client.post(url, said)
    assert answer.status_code == 409
    assert "poistokielto" in answer.text
    release_hold(standing)
    assert client.post(url, said).status_code == 302
    assert not PersonEmail.objects.filter(pk=email.pk).exists()


DAYS = st.dates(min_value=date(2020, 1, 1), max_value=date(2020, 1, 12))


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    bounds=st.tuples(st.none() | DAYS, st.none() | DAYS).filter(
        lambda b: b[0] is None or b[1] is None or b[0] <= b[1]
    ),
    days=st.lists(DAYS, min_size=1, max_size=4),
)
def test_any_range_keeps_exactly_the_rows_of_its_days(
    bounds: tuple[date | None, date | None], days: list[date]
) -> None:
    with transaction.atomic():
        person = PersonFactory()
        notes = [(day, note_of(person, day)) for day in days]
        hold(person=person, from_on=bounds[0], until_on=bounds[1])
        holding = registry_of_holdings["participants"]
        for day, link in notes:
            inside = (bounds[0] or date.min) <= day <= (bounds[1] or date.max)
            assert refused(link) == inside
            said = Participant.objects.filter(held_rows(holding), pk=link.pk)
            assert said.exists() == inside
        assert refused(person)
        transaction.set_rollback(True)


def test_a_hold_in_force_is_not_deleted_and_goes_with_its_person_later() -> None:
    person = PersonFactory()
    standing = hold(person=person)
    release_hold(standing)
    erase([person.pk], on=timezone.localdate())
    assert not LegalHold.objects.filter(pk=standing.pk).exists()
    assert not Person.objects.filter(pk=person.pk).exists()
