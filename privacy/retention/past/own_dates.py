"""Rows with a date of their own: notes, follow-ups, their history (C.15)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import Q

from privacy.models import PeriodRule
from privacy.retention.rules import bound
from registry.seams.personal_data import (
    Holding,
    OnErasure,
    keys_of,
    registry_of_holdings,
)
from registry.seams.personal_data.blanking import blank_of

from .span import Span, before, day_after, local_day, no_person, span_of


def dated_holdings(rule: PeriodRule) -> list[Holding]:
    """The holdings of the rule that know a date of their own."""
    return [h for h in registry_of_holdings if h.key in rule.covers and h.clock]


def past_own_date(
    holding: Holding, rule: PeriodRule, as_of: date, only: Collection[int] | None
) -> Span:
    """Rows of the holding whose own day is too long ago; blanked ones are done."""
    clock = str(holding.clock)
    rows: Any = holding.model._default_manager.filter(
        **before(holding.model, clock, bound(rule, as_of))
    )
    if only is not None:
        rows = rows.filter(pk__among=keys_of(only))
    if holding.condition is not None:
        rows = rows.filter(holding.condition)
    if not holding.deletes_rows:
        rows = rows.exclude(_blanked(holding))
    due = day_after(local_day(holding.model, clock), months=rule.months)
    person: Any = holding.person_lookup or no_person()
    return span_of(rows, person=person, due=due)


def _blanked(holding: Holding) -> Q:
    nothing = Q()
    for name, datum in holding.fields.items():
        if datum.on_erasure == OnErasure.BLANK:
            blank = blank_of(holding.model, name)
            nothing &= Q(
                **({f"{name}__isnull": True} if blank is None else {name: blank})
            )
    return nothing
