"""Clocks follow the facts of every app, whatever statement changes them."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contacts.models import Interaction
from registry.choices import EventKind
from registry.copying import copy_rows
from registry.models import Person, PersonClock
from registry.services.clock_audit import clock_differences
from registry.services.clocks import recompute_clocks, set_periods
from registry.tests.factories import CompanyFactory, PersonFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
FIFTEEN = {"person_collection": 180, "person_relationship": 180}
DAYS = st.dates(date(2000, 1, 1), date(2032, 12, 31))
WHO = st.integers(0, 2)
WHERE = st.integers(0, 1)


def run(sql: str, **values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 23, tzinfo=UTC)


class World:
    """Three persons, two companies, and statements about them."""

    def __init__(self) -> None:
        self.persons = [PersonFactory(collected_on=date(2015, 5, 5)).pk for _ in "123"]
        self.companies = [
            CompanyFactory(is_sole_trader=True).pk,
            CompanyFactory().pk,
        ]
        self.written = 0

    def copy_events(self, rows: list[tuple[Any, ...]]) -> None:
        """COPY: (person or None, company or None, kind, day)."""
        lines = []
        for who, where, kind, day in rows:
            person = None if who is None else self.persons[who]
            company = None if where is None else self.companies[where]
            if person or company:
                self.written += 1
                lines.append((person, company, kind, day, "t", str(self.written), NOW))
        copy_rows(
            "registry_businessevent",
            ("person_id", "company_id", "kind", "on", "evidence_type",
             "evidence_ref", "created_at"),
            lines,
        )  # fmt: skip

    def move_events(self, days: int, kind: str) -> None:
        run(
            'UPDATE registry_businessevent SET "on" = "on" + %(days)s,'
            " kind = CASE WHEN id %% 2 = 0 THEN kind ELSE %(kind)s END",
            days=days,
            kind=kind,
        )

    def hand_events_on(self, who: int) -> None:
        run(
            "UPDATE registry_businessevent SET person_id = %(who)s"
            " WHERE company_id IS NULL",
            who=self.persons[who],
        )

    def delete_events(self, of: int) -> None:
        run("DELETE FROM registry_businessevent WHERE id %% 3 = %(of)s", of=of)

    def place(self, who: int, where: int, ends: date | None) -> None:
        run(
            "INSERT INTO registry_position (person_id, company_id, title, work_tasks,"
            " ends_on, created_at) VALUES (%(who)s, %(where)s, '', '', %(ends)s, now())"
            " ON CONFLICT DO NOTHING",
            who=self.persons[who],
            where=self.companies[where],
            ends=ends,
        )

    def end_places(self, day: date) -> None:
        run("UPDATE registry_position SET ends_on = %(day)s", day=day)

    def delete_places(self, where: int) -> None:
        run(
            "DELETE FROM registry_position WHERE company_id = %(where)s",
            where=self.companies[where],
        )

    def dissolve(self, where: int, day: date | None) -> None:
        run(
            "UPDATE registry_company SET dissolved_on = %(day)s WHERE id = %(where)s",
            day=day,
            where=self.companies[where],
        )

    def trade(self, who: int | None) -> None:
        run(
            "UPDATE registry_company SET proprietor_id = %(who)s WHERE id = %(where)s",
            who=None if who is None else self.persons[who],
            where=self.companies[0],
        )

    def collect(self, day: date) -> None:
        run("UPDATE registry_person SET collected_on = %(day)s", day=day)

    def take_part(self, kind: str, direction: str, who: int, day: date) -> None:
        row = Interaction.objects.create(
            kind=kind, direction=direction, at=at(day), body="Soitto"
        )
        run(
            "INSERT INTO contacts_participant (interaction_id, person_id, at)"
            " VALUES (%(row)s, %(who)s, %(at)s)",
            row=row.pk,
            who=self.persons[who],
            at=at(day),
        )

    def move_parts(self, who: int, day: date) -> None:
        run(
            "UPDATE contacts_participant SET at = %(at)s WHERE person_id = %(who)s",
            at=at(day),
            who=self.persons[who],
        )

    def call_it(self, kind: str) -> None:
        run("UPDATE contacts_interaction SET kind = %(kind)s", kind=kind)

    def forget_parts(self, who: int) -> None:
        run(
            "DELETE FROM contacts_participant WHERE person_id = %(who)s",
            who=self.persons[who],
        )


def step(name: str, *arguments: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.tuples(st.just(name), st.tuples(*arguments))


KINDS = st.sampled_from(EventKind.values)
CONTACTS = st.sampled_from(["note", "call", "email", "letter"])
ROWS = st.lists(
    st.tuples(st.none() | WHO, st.none() | WHERE, KINDS, DAYS), min_size=1, max_size=6
)
STEPS = st.lists(
    st.one_of(
        step("copy_events", ROWS),
        step("copy_events", ROWS),
        step("move_events", st.integers(-2_000, 2_000), KINDS),
        step("hand_events_on", WHO),
        step("delete_events", WHO),
        step("place", WHO, WHERE, st.none() | DAYS),
        step("end_places", DAYS),
        step("delete_places", WHERE),
        step("dissolve", WHERE, st.none() | DAYS),
        step("trade", st.none() | WHO),
        step("collect", DAYS),
        step("take_part", CONTACTS, st.sampled_from(["in", "out"]), WHO, DAYS),
        step("move_parts", WHO, DAYS),
        step("call_it", CONTACTS),
        step("forget_parts", WHO),
    ),
    min_size=1,
    max_size=8,
)


@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS, prospect=st.booleans())
def test_clocks_stay_right_under_any_statements(
    steps: list[tuple[str, tuple[Any, ...]]], prospect: bool
) -> None:
    with transaction.atomic():
        set_periods({**FIFTEEN, **({"prospect_profile": 24} if prospect else {})})
        world = World()
        for name, arguments in steps:
            act: Callable[..., None] = getattr(world, name)
            act(*arguments)
            assert clock_differences() == [], name
        transaction.set_rollback(True)


def test_taking_part_moves_the_day_of_a_prospect_once_her_rule_is_on() -> None:
    world = World()
    world.take_part("call", "in", 0, date(2024, 3, 31))
    world.take_part("note", "none", 0, date(2025, 3, 31))
    world.take_part("letter", "out", 0, date(2025, 6, 30))
    set_periods({**FIFTEEN, "prospect_profile": 24})
    recompute_clocks()
    called, never = PersonClock.objects.filter(person__in=world.persons[:2]).order_by(
        "pk"
    )
    assert (called.rule, called.last_day) == ("prospect_profile", date(2026, 4, 1))
    assert called.last_taken_part_on == date(2024, 4, 1)  # 23 UTC is the next day here
    assert (never.rule, never.last_day) == ("prospect_profile", date(2017, 5, 5))
    world.copy_events([(0, None, "order", date(2024, 4, 1))])
    called.refresh_from_db()
    assert (called.rule, called.last_day) == ("person_relationship", date(2039, 4, 1))
    set_periods(FIFTEEN)
    recompute_clocks()
    never.refresh_from_db()
    assert (never.rule, never.last_day) == ("person_collection", date(2030, 5, 5))


def test_person_deleted_by_bare_sql_takes_her_clock_along() -> None:
    person = PersonFactory()
    assert PersonClock.objects.filter(pk=person.pk).exists()
    run("DELETE FROM registry_person WHERE id = %(key)s", key=person.pk)
    run("SET CONSTRAINTS ALL IMMEDIATE")
    assert not PersonClock.objects.filter(pk=person.pk).exists()


def test_facts_of_a_person_without_clock_make_none() -> None:
    """Erasing takes the clock first: what follows must not bring it back."""
    world = World()
    PersonClock.objects.all().delete()
    world.copy_events([(0, None, "order", date(2020, 1, 1))])
    world.place(0, 1, None)
    world.copy_events([(None, 1, "order", date(2020, 1, 1))])
    world.take_part("call", "in", 0, date(2020, 1, 1))
    assert not PersonClock.objects.exists()
    assert Person.objects.count() == 3


def test_who_is_due_is_found_by_the_index() -> None:
    run(
        "INSERT INTO registry_person (reference, kind, given_name, family_name,"
        " language, private_customer, collected_on, version, created_at, updated_at)"
        " SELECT 'HX' || n, 'prospect', 'A', 'B' || n, 'fi', false,"
        " date '2010-01-01' + n %% 6000, 1, now(), now()"
        " FROM generate_series(1, 20000) n"
    )
    assert PersonClock.objects.count() == 20_000
    run("ANALYZE registry_personclock")
    due = PersonClock.objects.filter(last_day__lt=date(2025, 6, 1))
    plan = due.order_by("last_day", "pk").values("pk").explain()
    assert "Index Only Scan using clock_last_day" in plan
    assert "Seq Scan" not in plan
