"""The log of use goes by whole months: a partition each (C.15, 24 months)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from privacy.models import PeriodRule
from privacy.retention.rules import bound
from registry.law.calendar import add_months
from registry.seams.audit import stored_months

from .span import Span

SQL = """
    SELECT row_pk, NULL::bigint, due_on
    FROM unnest(%s::bigint[], %s::date[]) AS month (row_pk, due_on)
"""


def past_log_months(
    rule: PeriodRule, as_of: date, only: Collection[int] | None
) -> Span:
    """Months of which every entry is past its last day; a row's key is YYYYMM."""
    first = bound(rule, as_of)
    last_days = {month: last_local_day(month) for month in stored_months()}
    past = {
        key_of(month): add_months(day, rule.months) + timedelta(days=1)
        for month, day in last_days.items()
        if day < first and (only is None or key_of(month) in only)
    }
    return Span(SQL, ([*past.keys()], [*past.values()]))


def last_local_day(month: date) -> date:
    """Months are cut in UTC: in Finland the last hours fall on the next month's first
    day."""
    return add_months(month, 1)


def key_of(month: date) -> int:
    """YYYYMM."""
    return month.year * 100 + month.month


def month_of(key: int) -> date:
    """The first day of the month."""
    return date(key // 100, key % 100, 1)
