"""A case that ended because nobody knew who asked goes on when she is back (C.1)."""

from __future__ import annotations

from privacy.models import Case
from privacy.models.case_choices import (
    CaseOutcome,
    CaseState,
    IdentityMethod,
    RefusalGround,
)
from registry.seams.audit import record

from .locking import save_case


def reopen_if_unidentified(case: Case) -> bool:
    """Open the locked case again where it was refused for lack of identity only.

    What was decided stays in the audit trail and in the letter that she has; the case
    itself begins anew with its receipt and its dates.
    """
    if case.outcome != CaseOutcome.REFUSED:
        return False
    if case.refusal_ground != RefusalGround.NOT_IDENTIFIED:
        return False
    case.state = CaseState.OPEN
    case.outcome = CaseOutcome.NONE
    case.refusal_ground = ""
    case.decision_reason = ""
    case.decided_at = case.decided_by = case.closed_at = None
    case.identity_method = IdentityMethod.NONE
    case.identity_shown_at = None
    save_case(case)
    record(actor=None, action="case.reopened", subjects=[("case", case.pk)])
    return True
