"""The second person: an erasure that goes around held data needs two (rule of design).

The first decided and bound a plan; the second agrees to exactly that plan, or sends the
case back with a reason. The database refuses one person twice.
"""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from privacy.exceptions import CaseChanged, DecisionIncomplete
from privacy.models import Case
from privacy.models.case_choices import CaseBlock, CaseState
from privacy.services.plan import live_plan
from registry.models import Staff
from registry.seams.audit import record
from registry.seams.jobs import enqueue_job
from registry.validators import validate_free_text

from .approve import JOB
from .locking import lock_case, save_case


@transaction.atomic
def agree_to_case(
    *, actor: Staff, case_id: int, expected_version: int, plan_digest: str
) -> Case:
    """Agree as the second person; a worker carries the plan out. DecisionIncomplete
    from whoever decided it, CaseChanged where the data is not what was approved."""
    case = _lock(case_id, expected_version)
    if case.decided_by_id == actor.pk:
        raise DecisionIncomplete(_("Another person must confirm this."))
    live = live_plan(case, on=timezone.localdate())
    if not live.digest == case.plan_digest == plan_digest:
        raise CaseChanged(_("The data has changed. Send it back for a new decision."))
    case.second_by, case.second_at = actor, timezone.now()
    case.state = CaseState.APPROVED
    save_case(case)
    enqueue_job(kind=JOB, payload={"case": case.pk}, created_by_id=actor.pk)
    _audit(actor, "case.agreed", case)
    return case


@transaction.atomic
def send_case_back(
    *, actor: Staff, case_id: int, expected_version: int, reason: str
) -> Case:
    """Do not agree, or take the own decision back: to be decided anew. The reason is
    for the colleague. DecisionIncomplete without one."""
    case = _lock(case_id, expected_version)
    if not reason.strip():
        raise DecisionIncomplete(_("Give the reasons."))
    validate_free_text(reason)
    case.state = CaseState.OPEN
    case.block = CaseBlock.SECOND_NO
    case.second_reason = reason.strip()
    case.second_at = timezone.now()
    save_case(case)
    _audit(actor, "case.sent_back", case)
    return case


def _lock(case_id: int, version: int) -> Case:
    return lock_case(
        case_id=case_id, states=[CaseState.SECOND], expected_version=version
    )


def _audit(actor: Staff, action: str, case: Case) -> None:
    subjects = [("case", case.pk), ("person", case.person_id or 0)]
    record(actor=actor, action=action, subjects=subjects)
