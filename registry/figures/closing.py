"""Closing months: counting them once, in one pass over their rows."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.db.models.expressions import RawSQL
from django.utils import timezone

from registry.law.parameters import number
from registry.models import FigureSource, Person
from registry.models.figures import SMALLEST_GROUP
from registry.seams import gate

from .cells import AREAS, CELLS, COUNTED, MAKE, STORE
from .sources import Source, figure_sources

GRACE_DAYS = 31
"""A month is closed when it has been over for so long: late orders belong to it."""

TEMPORARY = ("scope", "facts", "areas", "orders", "lines", "cells")

SCOPE = """
CREATE TEMPORARY TABLE figure_scope ON COMMIT DROP AS
SELECT wanted.month, COALESCE(m.counted_up_to, 0) AS counted
FROM (
    SELECT generate_series(date_trunc('month', %(first)s::timestamp),
                           %(last)s::timestamp - interval '1 day',
                           interval '1 month')::date AS month
    UNION
    SELECT month FROM ({late}) AS rows_too_late(month) WHERE month < %(closed)s::date
) wanted
LEFT JOIN registry_figuremonth m ON m.source_id = %(source)s AND m.month = wanted.month
"""


def close_months(until: date) -> int:
    """Count every month that lies before ``until`` and has been over for 31 days, and
    the rows that came late to months closed before; returns how many cells were added.

    To be called before rows are erased: what is gone cannot be counted. The cost grows
    with the rows of those months and with new rows, not with the register. Figures that
    stand are never touched: late rows make cells of their own once their group is large
    enough, so that no difference of two publications tells of a few."""
    today = timezone.localdate()
    last = min(until, today - timedelta(days=GRACE_DAYS)).replace(day=1)
    return sum(
        _close_source(source, last, _largest_key(source.table))
        for source in figure_sources()
    )


@transaction.atomic
def _close_source(source: Source, last: date, top: int) -> int:
    FigureSource.objects.get_or_create(name=source.name)
    state = FigureSource.objects.select_for_update().get(name=source.name)
    top = max(top, state.seen_up_to)
    values: dict[str, Any] = {
        "source": source.name,
        "seen": state.seen_up_to,
        "top": top,
        "zone": settings.TIME_ZONE,
        "least": max(number("statistics_minimum_group"), SMALLEST_GROUP),
    }
    first = state.closed_until or _first_month(source, values)
    if first is None or _nothing_new(state, first, last, top):
        return 0
    values |= {"first": first, "last": max(first, last), "closed": first}
    added = _count(source, values)
    state.closed_until = values["last"]
    state.seen_up_to = top
    state.save()
    return added


def _nothing_new(state: FigureSource, first: date, last: date, top: int) -> bool:
    seen_all = state.closed_until is None or top == state.seen_up_to
    return first >= last and seen_all


def _count(source: Source, values: dict[str, Any]) -> int:
    _run("SET LOCAL work_mem = '128MB'", values)
    _run(SCOPE.format(late=source.late_months), values)
    _run(MAKE, values)
    for statement in source.facts:
        _run(statement, values)
    _leave_out_objectors()
    _run("ANALYZE figure_facts", values)
    _run(AREAS, values)
    _run(CELLS, values)
    added = _run(STORE, values)
    _run(COUNTED, values)
    _drop_temporary()
    return added


def _leave_out_objectors() -> None:
    """Restricted persons, and those whose objection was upheld: the gate says whom."""
    subjects = RawSQL("SELECT subject FROM figure_facts WHERE subject > 0", [])
    asked = gate.permitted(
        Person.objects.filter(pk__in=subjects),
        purpose=gate.Purpose.STATISTICS,
        channel=gate.Channel.NONE,
        on=timezone.localdate(),
    )
    sql, values = asked.order_by().values("pk").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM figure_facts f WHERE f.subject > 0 AND NOT EXISTS"  # noqa: S608  # the gate's own SQL, values apart
            f" (SELECT 1 FROM ({sql}) AS yes(id) WHERE yes.id = f.subject)",
            values,
        )


def _largest_key(table: str) -> int:
    """No smaller key can still appear: writers that have one are waited for, half a
    second at most; beyond that their rows may be left out of the figures."""
    with connection.cursor() as cursor:
        try:
            with transaction.atomic():
                cursor.execute("SET LOCAL lock_timeout = '500ms'")
                cursor.execute(f"LOCK TABLE {table} IN SHARE MODE")
                cursor.execute(f"SELECT COALESCE(max(id), 0) FROM {table}")  # noqa: S608  # a table of our own
                return int(cursor.fetchone()[0])
        except OperationalError:
            cursor.execute(f"SELECT COALESCE(max(id), 0) FROM {table}")  # noqa: S608  # a table of our own
            return int(cursor.fetchone()[0])


def _first_month(source: Source, values: dict[str, Any]) -> date | None:
    with connection.cursor() as cursor:
        cursor.execute(source.first_day, values)
        day: date | None = cursor.fetchone()[0]
    return day.replace(day=1) if day else None


def _run(statement: str, values: dict[str, Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.rowcount)


def _drop_temporary() -> None:
    """Several sources are counted in one transaction where the caller has one."""
    with connection.cursor() as cursor:
        names = ", ".join(f"figure_{name}" for name in TEMPORARY)
        cursor.execute(f"DROP TABLE IF EXISTS {names}")
