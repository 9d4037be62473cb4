"""Persons past their last day, by the clocks of the register."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from django.db.models import DateField, ExpressionWrapper, F, Q, Value

from privacy.models import PeriodRule
from privacy.retention.rules import bound
from registry.models import PersonClock

from .span import Span, day_after, span_of

CAP = "person_collection"
SHORTER = "prospect_profile"


def past_persons(rule: PeriodRule, as_of: date, only: Collection[int] | None) -> Span:
    """Whom the rule makes due. Where the notice's own period is over too, the notice's
    rule says it: it waits for nobody's approval of a shorter one."""
    clocks = PersonClock.objects.all()
    if only is not None:
        clocks = clocks.filter(pk__in=only)
    due: Any = ExpressionWrapper(
        F("last_day") + Value(timedelta(days=1)), output_field=DateField()
    )
    first = bound(rule, as_of)
    own = clocks.filter(rule=rule.slug, last_day__lt=as_of)
    if rule.slug == SHORTER:
        return span_of(own, person="person_id", due=due)
    found = [span_of(own, person="person_id", due=due)]
    if rule.slug == CAP:
        capped = clocks.filter(
            Q(collected_on__lt=first), rule=SHORTER, last_day__lt=as_of
        )
        since = day_after(F("collected_on"), months=rule.months)
        found.append(span_of(capped, person="person_id", due=since))
    return Span.union(found)
