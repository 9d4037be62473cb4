"""How much will fall due in each month of the coming years: one grouping a stream, in
the background, kept as numbers."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Count, DateField, F, Func
from django.db.models.functions import TruncMonth

from privacy.models import RetentionForecast
from privacy.retention.streams import Stream, streams
from registry.law.parameters import number
from registry.models import Staff
from registry.seams.audit import record
from registry.seams.jobs import Job, JobState, enqueue_job

JOB = "retention.forecast"
MONTHS_A_YEAR = 12

Series = dict[str, dict[str, list[int]]]


def newest_forecast() -> RetentionForecast | None:
    """What the page shows; None before the first night."""
    return RetentionForecast.objects.order_by("-pk").first()


def is_being_computed() -> bool:
    """Whether a worker is at it, or will be."""
    alive = (JobState.QUEUED, JobState.RUNNING)
    return Job.objects.filter(kind=JOB, state__in=alive).exists()


@transaction.atomic
def start_forecast(*, as_of: date, actor: Staff | None = None) -> None:
    """Have it counted in the background; once, however often it is asked for."""
    if is_being_computed():
        return
    enqueue_job(
        kind=JOB,
        payload={"as_of": as_of.isoformat()},
        created_by_id=actor.pk if actor else None,
    )
    if actor:
        record(actor=actor, action="retention.forecast_asked")


@transaction.atomic
def compute_forecast(*, as_of: date) -> RetentionForecast:
    """Count every stream by the month in which its rows leave; only the newest
    counting stays. Cost: one pass over each stream's table."""
    months = MONTHS_A_YEAR * number("notice_retention_years")
    series: Series = defaultdict(dict)
    overdue: dict[str, int] = defaultdict(int)
    later: dict[str, int] = defaultdict(int)
    living: dict[str, int] = defaultdict(int)
    for stream in streams():
        by_month = [0] * months
        for leaves, rows in _count_by_month(stream):
            if leaves is None:
                living[stream.holding] += rows
            elif (place := months_between(as_of, leaves)) >= months:
                later[stream.holding] += rows
            elif place < 0:
                overdue[stream.holding] += rows
            else:
                by_month[place] += rows
        if any(by_month):
            series[stream.holding][stream.rule] = by_month
    made = RetentionForecast.objects.create(
        as_of=as_of,
        months=months,
        series=series,
        overdue=overdue,
        later=later,
        living=living,
    )
    RetentionForecast.objects.exclude(pk=made.pk).delete()
    return made


def months_between(first: date, then: date) -> int:
    """Whole calendar months from the month of one day to the month of another."""
    return (then.year - first.year) * MONTHS_A_YEAR + then.month - first.month


def _count_by_month(stream: Stream) -> list[tuple[date | None, int]]:
    """The month of the first day without the row: the day after its last."""
    gone = Func(F("last"), template="(%(expressions)s + 1)", output_field=DateField())
    found: Any = stream.rows.annotate(last=stream.last_day_in_sql())
    grouped = found.annotate(leaves=TruncMonth(gone)).values_list("leaves")
    return list(grouped.annotate(rows=Count("pk")).order_by())
