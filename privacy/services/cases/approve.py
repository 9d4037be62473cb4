"""The decision to do it: binds the plan that its maker saw."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from privacy.exceptions import CaseChanged, DecisionIncomplete
from privacy.models import Case, CasePlan
from privacy.models.case_choices import (
    CaseBlock,
    CaseKind,
    CaseState,
)
from privacy.rectification.words import UNDECIDED
from privacy.services.execute import is_carried_out
from privacy.services.guards import block_of
from privacy.services.plan import LivePlan, live_plan
from registry.models import Staff
from registry.seams.audit import record
from registry.seams.jobs import Job, JobState, enqueue_job
from registry.validators import validate_free_text

from .closing import close_granted
from .identity import refuse_unidentified
from .locking import lock_case, save_case

JOB = "case.execute"


@transaction.atomic
def approve_case(
    *,
    actor: Staff,
    case_id: int,
    expected_version: int,
    plan_digest: str,
    reason: str = "",
    suppress: bool = False,
) -> Case:
    """Grant the request. A worker carries it out, and only this plan; one that goes
    around held data waits for a second person first (services.cases.second).

    DecisionIncomplete while something is open; CaseChanged where the data is no
    longer what the decision maker saw.
    """
    case = lock_case(
        case_id=case_id, states=[CaseState.OPEN], expected_version=expected_version
    )
    plan = live_plan(case, on=timezone.localdate())
    _refuse_incomplete(case, plan)
    if plan.digest != plan_digest:
        raise CaseChanged(_("The data has changed. Look at the new plan."))
    validate_free_text(reason)
    case.decision_reason = reason.strip()
    case.decided_by = actor
    case.decided_at = timezone.now()
    case.suppress = suppress
    case.block = CaseBlock.NONE
    case.plan_digest = plan.digest
    _store(case, plan)
    case.needs_second = plan.needs_second
    case.second_by, case.second_at, case.second_reason = None, None, ""
    if plan.needs_second:
        case.state = CaseState.SECOND
        save_case(case)
    elif is_carried_out(case.kind):
        case.state = CaseState.APPROVED
        save_case(case)
        enqueue_job(kind=JOB, payload={"case": case.pk}, created_by_id=actor.pk)
    else:
        close_granted(case)
    record(
        actor=actor,
        action="case.approved",
        subjects=[("case", case.pk), ("person", case.person_id or 0)],
    )
    return case


@transaction.atomic
def drive_again() -> int:
    """Hand approved cases to a worker again where the job before failed; how many."""
    alive = Job.objects.filter(
        kind=JOB, state__in=(JobState.QUEUED, JobState.RUNNING)
    ).values_list("payload__case", flat=True)
    stuck = Case.objects.filter(state=CaseState.APPROVED).exclude(pk__in=list(alive))
    for case in stuck:
        enqueue_job(kind=JOB, payload={"case": case.pk})
    return len(stuck)


def _refuse_incomplete(case: Case, plan: LivePlan) -> None:
    if case.person_id is None:
        raise DecisionIncomplete(_("Choose the person first."))
    refuse_unidentified(case)
    if case.kind == CaseKind.RESTRICTION and not plan.lines:
        raise DecisionIncomplete(_("Choose first what is restricted."))
    if case.kind == CaseKind.RECTIFICATION:
        _refuse_undecided_values(plan)
    if case.kind == CaseKind.ERASURE:
        if _others_pending(case):
            raise DecisionIncomplete(_("Decide first on the person's other requests."))
        if block := block_of(case.person_id):
            raise DecisionIncomplete(CaseBlock(block).label)
        if plan.undecided:
            raise DecisionIncomplete(
                _("Decide first on every place that speaks of the person.")
            )


def _refuse_undecided_values(plan: LivePlan) -> None:
    if not plan.lines:
        raise DecisionIncomplete(_("Write first what ought to be corrected, and how."))
    if any(line["outcome"] == UNDECIDED for line in plan.lines):
        raise DecisionIncomplete(_("Decide first on every proposed value."))


def _others_pending(case: Case) -> bool:
    same = Case.objects.pending().filter(person_id=case.person_id)
    return same.exclude(pk=case.pk).exists()


def _store(case: Case, plan: LivePlan) -> None:
    CasePlan.objects.create(
        case=case,
        as_of=plan.as_of,
        digest=plan.digest,
        lines=plan.lines,
        mentions_kept=plan.kept,
        mentions_redacted=plan.redacted,
    )
