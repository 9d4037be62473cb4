"""The question «who asks?»: reasonable doubts, lawful ways to answer, an end (Art. 12(6))."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from privacy.exceptions import DecisionIncomplete
from privacy.letters import send_letter
from privacy.models import Case, IdentityQuestion, LetterKind
from privacy.models.case_choices import CaseState, IdentityMethod
from registry.law.deadlines import receipt_date
from registry.law.parameters import number
from registry.models import Staff
from registry.seams.audit import record
from registry.validators import validate_free_text

from .deadline import refresh_deadline
from .identity import may_be_asked_for
from .links import issue_case_link
from .locking import lock_case, save_case

WAYS = (IdentityMethod.CODE, IdentityMethod.CALL_BACK, IdentityMethod.KNOWN)
"""What a question may offer; a document or a personal identity code is none of them."""


@transaction.atomic
def ask_identity(
    *,
    actor: Staff,
    case_id: int,
    expected_version: int,
    doubts: str,
    ways: Collection[str],
) -> IdentityQuestion:
    """Ask the person to show who she is, for doubts that are written down.

    What she showed before no longer counts; the clock stands if we asked early enough.
    DecisionIncomplete without doubts, without a way to answer, with an unlawful one, or
    while another question is open.
    """
    case = lock_case(
        case_id=case_id, states=[CaseState.OPEN], expected_version=expected_version
    )
    _refuse_unlawful(case, doubts, ways)
    question = IdentityQuestion.objects.create(
        case=case, doubts=doubts.strip(), asked_by=actor, asked_at=timezone.now()
    )
    case.identity_method, case.identity_shown_at = IdentityMethod.NONE, None
    save_case(case)
    refresh_deadline(case)
    record(actor=actor, action="case.identity_asked", subjects=_subjects(case))
    send_letter(
        case,
        LetterKind.IDENTITY,
        context=_words(question, ways),
        act=f"question.{question.pk}",
    )
    return question


def settle_question(case: Case, *, at: datetime, method: str = "") -> bool:
    """The person has answered the question of this locked case, or it has been settled;
    the clock runs on. False where none was open. The caller stores the case."""
    question = open_question(case)
    if question is None:
        return False
    question.answered_at = max(at, question.asked_at)
    question.answer_method = method
    question.save(update_fields=["answered_at", "answer_method"])
    refresh_deadline(case)
    return True


def answer_late(case: Case, *, at: datetime) -> None:
    """She writes after the case was closed for her silence: until now the clock stood."""
    question = case.identity_questions.filter(answered_at=None).order_by("pk").last()
    if question is not None:
        question.answered_at = at
        question.save(update_fields=["answered_at"])
        refresh_deadline(case)


def open_question(case: Case) -> IdentityQuestion | None:
    """The question that waits for her, if there is one."""
    return case.identity_questions.filter(answered_at=None, closed_at=None).first()


def closes_on(question: IdentityQuestion) -> datetime:
    """When the case is closed if she stays silent."""
    return question.asked_at + timedelta(days=number("identity_close_days"))


def _refuse_unlawful(case: Case, doubts: str, ways: Collection[str]) -> None:
    if not doubts.strip():
        raise DecisionIncomplete(_("Write down why you doubt who is asking."))
    validate_free_text(doubts)
    if not ways or not all(way in WAYS and may_be_asked_for(way) for way in ways):
        raise DecisionIncomplete(_("Choose how the person may show who she is."))
    if open_question(case):
        raise DecisionIncomplete(_("The person has been asked already."))


def _words(question: IdentityQuestion, ways: Collection[str]) -> dict[str, object]:
    return {
        "ways": list(ways),
        "link": issue_case_link(question.case),
        "close_on": receipt_date(closes_on(question)),
        "paused": question.case.is_paused,
    }


def _subjects(case: Case) -> list[tuple[str, int]]:
    found = [("case", case.pk)]
    return [*found, ("person", case.person_id)] if case.person_id else found
