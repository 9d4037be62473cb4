"""What comes: the forecast by month, and what leaves within thirty days."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from privacy.models import RetentionForecast
from privacy.retention.chart import draw_chart
from privacy.retention.forecast import (
    compute_forecast,
    is_being_computed,
    months_between,
    start_forecast,
)
from privacy.retention.streams import Stream, streams
from privacy.retention.upcoming import describe, groups
from registry.law.calendar import add_months
from registry.models import Person
from registry.seams.jobs import run_due_jobs
from registry.seams.personal_data import registry_of_holdings
from registry.tests.factories import GuardFactory, PersonFactory, VoucherFactory

TODAY = date(2026, 11, 22)
PERIOD = 180


FollowUp: Any = registry_of_holdings["follow_ups"].model


def person_leaving(last_day: date, **values: Any) -> Person:
    """A prospect whose last day of storage this is."""
    person: Person = PersonFactory(collected_on=add_months(last_day, -PERIOD), **values)
    return person


def note_of(person: Person, on: date) -> Any:
    """A note about the person, made through the map: siblings are strangers."""
    interactions = registry_of_holdings["interactions"].model._default_manager
    participants = registry_of_holdings["participants"].model._default_manager
    at = timezone.make_aware(datetime.combine(on, time(12)))
    note = interactions.create(kind="note", at=at, body="Soitto")
    participants.create(interaction=note, person=person, at=at)
    return note


def rows_in(forecast: RetentionForecast, holding: str) -> dict[int, int]:
    """Place of the month → rows, of all rules, empty months left out."""
    columns: Sequence[Sequence[int]] = list(forecast.series.get(holding, {}).values())
    sums = [sum(parts) for parts in zip(*columns, strict=True)]
    return {place: rows for place, rows in enumerate(sums) if rows}


@pytest.mark.django_db
def test_person_is_counted_in_the_month_of_her_first_day_without() -> None:
    person_leaving(date(2026, 12, 30))
    person_leaving(date(2026, 12, 31))
    forecast = compute_forecast(as_of=TODAY)
    assert rows_in(forecast, "persons") == {1: 1, 2: 1}


@pytest.mark.django_db
def test_overdue_and_distant_persons_are_counted_apart() -> None:
    person_leaving(date(2020, 1, 1))
    PersonFactory(collected_on=TODAY + timedelta(days=40))
    forecast = compute_forecast(as_of=TODAY)
    assert rows_in(forecast, "persons") == {}
    assert forecast.overdue == {"persons": 1}
    assert forecast.later == {"persons": 1}


@pytest.mark.django_db
def test_notes_and_vouchers_are_counted_by_their_own_dates() -> None:
    person = PersonFactory(collected_on=TODAY)
    note_of(person, add_months(date(2027, 5, 10), -PERIOD))
    VoucherFactory(kept_until=date(2028, 12, 31))
    forecast = compute_forecast(as_of=TODAY)
    assert rows_in(forecast, "interactions") == {6: 1}
    assert rows_in(forecast, "vouchers") == {26: 1}
    assert "participants" not in forecast.series


@pytest.mark.django_db
def test_only_the_newest_counting_stays() -> None:
    compute_forecast(as_of=TODAY)
    compute_forecast(as_of=TODAY)
    assert RetentionForecast.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_forecast_is_counted_once_in_the_background() -> None:
    start_forecast(as_of=TODAY)
    start_forecast(as_of=TODAY)
    assert is_being_computed()
    assert run_due_jobs() == 1
    assert not is_being_computed()
    assert RetentionForecast.objects.get().as_of == TODAY


@given(
    written=st.dates(date(2008, 1, 1), date(2014, 12, 31)),
    first=st.dates(date(2024, 1, 1), date(2029, 12, 31)),
    days=st.integers(0, 40),
)
def test_range_of_days_holds_exactly_the_rows_whose_last_day_is_in_it(
    written: date, first: date, days: int
) -> None:
    stream = Stream(
        rule="r", holding="h", model=FollowUp, date_field="due_on", months=PERIOD
    )
    last = stream.last_day(FollowUp(due_on=written))
    until = first + timedelta(days=days)
    low, high = stream._bound(first), stream._bound(until + timedelta(days=1))
    assert (low <= written < high) == (first <= last <= until)


@pytest.mark.django_db
def test_database_and_law_agree_on_the_last_day_of_february() -> None:
    person = PersonFactory(collected_on=TODAY)
    note = note_of(person, date(2012, 2, 29))
    stream = next(s for s in streams() if s.holding == "interactions")
    (row,) = stream.rows.annotate(last=stream.last_day_in_sql())
    assert row.pk == note.pk
    assert row.last == stream.last_day(row) == date(2027, 2, 28)


@pytest.mark.django_db
def test_upcoming_holds_thirty_days_and_says_what_holds_a_row() -> None:
    today = person_leaving(TODAY)
    last = person_leaving(TODAY + timedelta(days=29))
    GuardFactory(person=last, held=True, restricted=False)
    person_leaving(TODAY - timedelta(days=1))
    person_leaving(TODAY + timedelta(days=30))
    group = next(group for group in groups() if group.holding == "persons")
    shown = describe(group, list(group.rows(today=TODAY).order_by("last_day")))
    assert [(one.pk, one.held) for one in shown] == [(today.pk, False), (last.pk, True)]
    assert shown[0].leaves_on == TODAY + timedelta(days=1)
    assert shown[0].named.persons == [today]


@pytest.mark.django_db
def test_upcoming_note_is_found_by_its_person() -> None:
    person = PersonFactory(given_name="Taavetti", family_name="Esimerkki")
    note = note_of(person, add_months(TODAY + timedelta(days=3), -PERIOD))
    note_of(PersonFactory(), add_months(TODAY + timedelta(days=3), -PERIOD))
    group = next(group for group in groups() if group.holding == "interactions")
    rows, partial = group.narrow(group.rows(today=TODAY), "Taavetti")
    assert [row.pk for row in rows] == [note.pk]
    assert not partial


def test_months_are_counted_over_the_year() -> None:
    assert months_between(date(2026, 11, 30), date(2027, 1, 1)) == 2
    assert months_between(date(2026, 11, 1), date(2026, 10, 31)) == -1


def test_bars_stand_on_each_other_and_in_their_years() -> None:
    chart = draw_chart({"a": [1] * 14, "b": [3] * 14}, first=TODAY)
    assert chart.rules == ["a", "b"]
    assert [year.rows for year in chart.years] == [8, 48]
    low, high = chart.bars[:2]
    assert (low.tone, high.tone) == (1, 2)
    assert low.y == pytest.approx(high.y + high.height, abs=0.02)
    assert low.y + low.height == pytest.approx(chart.floor, abs=0.02)
    assert high.y == pytest.approx(chart.top, abs=0.02)
    assert chart.ticks[-1].rows == 4


@given(st.lists(st.integers(0, 2_000_000), min_size=1, max_size=180))
def test_no_bar_leaves_the_drawing(rows: list[int]) -> None:
    chart = draw_chart({"a": rows}, first=TODAY)
    for bar in chart.bars:
        assert bar.x >= chart.left
        assert bar.x + bar.width <= chart.width
        assert bar.y >= chart.top - 1
    assert chart.rows == sum(rows)
