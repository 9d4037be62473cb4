"""Rows with a clock of their own: notes after fifteen years, vouchers after theirs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import DateTimeField, Model, Q, QuerySet
from django.utils import timezone

from registry.law.calendar import add_months, add_years
from registry.law.parameters import number
from registry.models import Order, OrderLine, PersonGuard, Voucher
from registry.seams.jobs import crash_point
from registry.seams.personal_data import (
    Holding,
    RetentionRule,
    registry_of_holdings,
)
from registry.seams.personal_data.erasing import history_silent
from registry.seams.personal_data.history import event_model_of
from registry.seams.personal_data.holdings import MapError

BATCH = 1_000
AfterBatch = Callable[[str, int], None]


def count_old_rows(*, as_of: date) -> dict[str, int]:
    """Holding → rows past their own last day; zeros left out."""
    counts = {h.key: rows_past(h, as_of).count() for h in holdings_by_own_date()}
    counts["vouchers"] = old_vouchers(as_of).count()
    return {key: count for key, count in counts.items() if count}


def delete_old_rows(*, as_of: date, after_batch: AfterBatch) -> None:
    """Delete them, one transaction a batch; safe to kill and to repeat."""
    for holding in holdings_by_own_date():
        for count in _batches(partial(_delete_batch, holding, as_of)):
            after_batch(holding.key, count)
    for count in _batches(partial(_delete_vouchers, as_of)):
        after_batch("vouchers", count)


def holdings_by_own_date() -> list[Holding]:
    """Holdings whose rows the map lets go by their own date."""
    return [
        holding
        for holding in registry_of_holdings
        if holding.clock
        and holding.deletes_rows
        and any(d.retention == RetentionRule.OWN_DATE for d in holding.fields.values())
    ]


def rows_past(holding: Holding, as_of: date) -> QuerySet[Any]:
    """Rows past their last day whose person nothing holds back."""
    clock = str(holding.clock)
    first = first_day_kept(as_of)
    bound: Any = first
    if isinstance(holding.model._meta.get_field(clock), DateTimeField):
        bound = timezone.make_aware(datetime.combine(first, time.min))
    rows = holding.model._default_manager.filter(**{f"{clock}__lt": bound})
    guarded = PersonGuard.objects.filter(Q(held=True) | Q(restricted=True))
    path = f"{holding.person_lookup}__in"
    kept = holding.model._default_manager.filter(**{path: guarded.values("person_id")})
    return rows.exclude(pk__in=kept.values("pk"))


def first_day_kept(as_of: date) -> date:
    """The oldest date whose data may still be stored on that day."""
    years = number("notice_retention_years")
    day = add_years(as_of, -years)
    while add_years(day, years) < as_of:
        day += timedelta(days=1)
    while add_years(day - timedelta(days=1), years) >= as_of:
        day -= timedelta(days=1)
    return day


def old_vouchers(as_of: date) -> QuerySet[Voucher]:
    """Vouchers whose statutory period is over."""
    return Voucher.objects.filter(kept_until__lt=as_of)


def closed_before(as_of: date) -> date:
    """Cases closed before this day have been proof for long enough (C.15)."""
    return add_months(as_of, -number("rights_request_case_months"))


def _batches(delete: Callable[[int], list[int]]) -> Iterator[int]:
    """Each batch begins after the last key of the one before: never past the rows
    that are gone already."""
    last = 0
    while keys := delete(last):
        crash_point("retention.after_rows")
        last = keys[-1]
        yield len(keys)


@transaction.atomic
def _delete_batch(holding: Holding, as_of: date, after: int) -> list[int]:
    rows = rows_past(holding, as_of).select_for_update(skip_locked=True, of=("self",))
    onward = rows.filter(pk__gt=after).order_by("pk")
    keys = list(onward.values_list("pk", flat=True)[:BATCH])
    with history_silent():
        _delete_history(holding.model, keys)
        holding.model._default_manager.filter(pk__in=keys).delete()
    return keys


@transaction.atomic
def _delete_vouchers(as_of: date, after: int) -> list[int]:
    """With the order where the buyer is gone: nothing else kept it."""
    rows = old_vouchers(as_of).select_for_update(skip_locked=True)
    onward = rows.filter(pk__gt=after).order_by("pk")
    found = list(onward.values_list("pk", "order_id")[:BATCH])
    orders = [order for _, order in found]
    Voucher.objects.filter(pk__in=[pk for pk, _ in found]).delete()
    ownerless = Order.objects.filter(
        pk__in=orders, buyer_company=None, buyer_person=None, contact=None
    )
    keys = list(ownerless.values_list("pk", flat=True))
    lines = OrderLine.objects.filter(order__in=keys)
    with history_silent():
        _delete_history(OrderLine, list(lines.values_list("pk", flat=True)))
        _delete_history(Order, keys)
        lines.delete()
        Order.objects.filter(pk__in=keys).delete()
    return [pk for pk, _ in found]


def _delete_history(model: type[Model], keys: list[int]) -> None:
    try:
        history = event_model_of(model)
    except MapError:
        return
    history._default_manager.filter(pgh_obj__in=keys).delete()
