"""Mail about reviews of legal holds: to the owner and the officers, at fixed days before
the review is due, and once it is late. Nothing about anybody but the hold's reference."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override

from privacy.models import HoldReminder, LegalHold
from registry.models import Staff
from registry.seams.mail import queue_mail

STEPS = (30, 7)
"""Days before the review; the last step, 0, is the mail about one that is late."""
LATE = 0
OFFICERS = "dpo"


def remind_of_reviews(today: date) -> int:
    """Queue what is due; how many holds. Once a step of a review, also when run twice;
    a step that was missed is not sent beside a later one."""
    sent = 0
    for hold in LegalHold.objects.with_next_review().in_force().select_related("owner"):
        step = _step((hold.next_review_by - today).days)
        if step is not None:
            sent += _remind(hold, hold.next_review_by, step, today)
    return sent


def _step(days: int) -> int | None:
    if days < 0:
        return LATE
    return min((step for step in STEPS if days <= step), default=None)


@transaction.atomic
def _remind(hold: LegalHold, review_by: date, step: int, today: date) -> bool:
    _row, is_new = HoldReminder.objects.get_or_create(
        hold=hold, review_by=review_by, days_before=step
    )
    if is_new:
        for staff in _readers(hold):
            _write(staff, hold, review_by, (review_by - today).days)
    return is_new


def _readers(hold: LegalHold) -> list[Staff]:
    wanted = Q(pk=hold.owner_id) | Q(groups__name=OFFICERS)
    found = Staff.objects.filter(wanted, is_active=True).exclude(email="")
    return list(found.distinct().order_by("pk"))


def _write(staff: Staff, hold: LegalHold, review_by: date, days: int) -> None:
    with override(staff.language):
        written = render_to_string(
            f"privacy/mail/{staff.language}/hold_review.txt",
            _context(hold, review_by, days),
        )
    subject, _line, text = written.partition("\n")
    queue_mail(
        to=staff.email,
        subject=subject.strip(),
        text=text.strip() + "\n",
        kind="hold.review",
        language=staff.language,
        subject_type="hold",
        subject_ref=hold.reference,
    )


def _context(hold: LegalHold, review_by: date, days: int) -> dict[str, Any]:
    path = reverse("admin:privacy_legalhold_change", args=[hold.pk])
    return {
        "reference": hold.reference,
        "day": f"{review_by:%-d.%-m.%Y}",
        "days": days,
        "url": f"{settings.SITE_URL}{path}",
    }
