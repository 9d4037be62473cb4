"""Nobody answered «who asks?»: a reminder, then an end with a letter (C.1)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from privacy.letters import send_letter
from privacy.models import Case, IdentityQuestion, LetterKind
from privacy.models.case_choices import CaseOutcome, CaseState, RefusalGround
from registry.law.deadlines import receipt_date
from registry.law.parameters import number
from registry.seams.audit import record
from registry.seams.jobs import crash_point

from .deadline import refresh_deadline
from .links import issue_case_link
from .locking import save_case
from .questions import closes_on


def chase_questions(*, now: datetime) -> tuple[int, int]:
    """Every day: remind once, close at the end; how many of each. Killed anywhere and
    run again, each person is reminded once and each case closed once.

    A case without an address is left to the officer: nobody may be refused unheard.
    """
    today = receipt_date(now)
    reminded = closed = 0
    for key in _waiting():
        with transaction.atomic():
            question = _lock(key)
            if question is None:
                continue
            if _days(question, today) >= number("identity_close_days"):
                _close(question, now)
                closed += 1
            elif _is_to_remind(question, today):
                _remind(question, now)
                reminded += 1
            crash_point("identity.before_chased")
    return reminded, closed


def _waiting() -> list[int]:
    found = IdentityQuestion.objects.filter(
        answered_at=None, closed_at=None, case__state=CaseState.OPEN
    )
    return list(
        found.exclude(case__email="").order_by("pk").values_list("pk", flat=True)
    )


def _lock(key: int) -> IdentityQuestion | None:
    case_id = IdentityQuestion.objects.values_list("case_id", flat=True).get(pk=key)
    case = Case.objects.select_for_update().get(pk=case_id)
    question = IdentityQuestion.objects.filter(
        pk=key, answered_at=None, closed_at=None
    ).first()
    if question is None or case.state != CaseState.OPEN:
        return None
    question.case = case
    return question


def _days(question: IdentityQuestion, today: date) -> int:
    return (today - receipt_date(question.asked_at)) // timedelta(days=1)


def _is_to_remind(question: IdentityQuestion, today: date) -> bool:
    due = _days(question, today) >= number("identity_reminder_days")
    return due and question.reminded_at is None


def _remind(question: IdentityQuestion, now: datetime) -> None:
    question.reminded_at = now
    question.save(update_fields=["reminded_at"])
    case = question.case
    record(actor=None, action="case.identity_reminded", subjects=[("case", case.pk)])
    send_letter(
        case,
        LetterKind.IDENTITY_REMINDER,
        context={
            "link": issue_case_link(case),
            "asked_on": receipt_date(question.asked_at),
            "close_on": receipt_date(closes_on(question)),
        },
        act=f"question.{question.pk}",
    )


def _close(question: IdentityQuestion, now: datetime) -> None:
    """The officer who asked has decided this, and said so in the question."""
    question.closed_at = now
    question.save(update_fields=["closed_at"])
    case = question.case
    refresh_deadline(case)
    case.state = CaseState.CLOSED
    case.outcome = CaseOutcome.REFUSED
    case.refusal_ground = RefusalGround.NOT_IDENTIFIED
    case.decision_reason = _reason(case)
    case.decided_by = question.asked_by
    case.decided_at = case.closed_at = timezone.now()
    save_case(case)
    record(actor=None, action="case.identity_silent", subjects=[("case", case.pk)])
    send_letter(case, LetterKind.REFUSED, context={"link": issue_case_link(case)})


def _reason(case: Case) -> str:
    """In her language: it is she who reads it."""
    with override(case.language):
        return _(
            "We asked you to show that the request is yours and have had no answer. "
            "Write to us about it, and we open the request again."
        )
