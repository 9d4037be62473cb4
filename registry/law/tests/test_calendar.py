from datetime import date, timedelta

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.law.calendar import (
    add_months,
    add_years,
    is_working_day,
    next_working_day,
    previous_working_day,
    public_holidays,
)

DAYS = st.dates(date(1995, 1, 1), date(2095, 12, 31))


@pytest.mark.parametrize("year", range(2015, 2046))
def test_holidays_agree_with_the_library_without_its_eves(year: int) -> None:
    library = holidays.country_holidays("FI", years=year, language="en_US")
    wanted = {day for day, name in library.items() if "Eve" not in name}
    assert len(library) > len(wanted)
    assert public_holidays(year) == wanted


@pytest.mark.parametrize(
    "eve", [date(2026, 6, 19), date(2026, 12, 24), date(2026, 12, 31)]
)
def test_eves_are_working_days(eve: date) -> None:
    assert is_working_day(eve)


@given(DAYS)
def test_shifted_day_is_the_nearest_working_day(day: date) -> None:
    after, before = next_working_day(day), previous_working_day(day)
    assert is_working_day(after)
    assert is_working_day(before)
    assert before <= day <= after
    between = [before + timedelta(days=n) for n in range(1, (after - before).days)]
    assert not any(map(is_working_day, between))


@given(DAYS, st.integers(0, 400))
def test_added_months_land_in_the_right_month(day: date, months: int) -> None:
    later = add_months(day, months)
    assert later.year * 12 + later.month == day.year * 12 + day.month + months
    assert later.day <= day.day
    assert later.day == day.day or (later + timedelta(days=1)).day == 1


@given(DAYS, DAYS, st.integers(0, 400))
def test_added_months_keep_order(one: date, other: date, months: int) -> None:
    first, second = sorted((one, other))
    assert add_months(first, months) <= add_months(second, months)


def test_leap_day_ends_on_28_february_in_a_common_year() -> None:
    assert add_years(date(2024, 2, 29), 15) == date(2039, 2, 28)
    assert add_years(date(2024, 2, 29), 4) == date(2028, 2, 29)
