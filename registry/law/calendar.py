"""Finnish public holidays and the counting of months (Regulation 1182/71).

Midsummer Eve and Christmas Eve are customary days off, not statutory holidays: they
move no deadline. Each holiday stands with the act that makes it one.
"""

import calendar as gregorian
from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

_CHURCH_ACT: Final = "Kirkkolaki 652/2023 6 §"
_SATURDAY, _SUNDAY = 5, 6
_ONE_DAY: Final = timedelta(days=1)


def easter_sunday(year: int) -> date:
    """Gregorian Easter by the anonymous (Meeus, Jones, Butcher) computation."""
    golden = year % 19
    century, of_century = divmod(year, 100)
    leap_centuries, rest = divmod(century, 4)
    moon = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leap_centuries - moon + 15) % 30
    leaps, after_leap = divmod(of_century, 4)
    weekday = (32 + 2 * rest + 2 * leaps - epact - after_leap) % 7
    correction = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * correction + 114, 31)
    return date(year, month, day + 1)


def _fixed(month: int, day: int) -> Callable[[int], date]:
    return lambda year: date(year, month, day)


def _from_easter(days: int) -> Callable[[int], date]:
    return lambda year: easter_sunday(year) + timedelta(days=days)


def _saturday_from(month: int, day: int) -> Callable[[int], date]:
    """The first Saturday on or after the given day."""

    def find(year: int) -> date:
        first = date(year, month, day)
        return first + timedelta(days=(_SATURDAY - first.weekday()) % 7)

    return find


HOLIDAY_RULES: Final[tuple[tuple[str, Callable[[int], date], str], ...]] = (
    ("new_year", _fixed(1, 1), _CHURCH_ACT),
    ("epiphany", _fixed(1, 6), _CHURCH_ACT),
    ("good_friday", _from_easter(-2), _CHURCH_ACT),
    ("easter_sunday", _from_easter(0), _CHURCH_ACT),
    ("easter_monday", _from_easter(1), _CHURCH_ACT),
    ("may_day", _fixed(5, 1), "Laki 272/1944"),
    ("ascension", _from_easter(39), _CHURCH_ACT),
    ("pentecost", _from_easter(49), _CHURCH_ACT),
    ("midsummer_day", _saturday_from(6, 20), _CHURCH_ACT),
    ("all_saints", _saturday_from(10, 31), _CHURCH_ACT),
    ("independence_day", _fixed(12, 6), "Laki 388/1937"),
    ("christmas_day", _fixed(12, 25), _CHURCH_ACT),
    ("st_stephen", _fixed(12, 26), _CHURCH_ACT),
)


@lru_cache(maxsize=512)
def public_holidays(year: int) -> frozenset[date]:
    """Every statutory public holiday of Finland in the year."""
    return frozenset(rule(year) for _, rule, _ in HOLIDAY_RULES)


def is_working_day(day: date) -> bool:
    """Neither Saturday, Sunday nor public holiday (Reg. 1182/71, art. 2(2), 3(4))."""
    return day.weekday() < _SATURDAY and day not in public_holidays(day.year)


def next_working_day(day: date) -> date:
    """The day itself if it is a working day, else the first one after it."""
    while not is_working_day(day):
        day += _ONE_DAY
    return day


def previous_working_day(day: date) -> date:
    """The day itself if it is a working day, else the last one before it."""
    while not is_working_day(day):
        day -= _ONE_DAY
    return day


def add_months(day: date, months: int) -> date:
    """Same day number, else the month's last day (Reg. 1182/71, art. 3(2)(c))."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return day.replace(
        year=year, month=month, day=min(day.day, gregorian.monthrange(year, month)[1])
    )


def add_years(day: date, years: int) -> date:
    """29 February becomes 28 February in a common year."""
    return add_months(day, 12 * years)
