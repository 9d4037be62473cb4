"""What an explanation calls due is what the plan of a run lists, and nothing else."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from privacy.models import ConsentEvent, LegalHold, PeriodRule, Restriction
from privacy.models.case_choices import CaseChannel, CaseKind
from privacy.retention.planning import plan_run
from privacy.retention.rules import rules_in_force
from privacy.services.cases import register_request
from privacy.services.guard import project_guard
from privacy.why import Explained, explain_person, explain_row
from registry.choices import ENDING_EVENTS, QUALIFYING_EVENTS
from registry.models import Person
from registry.seams.personal_data import registry_of_holdings
from registry.services.clocks import recompute_clocks, set_periods
from registry.tests.factories import (
    BusinessEventFactory,
    CompanyFactory,
    OrderFactory,
    PersonFactory,
    PositionFactory,
    StaffFactory,
    VoucherFactory,
)

DAYS = st.dates(date(1996, 1, 1), date(2026, 10, 31))
AS_OF = st.dates(date(2012, 1, 1), date(2026, 11, 1))
PEOPLE = 4
WHO = st.integers(0, PEOPLE - 1)
OWN = ("interactions", "participants", "follow_ups", "consents", "vouchers")

WORLD = st.fixed_dictionaries(
    {
        "collected": st.lists(DAYS, min_size=PEOPLE, max_size=PEOPLE),
        "events": st.lists(
            st.tuples(WHO, DAYS, st.sampled_from([*QUALIFYING_EVENTS, *ENDING_EVENTS])),
            max_size=5,
        ),
        "company": st.lists(DAYS, max_size=2),
        "places": st.lists(st.tuples(WHO, st.one_of(st.none(), DAYS)), max_size=3),
        "notes": st.lists(st.tuples(WHO, WHO, DAYS), max_size=5),
        "tasks": st.lists(st.tuples(WHO, DAYS), max_size=2),
        "consents": st.lists(st.tuples(WHO, DAYS, st.booleans()), max_size=4),
        "vouchers": st.lists(st.tuples(WHO, st.integers(1998, 2019)), max_size=2),
        "held": st.lists(st.tuples(WHO, st.one_of(st.none(), DAYS)), max_size=1),
        "restricted": st.lists(WHO, max_size=1),
        "asking": st.lists(WHO, max_size=1),
        "prospects": st.booleans(),
    }
)


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.mark.django_db
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(WORLD, AS_OF)
def test_a_row_is_due_in_words_exactly_where_the_plan_lists_it(
    world: dict[str, Any], as_of: date
) -> None:
    with undone():
        people = build(world)
        run = plan_run(as_of=as_of)
        open_lines = {
            (line.holding, line.row_pk) for line in run.lines.filter(state="open")
        }
        going = {pk for holding, pk in open_lines if holding == "persons"}
        for person in people:
            row = only(explain_person(person.pk, as_of, holdings=["persons"]))
            assert free(row) == (person.pk in going)
            assert row.is_due or ("persons", person.pk) not in held_lines(run)
        for holding in OWN:
            check_rows(holding, as_of, open_lines, going)


def check_rows(
    key: str, as_of: date, open_lines: set[tuple[str, int]], going: set[int]
) -> None:
    """Rows that are due and free stand in the plan, or all of their people do."""
    holding = registry_of_holdings[key]
    for row in holding.model._default_manager.all():
        people = set(
            holding.model._default_manager.filter(pk=row.pk).values_list(
                holding.person_lookup, flat=True
            )
        ) - {None}
        listed = (key, row.pk) in open_lines
        goes_along = bool(people) and people <= going and key != "vouchers"
        found = explain_row(key, row.pk, as_of)
        assert found
        assert free(found) == (listed or goes_along), (key, found)


def free(row: Explained) -> bool:
    """Due as of the day, and nothing holds it."""
    return row.is_due and not row.stopped


def only(found: list[Any]) -> Explained:
    row: Explained = found[0].rows[0]
    return row


def held_lines(run: Any) -> set[tuple[str, int]]:
    lines = run.lines.filter(state="held_back")
    return {(line.holding, line.row_pk) for line in lines}


def build(world: dict[str, Any]) -> list[Person]:
    """A small register, with the dealings of another app made through the map."""
    people: list[Person] = [
        PersonFactory(private_customer=True, collected_on=day)
        for day in world["collected"]
    ]
    company = CompanyFactory()
    for who, day, kind in world["events"]:
        BusinessEventFactory(person=people[who], company=None, on=day, kind=kind)
    for day in world["company"]:
        BusinessEventFactory(person=None, company=company, on=day)
    for who, ends in world["places"]:
        if not people[who].positions.exists():
            PositionFactory(person=people[who], company=company, ends_on=ends)
    if world["prospects"]:
        switch_on_prospects()
    _dealings(world, people)
    _facts(world, people)
    return people


def switch_on_prospects() -> None:
    """The proposal as the officer switches it on, without the dry run."""
    PeriodRule.objects.filter(slug="prospect_profile", state="proposal").update(
        state="in_force", valid_from=date(2010, 1, 1)
    )
    wanted = ("person_collection", "person_relationship", "prospect_profile")
    set_periods({r.slug: r.months for r in rules_in_force() if r.slug in wanted})
    recompute_clocks()


def _dealings(world: dict[str, Any], people: list[Person]) -> None:
    staff = StaffFactory()
    interactions = registry_of_holdings["interactions"].model
    participants = registry_of_holdings["participants"].model
    follow_ups = registry_of_holdings["follow_ups"].model
    for one, other, day in world["notes"]:
        at = moment(day)
        row = interactions._default_manager.create(kind="call", at=at, body="Soitto")
        for who in {one, other}:
            participants._default_manager.create(
                interaction=row, person=people[who], at=at
            )
    for who, day in world["tasks"]:
        follow_ups._default_manager.create(
            person=people[who], owner=staff, due_on=day, text="Soita"
        )


def _facts(world: dict[str, Any], people: list[Person]) -> None:
    staff = StaffFactory()
    for who, day, given_ in world["consents"]:
        ConsentEvent.objects.create(
            person=people[who],
            action="given" if given_ else "withdrawn",
            at=moment(day),
            text_version="1",
            place="web",
        )
    for who, year in world["vouchers"]:
        order = OrderFactory(
            buyer_company=None, buyer_person=people[who], ordered_on=date(year, 5, 5)
        )
        VoucherFactory(
            order=order,
            financial_year_end=date(year, 12, 31),
            kept_until=date(year + 6, 12, 31),
        )
    for who, start in world["held"]:
        LegalHold.objects.create(
            person=people[who],
            reason="Riita",
            owner=staff,
            recorded_by=staff,
            from_on=start,
            review_by=timezone.localdate(),
        )
    for who in world["restricted"]:
        Restriction.objects.create(
            person=people[who], ground="18_1_a", reason="Kiista", recorded_by=staff
        )
    for who in world["asking"]:
        register_request(
            actor=None,
            kind=CaseKind.ACCESS,
            channel=CaseChannel.PHONE,
            person=people[who],
        )
    project_guard([person.pk for person in people])


def moment(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=UTC)
