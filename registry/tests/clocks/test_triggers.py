"""The database keeps the clocks, whatever way the facts come in."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry.choices import EventKind
from registry.law.clocks import Clock, Relation, clock_of
from registry.models import PersonClock
from registry.services.clocks import periods, set_periods
from registry.tests.factories import (
    BusinessEventFactory,
    CompanyFactory,
    PersonFactory,
    PositionFactory,
)

pytestmark = pytest.mark.django_db


def as_stored(clock: PersonClock) -> Clock:
    return Clock(
        ended_on=clock.ended_on,
        ended_by=clock.ended_by,  # type: ignore[arg-type]  # a closed list of the database
        detected_on=clock.detected_on,
        rule=clock.rule,
        last_day=clock.last_day,
    )


def days(events: list[tuple[date, str]], *kinds: str) -> tuple[date, ...]:
    return tuple(day for day, kind in events if kind in kinds)


def relation_of(
    events: list[tuple[date, str]],
    left: date | None = None,
    dissolved: date | None = None,
) -> Relation:
    ends = ("agreed_end", "dissolved")
    return Relation(
        shown=tuple(day for day, kind in events if kind not in ends),
        agreed=days(events, "agreed_end"),
        dissolved=(
            *days(events, "dissolved"),
            *((dissolved,) if dissolved else ()),
        ),
        left=left,
    )


DAYS = st.dates(date(1995, 1, 1), date(2035, 12, 31))
EVENTS = st.lists(st.tuples(DAYS, st.sampled_from(EventKind.values)), max_size=4)
PLACES = st.lists(st.tuples(st.none() | DAYS, EVENTS, st.none() | DAYS), max_size=2)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(collected=DAYS, own=EVENTS, places=PLACES, prospect=st.sampled_from([None, 24]))
def test_clock_in_the_database_is_the_clock_of_the_law(
    collected: date,
    own: list[tuple[date, str]],
    places: list[tuple[date | None, list[tuple[date, str]], date | None]],
    prospect: int | None,
) -> None:
    months = {"person_collection": 180, "person_relationship": 180}
    set_periods(months | ({"prospect_profile": prospect} if prospect else {}))
    person = PersonFactory(collected_on=collected)
    for day, kind in own:
        BusinessEventFactory(person=person, company=None, on=day, kind=kind)
    for left, events, dissolved in places:
        company = CompanyFactory(dissolved_on=dissolved)
        PositionFactory(person=person, company=company, ends_on=left)
        for day, kind in events:
            BusinessEventFactory(person=None, company=company, on=day, kind=kind)
    expected = clock_of(
        collected_on=collected,
        last_taken_part_on=None,
        relations=[relation_of(own), *(relation_of(e, lf, d) for lf, e, d in places)],
        periods=periods(),
    )
    assert as_stored(PersonClock.objects.get(person=person)) == expected
