"""Whom and what a rule makes due on a day; the rule need not be in force.

Rows by a date of their own are found by the very queries of the executor
(privacy/retention/past); whole people by their clocks' dates and the rule's own
months, because the clocks know the last days by the rules in force only.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from privacy.models import Anchor, PeriodRule
from privacy.retention.past.sources import OF_PERSONS
from privacy.retention.rules import bound
from registry.models import Person, PersonClock
from registry.seams.personal_data import Holding

__all__ = ["OF_PERSONS", "due_persons", "free_persons", "rows_of"]


def due_persons(rule: PeriodRule, as_of: date) -> QuerySet[Person]:
    """Whom the rule lets go, whatever holds them back; for rules about whole people."""
    first = bound(rule, as_of)
    clocks = PersonClock.objects.all()
    if rule.anchor == Anchor.RELATIONSHIP_END:
        clocks = clocks.filter(ended_on__lt=first, detected_on__lte=as_of)
    elif rule.anchor == Anchor.LAST_TAKING_PART:
        start = Coalesce("last_taken_part_on", "collected_on")
        clocks = clocks.filter(ended_on=None).annotate(start=start)
        clocks = clocks.filter(start__lt=first)
    else:
        clocks = clocks.filter(ended_on=None, collected_on__lt=first)
    return Person.objects.filter(pk__in=clocks.values("pk"))


def free_persons(persons: QuerySet[Person]) -> QuerySet[Person]:
    """Those whom no hold and no restriction holds back."""
    guarded = Q(guard__held=True) | Q(guard__restricted=True)
    return persons.exclude(pk__in=Person.objects.filter(guarded).values("pk"))


def rows_of(holding: Holding, persons: QuerySet[Person], as_of: date) -> QuerySet[Any]:
    """Rows of the holding that go, or are cut loose, with these people; what a statute
    keeps is left out."""
    rows = personal_rows(holding)
    rows = rows.filter(**{f"{holding.person_lookup}__in": persons.values("pk")})
    if not holding.kept_until:
        return rows
    path = holding.kept_until
    return rows.filter(Q(**{f"{path}__lt": as_of}) | Q(**{f"{path}__isnull": True}))


def personal_rows(holding: Holding) -> QuerySet[Any]:
    """Rows of the holding that are about people."""
    rows = holding.model._default_manager.all()
    return rows.filter(holding.condition) if holding.condition else rows
