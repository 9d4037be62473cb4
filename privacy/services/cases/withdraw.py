"""The person takes the request back."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from privacy.letters import send_letter
from privacy.models import Case, LetterKind, ObjectionDecision
from privacy.models.case_choices import CaseOutcome, CaseState
from privacy.services.objection_decisions import settle_objection_of
from registry.seams.audit import record

from .locking import lock_case, save_case


@transaction.atomic
def withdraw_case(*, case_id: int) -> Case:
    """Close an undecided case at her word. CaseStateError once it is decided."""
    case = lock_case(case_id=case_id, states=[CaseState.OPEN, CaseState.SECOND])
    case.state = CaseState.CLOSED
    case.outcome = CaseOutcome.WITHDRAWN
    case.closed_at = timezone.now()
    save_case(case)
    settle_objection_of(
        case,
        decision=ObjectionDecision.WITHDRAWN,
        reason=_("The person took the objection back."),
        actor=None,
    )
    record(actor=None, action="case.withdrawn", subjects=[("case", case.pk)])
    send_letter(case, LetterKind.WITHDRAWN)
    return case
