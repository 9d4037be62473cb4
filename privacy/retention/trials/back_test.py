"""What a rule would have erased in years past, and whom we then dealt with again.

For rules about whole people the months are exact but for this: relationships with
several companies are read as one string of days. A person who is gone today is not in
the history: what was erased leaves no trace to test with.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import (
    Count,
    F,
    Q,
)
from django.db.models.functions import Greatest, TruncMonth
from django.utils import timezone

from privacy.models import Anchor, PeriodRule
from privacy.retention.past.orders import OVER, closed_on
from privacy.retention.past.span import before, day_after, local_day
from privacy.retention.trials.due import OF_PERSONS, personal_rows
from privacy.retention.trials.points import gaps_query
from registry.choices import ENDING_EVENTS
from registry.law.calendar import add_months
from registry.law.parameters import number
from registry.law.retention import first_day_kept
from registry.models import Order
from registry.seams.personal_data import Holding, registry_of_holdings

Progress = Callable[[int, int], None]
MONTHS_A_YEAR = 12
DELIVERY = "addresses"


def back_test(
    rule: PeriodRule,
    *,
    as_of: date,
    years: int,
    progress: Progress = lambda _done, _total: None,
) -> dict[str, Any]:
    """``unit`` (persons or rows) and ``months``: [first day, gone, dealt with again].

    Every month of the years before ``as_of`` is there, with zeros. Cost: one pass over
    the facts of everybody, or over the table of each holding.
    """
    first = add_months(as_of, -years * MONTHS_A_YEAR).replace(day=1)
    gone: Counter[date] = Counter()
    again: Counter[date] = Counter()
    whole_people = is_of_persons(rule)
    parts = [None] if whole_people else _with_dates(rule)
    for done, holding in enumerate(parts, start=1):
        found = (
            _persons(rule, first, as_of)
            if holding is None
            else _rows(rule, holding, first, as_of)
        )
        for month, rows, dealt in found:
            gone[month] += rows
            again[month] += dealt
        progress(done, len(parts))
    return {
        "unit": "persons" if whole_people else "rows",
        "months": [[m.isoformat(), gone[m], again[m]] for m in _months(first, as_of)],
    }


def is_of_persons(rule: PeriodRule) -> bool:
    """Whether the numbers are persons: the rule takes the whole person, or the one
    address that she has."""
    return rule.anchor in OF_PERSONS or (
        rule.anchor == Anchor.ORDER_CLOSED and DELIVERY in rule.covers
    )


def _persons(rule: PeriodRule, first: date, as_of: date) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(
            gaps_query(rule.anchor),
            {
                "months": f"{rule.months} months",
                "inactivity": f"{number('relationship_inactivity_months')} months",
                "ending": [str(kind) for kind in ENDING_EVENTS],
                "zone": timezone.get_default_timezone_name(),
                "first": first,
                "as_of": as_of,
            },
        )
        return list(cursor.fetchall())


def _with_dates(rule: PeriodRule) -> list[Holding]:
    by_order = rule.anchor == Anchor.ORDER_CLOSED
    return [
        holding
        for holding in registry_of_holdings
        if holding.key in rule.covers
        and not holding.key.endswith("_history")
        and (by_order or holding.clock)
    ]


def _rows(
    rule: PeriodRule, holding: Holding, first: date, as_of: date
) -> list[tuple[Any, ...]]:
    """Month, rows, rows whose person dealt with us again."""
    rows, day = _dated(rule, holding, as_of)
    rows = rows.annotate(gone=day_after(day, months=rule.months))
    rows = rows.filter(gone__range=(first, as_of)).order_by()
    again = Q(pk__in=())
    if latest := _latest_dealing(holding):
        rows, again = rows.annotate(latest=latest), Q(latest__gte=F("gone"))
    counted = rows.values_list(TruncMonth("gone")).annotate(
        rows=Count("pk", distinct=True),
        again=Count("pk", distinct=True, filter=again),
    )
    return list(counted)


def _dated(rule: PeriodRule, holding: Holding, as_of: date) -> tuple[Any, Any]:
    """Rows that the rule could have let go by that day, and the day they count from."""
    if rule.anchor == Anchor.ORDER_CLOSED:
        orders = Order.objects.filter(
            contact__isnull=False, buyer_company__isnull=False, status__in=OVER
        )
        return orders.annotate(closed_on=closed_on()), F("closed_on")
    clock = str(holding.clock)
    past = before(holding.model, clock, first_day_kept(as_of, months=rule.months))
    return personal_rows(holding).filter(**past), local_day(holding.model, clock)


def _latest_dealing(holding: Holding) -> Any:
    """The last day on which the row's person took part or bought, of her clock."""
    path = "contact" if holding.key == "orders_as_contact" else holding.person_path
    if not path or holding.person_lookup == holding.person_path:
        return None
    return Greatest(f"{path}__clock__last_taken_part_on", f"{path}__clock__ended_on")


def _months(first: date, as_of: date) -> Iterator[date]:
    month = first
    while month <= as_of:
        yield month
        month = add_months(month, 1)
