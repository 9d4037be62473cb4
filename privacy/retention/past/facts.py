"""Requests, consents, restrictions and holds: proof for so long, then gone (C.15)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import Case as Choose
from django.db.models import F, Min, Model, OuterRef, Q, Subquery, When
from django.db.models.functions import TruncDate
from django.utils import timezone

from privacy.models import (
    Case,
    ConsentAction,
    ConsentEvent,
    LegalHold,
    PeriodRule,
    Restriction,
)
from privacy.models.case_choices import CaseState
from privacy.retention.rules import bound
from registry.models import RestrictedUse

from .span import Span, before, day_after, local_day, span_of

CLOSED: dict[str, tuple[type[Model], str, str]] = {
    "cases": (Case, "closed_at", "person_id"),
    "restrictions": (Restriction, "lifted_at", "person_id"),
    "restricted_uses": (RestrictedUse, "at", "person_id"),
    "legal_holds": (LegalHold, "released_at", "person_id"),
}
"""Holding → model, the day it was closed, the person. What hangs on a case goes with
the case."""


def past_closed(
    holding: str, rule: PeriodRule, as_of: date, only: Collection[int] | None
) -> Span:
    """Closed so long ago that nobody asks for the proof any more."""
    model, clock, person = CLOSED[holding]
    rows: Any = model._default_manager.filter(
        **before(model, clock, bound(rule, as_of))
    )
    if model is Case:
        rows = rows.filter(state=CaseState.CLOSED)
    if only is not None:
        rows = rows.filter(pk__in=only)
    due = day_after(local_day(model, clock), months=rule.months)
    return span_of(rows, person=person, due=due)


def past_consents(rule: PeriodRule, as_of: date, only: Collection[int] | None) -> Span:
    """Consents that were withdrawn long enough ago, and the withdrawals themselves. A
    consent that stands goes with its person only."""
    ended = (
        ConsentEvent.objects.withdrawn()
        .filter(
            Q(topic=OuterRef("topic")) | Q(topic=""),
            Q(at__gt=OuterRef("at")) | Q(at=OuterRef("at"), pk__gte=OuterRef("pk")),
            person=OuterRef("person"),
            purpose=OuterRef("purpose"),
            channel=OuterRef("channel"),
        )
        .order_by()
        .values("person")
        .annotate(first=Min("at"))
        .values("first")
    )
    rows = ConsentEvent.objects.annotate(
        ended_at=Choose(
            When(action=ConsentAction.WITHDRAWN, then=F("at")), default=Subquery(ended)
        )
    )
    old = before(ConsentEvent, "at", bound(rule, as_of))
    rows = rows.filter(**old, ended_at__lt=old["at__lt"])
    if only is not None:
        rows = rows.filter(pk__in=only)
    day = TruncDate("ended_at", tzinfo=timezone.get_default_timezone())
    return span_of(rows, person="person_id", due=day_after(day, months=rule.months))
