"""What a case's page says of its clock: what is wrong on top, the dates at the side."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from privacy.models import Case, CaseExtension, ExtensionGround, LetterState
from privacy.models.case_choices import CaseOutcome, CaseState
from privacy.parts import Part, Place, case_part
from privacy.services.cases.deadline import clock_of
from registry.law.parameters import number


@case_part(Place.NOTICE, order=5)
def clock_notices(_request: HttpRequest, case: Case) -> Part | None:
    """Loud: past the last lawful day, an extension that does not count, letters that
    did not arrive."""
    extension = CaseExtension.objects.filter(case=case).first()
    undelivered = list(case.letters.undelivered().order_by("pk"))
    today = timezone.localdate()
    context = {
        "overdue": case.is_overdue(today),
        "late_by": (today - case.legal_due).days,
        "extension": None if case.is_closed else _troubled(extension, case),
        "undelivered": undelivered,
        "refused_late": refused_late(case),
    }
    if any(context[name] for name in ("overdue", "extension", "refused_late")):
        return Part("privacy/desk/_clock_notices.html", context)
    return Part("privacy/desk/_clock_notices.html", context) if undelivered else None


def refused_late(case: Case) -> bool:
    """A refusal is told within the first month, never the longer (Art. 12(4))."""
    if case.outcome != CaseOutcome.REFUSED or case.decided_at is None:
        return False
    return timezone.localdate(case.decided_at) > case.refusal_due


@case_part(Place.SIDE, order=5)
def clock_side(request: HttpRequest, case: Case) -> Part:
    """Every date of the case, and the form that extends it."""
    today = timezone.localdate()
    clock = None if case.is_closed else clock_of(case)
    pause = clock.pause if clock else None
    return Part(
        "privacy/desk/_clock.html",
        {
            "today": today,
            "pause": pause,
            "question": case.identity_questions.order_by("asked_at", "pk").first(),
            "extension": CaseExtension.objects.filter(case=case).first(),
            "may_extend": _may_extend(request, case, today),
            "grounds": ExtensionGround.choices,
            "goal": case.received_on + timedelta(days=number("dsr_inner_goal_days")),
        },
    )


@case_part(Place.SIDE, order=10)
def letters_side(request: HttpRequest, case: Case) -> Part:
    """Every letter with its words and how far it has come."""
    letters = list(case.letters.order_by("pk"))
    return Part(
        "privacy/desk/_letters.html",
        {
            "letters": [(letter, letter.state) for letter in letters],
            "may_act": request.user.has_perm("privacy.decide_case"),
            "bad": (LetterState.FAILED, LetterState.TO_PRINT),
            "today_iso": timezone.localdate().isoformat(),
        },
    )


@case_part(Place.NOTICE, order=1)
def preview(request: HttpRequest, _case: Case) -> Part | None:
    """A letter as it would leave, after the officer asked to see it."""
    written: Any = getattr(request, "letter_preview", None)
    if written is None:
        return None
    return Part("privacy/desk/_letter_preview.html", {"letter": written})


def _may_extend(request: HttpRequest, case: Case, today: date) -> bool:
    return (
        case.state == CaseState.OPEN
        and request.user.has_perm("privacy.decide_case")
        and today <= case.refusal_due
        and not CaseExtension.objects.filter(case=case).exists()
    )


def _troubled(extension: CaseExtension | None, case: Case) -> str:
    """waiting: the notice is not out yet; late: it was, too late; or nothing wrong."""
    if extension is None or extension.is_valid:
        return ""
    if extension.notice_sent_at:
        return "late"
    return "missed" if timezone.localdate() > case.legal_due else "waiting"
