"""Rows past their last day as a piece of SQL with three columns."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import (
    BigIntegerField,
    DateField,
    DateTimeField,
    ExpressionWrapper,
    F,
    Func,
    Model,
    QuerySet,
    Value,
)
from django.db.models.functions import Cast, TruncDate
from django.utils import timezone

NOTHING = "SELECT NULL::bigint, NULL::bigint, NULL::date WHERE false"


@dataclass(frozen=True)
class Span:
    """``sql`` selects (row, person or NULL, first day after); a row about several
    people stands once for each of them."""

    sql: str = NOTHING
    params: tuple[Any, ...] = ()

    @classmethod
    def union(cls, parts: Iterable[Span]) -> Span:
        """All rows of the parts; nothing where there is none."""
        known = list(parts)
        if not known:
            return cls()
        sql = " UNION ALL ".join(f"({part.sql})" for part in known)
        return cls(sql, tuple(value for part in known for value in part.params))


def span_of(rows: QuerySet[Any], *, person: Any, due: Any) -> Span:
    """person: expression or path of the person's key. due: expression of a date."""
    if isinstance(person, str):
        person = F(person)
    asked = rows.order_by().annotate(line_person=person, line_due=due)
    try:
        sql, params = asked.values_list(
            "pk", "line_person", "line_due"
        ).query.sql_with_params()
    except EmptyResultSet:
        return Span()
    return Span(sql, params)


class LastDay(Func):
    """The last day of a period of months from a date: months end on the last day of a
    shorter month, as in registry.law.calendar."""

    template = "((%(expressions)s)::date + interval '%(months)s months')::date"
    output_field = DateField()

    def __init__(self, start: Any, *, months: int) -> None:
        super().__init__(start, months=int(months))


def next_day(day: Any) -> Any:
    """The day after a date."""
    one_day = Value(timedelta(days=1))
    return ExpressionWrapper(day + one_day, output_field=DateField())


def day_after(start: Any, *, months: int) -> Any:
    """The first day on which a row goes whose period starts then."""
    return next_day(LastDay(start, months=months))


def local_day(model: type[Model], clock: str) -> Any:
    """The row's own day in Finland."""
    if isinstance(model._meta.get_field(clock), DateTimeField):
        return TruncDate(clock, tzinfo=timezone.get_default_timezone())
    return F(clock)


def before(model: type[Model], clock: str, first_kept: date) -> dict[str, Any]:
    """The lookup of rows whose own day is before that one: served by an index."""
    bound: Any = first_kept
    if isinstance(model._meta.get_field(clock), DateTimeField):
        midnight = datetime.combine(first_kept, time.min)
        bound = timezone.make_aware(midnight, timezone.get_default_timezone())
    return {f"{clock}__lt": bound}


def no_person() -> Any:
    """For rows about nobody known."""
    return Cast(Value(None), BigIntegerField())
