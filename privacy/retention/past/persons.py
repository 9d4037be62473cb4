"""Persons past their last day, by the clocks of the register."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce

from privacy.models import Anchor, PeriodRule
from privacy.retention.rules import bound
from registry.models import PersonClock
from registry.seams.personal_data import keys_of

from .span import LastDay, Span, next_day, span_of

CAP = "person_collection"
SHORTER = "prospect_profile"
ANCHORS: dict[str, Any] = {
    Anchor.COLLECTION: F("collected_on"),
    Anchor.RELATIONSHIP_END: F("ended_on"),
    Anchor.LAST_TAKING_PART: Coalesce("last_taken_part_on", "collected_on"),
}


def past_persons(rule: PeriodRule, as_of: date, only: Collection[int] | None) -> Span:
    """Whom the rule makes due. Where the notice's own period is over too, the notice's
    rule says it: it waits for nobody's approval of a shorter one.

    The anchor is asked beside the last day: while the clocks still follow a shorter
    period than the rule in force, nobody goes too early."""
    clocks = PersonClock.objects.filter(last_day__lt=as_of)
    if only is not None:
        clocks = clocks.filter(pk__among=keys_of(only))
    clocks = clocks.annotate(anchor=ANCHORS[rule.anchor])
    past = clocks.filter(anchor__lt=bound(rule, as_of))
    found = [_due(past.filter(rule=rule.slug), F("last_day"))]
    if rule.slug == CAP:
        cap = LastDay(F("collected_on"), months=rule.months)
        found.append(_due(past.filter(rule=SHORTER), cap))
    return Span.union(found)


def _due(clocks: QuerySet[PersonClock], last_day: Any) -> Span:
    return span_of(clocks, person="person_id", due=next_day(last_day))
