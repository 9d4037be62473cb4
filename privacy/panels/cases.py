"""Requests on the start page and on the person's timeline."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from privacy.models import Case
from privacy.models.case_choices import CaseState
from registry.law.parameters import number
from registry.models import Staff
from registry.seams.panels import (
    Cursor,
    Tile,
    TimelineEntry,
    start_tile,
    timeline_source,
)

SHOWN = 6
SOURCE = "case"


@start_tile(order=10)
def overdue_tile(request: HttpRequest) -> Tile | None:
    """How many requests are past their last lawful day; shown only where some are."""
    if not request.user.has_perm("privacy.view_case"):
        return None
    late = Case.objects.overdue(timezone.localdate()).count()
    if not late:
        return None
    return Tile(title=_("Requests overdue"), count=late, url=_queue(), urgent=True)


@start_tile(order=20)
def pending_tile(request: HttpRequest) -> Tile | None:
    """The requests that are due first, with their days left."""
    if not request.user.has_perm("privacy.view_case"):
        return None
    today = timezone.localdate()
    pending = Case.objects.pending()
    first = list(pending.order_by("legal_due", "pk")[: SHOWN + 1])
    warning = number("dsr_warning_days")
    return Tile(
        title=_("Requests by days left"),
        count=pending.count(),
        url=_queue(),
        template="privacy/desk/_tile.html",
        context={
            "rows": [{"case": c, "days": c.days_left(today)} for c in first[:SHOWN]],
            "warning_days": warning,
        },
        urgent=bool(first) and first[0].days_left(today) <= warning,
    )


@timeline_source(SOURCE)
def cases_of(
    subject: str, key: int, before: Cursor | None, limit: int, user: Staff
) -> Sequence[TimelineEntry]:
    """The person's requests; for those who may see requests."""
    if subject != "person" or not user.has_perm("privacy.view_case"):
        return []
    cases = Case.objects.filter(person_id=key).exclude(state=CaseState.UNCONFIRMED)
    if before:
        cases = cases.filter(received_at__lte=before.at)
        if before.source <= SOURCE:
            last = before.key if before.source == SOURCE else 0
            cases = cases.filter(Q(received_at__lt=before.at) | Q(pk__lt=last))
    return [_entry(c) for c in cases.order_by("-received_at", "-pk")[:limit]]


def _entry(case: Case) -> TimelineEntry:
    return TimelineEntry(
        at=case.received_at,
        source=SOURCE,
        key=case.pk,
        kind="case",
        title=case.get_kind_display(),
        body=case.get_outcome_display() if case.is_closed else case.get_state_display(),
        url=reverse("admin:privacy_case_change", args=[case.pk]),
        icon="gavel",
    )


def _queue() -> str:
    return reverse("admin:privacy_case_changelist")
