"""What holds a person's data back: holds, restrictions, open requests, runs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _

from privacy.models import (
    Case,
    LegalHold,
    Restriction,
    RetentionLine,
)
from privacy.models.retention_run import OVER
from registry.models import Company

from .explained import Blocker, BlockerKind
from .persons import companies_of


@dataclass(frozen=True, kw_only=True)
class Hold:
    """A legal hold that reaches a person, with its blocker."""

    row: LegalHold
    blocker: Blocker


def holds_of(person_id: int) -> list[Hold]:
    """Legal holds in force on her, on her companies, on orders that name her."""
    companies = Company.objects.filter(companies_of(person_id)).values("pk")
    found = LegalHold.objects.in_force().filter(
        Q(person=person_id)
        | Q(company__in=companies)
        | Q(order__buyer_person=person_id)
        | Q(order__contact=person_id)
    )
    return [
        Hold(
            row=hold,
            blocker=Blocker(
                kind=BlockerKind.HOLD,
                until=hold.review_by,
                detail=hold.reason,
                url=reverse("admin:privacy_legalhold_change", args=[hold.pk]),
            ),
        )
        for hold in found.select_related("owner").order_by("pk")
    ]


def restrictions_of(person_id: int) -> list[Blocker]:
    """Restrictions in force: their data is never erased by the job (18(2))."""
    rows = Restriction.objects.in_force().filter(person=person_id).order_by("pk")
    return [
        Blocker(
            kind=BlockerKind.RESTRICTION,
            detail=str(row.get_ground_display()),
            url=reverse("admin:privacy_restriction_change", args=[row.pk]),
        )
        for row in rows
    ]


def cases_of(person_id: int) -> list[Blocker]:
    """Requests that are being dealt with: erasing waits for the answer."""
    rows = Case.objects.pending().filter(person_id=person_id).order_by("pk")
    return [
        Blocker(
            kind=BlockerKind.CASE,
            until=case.legal_due,
            detail=f"{case.reference} · {case.get_kind_display()}",
            url=reverse("admin:privacy_case_change", args=[case.pk]),
        )
        for case in rows
    ]


def lines_of(person_ids: Iterable[int]) -> list[RetentionLine]:
    """Lines of runs that are not over, in which these people stand."""
    lines = RetentionLine.objects.filter(person_id__in=list(person_ids))
    return list(lines.exclude(run__state__in=OVER).select_related("run").order_by("pk"))


def run_blocker(line: RetentionLine) -> Blocker:
    """That the row stands in a run: nothing that stops it, unless held back there."""
    day = formats.date_format(line.run.as_of, "SHORT_DATE_FORMAT")
    words = [_("run as of %(day)s") % {"day": day}, str(line.get_state_display())]
    if line.note:
        words.append(str(line.get_note_display()))
    return Blocker(
        kind=BlockerKind.RUN,
        detail=" · ".join(words),
        url=reverse("admin:privacy_retentionrun_change", args=[line.run_id]),
        stops=False,
    )
