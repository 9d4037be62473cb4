"""The static clock says on every day what the law says on that day."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from registry.law.calendar import add_months
from registry.law.clocks import Clock, Periods, Relation, clock_of
from registry.law.relationship import Dealings, relationship_end

DAYS = st.dates(date(1995, 1, 1), date(2035, 12, 31))
FEW_DAYS = st.lists(DAYS, max_size=3).map(tuple)
RELATIONS = st.builds(
    Relation, shown=FEW_DAYS, agreed=FEW_DAYS, dissolved=FEW_DAYS, left=st.none() | DAYS
)
PERIODS = st.builds(
    Periods,
    collection=st.sampled_from([60, 180]),
    relationship=st.sampled_from([6, 24, 60, 180]),
    prospect=st.sampled_from([None, 6, 24]),
    inactivity=st.sampled_from([12, 24]),
)


def end_as_of(relation: Relation, today: date, inactivity: int) -> date | None:
    """The day the relationship ended as far as that day knows; None: it lives."""
    last = max(relation.shown, default=None)
    ends = [d for d in (*relation.agreed, *relation.dissolved) if d <= today]
    open_ends = [d for d in ends if last is None or d >= last]
    dealings = Dealings(ended=min(open_ends, default=None), last_business_event=last)
    end = relationship_end(dealings, today=today, inactivity_months=inactivity)
    known = [d for d in (relation.left, end.on) if d and d <= today]
    return min(known, default=None)


def due_by_law(
    collected: date,
    taken_part: date | None,
    relations: list[Relation],
    periods: Periods,
    today: date,
) -> bool:
    """Whether she is past her last day, as seen on that day."""
    known = [
        end_as_of(r, today, periods.inactivity)
        for r in relations
        if r.shown or r.agreed
    ]
    if not known:
        last_days = [add_months(collected, periods.collection or 0)]
        if periods.prospect:
            last_days.append(add_months(taken_part or collected, periods.prospect))
        return min(last_days) < today
    return all(e and add_months(e, periods.relationship or 0) < today for e in known)


@settings(max_examples=1_000)
@given(
    collected=DAYS,
    taken_part=st.none() | DAYS,
    relations=st.lists(RELATIONS, max_size=3),
    periods=PERIODS,
    today=st.dates(date(1990, 1, 1), date(2060, 1, 1)),
)
def test_clock_lets_go_exactly_when_the_law_does(
    collected: date,
    taken_part: date | None,
    relations: list[Relation],
    periods: Periods,
    today: date,
) -> None:
    clock = clock_of(
        collected_on=collected,
        last_taken_part_on=taken_part,
        relations=relations,
        periods=periods,
    )
    due = due_by_law(collected, taken_part, relations, periods, today)
    assert (clock.last_day is not None and clock.last_day < today) == due


@settings(max_examples=1_000)
@given(
    relations=st.lists(RELATIONS, min_size=1, max_size=3),
    periods=PERIODS,
    today=st.dates(date(1990, 1, 1), date(2060, 1, 1)),
)
def test_clock_knows_on_every_day_whether_a_relationship_lives(
    relations: list[Relation], periods: Periods, today: date
) -> None:
    known = [r for r in relations if r.shown or r.agreed]
    ends = [end_as_of(r, today, periods.inactivity) for r in known]
    clock = clock_of(
        collected_on=today,
        last_taken_part_on=None,
        relations=relations,
        periods=periods,
    )
    if not known:
        assert (clock.ended_on, clock.ended_by, clock.detected_on) == (None, "", None)
        return
    assert clock.detected_on is not None
    assert (clock.detected_on <= today) == all(ends)


def test_first_end_counts_and_a_new_event_opens_again() -> None:
    periods = Periods(collection=180, relationship=180, prospect=None, inactivity=24)
    ended = Relation(
        shown=(date(2020, 1, 1),), agreed=(date(2020, 6, 1), date(2021, 6, 1))
    )
    opened = Relation(shown=(date(2022, 1, 1),), agreed=ended.agreed)

    def clock(relation: Relation) -> Clock:
        return clock_of(
            collected_on=date(2019, 1, 1),
            last_taken_part_on=None,
            relations=[relation],
            periods=periods,
        )

    assert (clock(ended).ended_by, clock(ended).ended_on) == (
        "agreed",
        date(2020, 6, 1),
    )
    assert clock(opened).ended_by == "silence"
    assert clock(opened).detected_on == date(2024, 1, 1)
    assert clock(opened).last_day == date(2037, 1, 1)
