"""Mail to the officers about requests whose last day comes near or has passed: at fixed
days, once each. Nothing about anybody but the request's reference, right and day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override

from privacy.models import Case, CaseReminder
from privacy.models.case_choices import ClockState
from registry.law.parameters import numbers
from registry.models import AuditEntry, Staff
from registry.seams.audit import record
from registry.seams.mail import queue_mail

LATE = 0
"""The step of a request that is past its last lawful day."""
OFFICERS = "dpo"


def remind_of_deadlines(today: date) -> int:
    """Queue what is due; how many requests. Once a step, also when run twice; a step
    that was missed is not sent beside a later one. A clock that stands reminds nobody."""
    steps = numbers("dsr_reminder_days")
    near = Case.objects.pending().filter(
        legal_due__lte=today + timedelta(days=max(steps))
    )
    sent = 0
    for case in near.exclude(clock_state=ClockState.PAUSED).order_by("legal_due", "pk"):
        step = _step(case.days_left(today), steps)
        if step is not None:
            sent += _remind(case, step, case.days_left(today))
    return sent


@transaction.atomic
def note_overdue(today: date) -> int:
    """Write into the audit trail which requests are overdue, once a day; how many."""
    late = list(Case.objects.overdue(today).values_list("pk", flat=True))
    known = AuditEntry.objects.filter(action="case.overdue", at__date=today)
    if late and not known.exists():
        record(
            actor=None, action="case.overdue", subjects=[("case", key) for key in late]
        )
    return len(late)


def _step(days: int, steps: tuple[int, ...]) -> int | None:
    if days < 0:
        return LATE
    return min((step for step in steps if days <= step), default=None)


@transaction.atomic
def _remind(case: Case, step: int, days: int) -> bool:
    officers = Staff.objects.filter(groups__name=OFFICERS, is_active=True)
    readers = list(officers.exclude(email="").distinct().order_by("pk"))
    if not readers:
        return False
    _row, is_new = CaseReminder.objects.get_or_create(
        case=case, legal_due=case.legal_due, days_before=step
    )
    if is_new:
        for staff in readers:
            _write(staff, case, days)
    return is_new


def _write(staff: Staff, case: Case, days: int) -> None:
    with override(staff.language):
        written = render_to_string(
            f"privacy/mail/{staff.language}/case_due.txt", _context(case, days)
        )
    subject, _line, text = written.partition("\n")
    queue_mail(
        to=staff.email,
        subject=subject.strip(),
        text=text.strip() + "\n",
        kind="deadline.reminder",
        language=staff.language,
        subject_type="case",
        subject_ref=case.reference,
    )


def _context(case: Case, days: int) -> dict[str, Any]:
    path = reverse("admin:privacy_case_change", args=[case.pk])
    return {
        "reference": case.reference,
        "right": case.get_kind_display(),
        "day": f"{case.legal_due:%-d.%-m.%Y}",
        "days": days,
        "late": -days,
        "url": f"{settings.SITE_URL}{path}",
    }
