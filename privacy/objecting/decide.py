"""Deciding a request that objects on own grounds, by a person or by the deadline."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from privacy.exceptions import CaseChanged, DecisionIncomplete
from privacy.letters import send_letter
from privacy.models import (
    AssessmentDecision,
    Case,
    CasePlan,
    LetterKind,
    Objection,
    ObjectionDecision,
    OverridingGround,
)
from privacy.models.case_choices import (
    CaseBlock,
    CaseKind,
    CaseOutcome,
    CaseState,
    ClockState,
    RefusalGround,
)
from privacy.services.cases.approve import JOB
from privacy.services.cases.identity import refuse_unidentified
from privacy.services.cases.locking import lock_case, save_case
from privacy.services.objection_decisions import (
    Choices,
    assess_objection,
    open_objections_of,
    uphold_objection,
)
from privacy.services.plan import LivePlan, live_plan
from registry.law.objection import is_upheld_by_default
from registry.models import Staff
from registry.seams.audit import record
from registry.seams.jobs import enqueue_job

from .lifting import announce_end


@transaction.atomic
def decide_objection_case(
    *,
    actor: Staff,
    case_id: int,
    expected_version: int,
    plan_digest: str,
    choices: Choices,
) -> Case:
    """Decide every activity on the page. What is upheld, a worker carries out; where
    all is overridden the request is refused at once, with the grounds of each.

    CaseChanged where somebody else decided, or a balancing test changed, in between;
    DecisionIncomplete where an activity may not be decided like this.
    """
    case = lock_case(
        case_id=case_id, states=[CaseState.OPEN], expected_version=expected_version
    )
    refuse_unidentified(case)
    objection = objection_to_decide(case)
    plan = live_plan(case, on=timezone.localdate())
    if plan.digest != plan_digest:
        raise CaseChanged(_("The balancing tests have changed. Look at them again."))
    with override(case.language):
        decided = assess_objection(actor=actor, objection=objection, choices=choices)
    _note_decision(case, plan, actor=actor, reason=_reason_of(decided))
    if decided.decision == ObjectionDecision.OVERRIDDEN:
        _refuse(case, decided, actor)
    else:
        _hand_over(case, actor)
    return case


def uphold_undecided(*, on: date) -> int:
    """Grant by default what nobody has decided by the last lawful day; how many. Only
    for somebody who has shown who she is: the others are overdue, and loud."""
    waiting = Case.objects.filter(
        kind=CaseKind.OBJECTION,
        state=CaseState.OPEN,
        person_id__isnull=False,
        identity_shown_at__isnull=False,
    )
    running = waiting.exclude(clock_state=ClockState.PAUSED)
    due = running.filter(legal_due__lt=on).order_by("pk")
    return sum(_uphold_by_default(key, on) for key in due.values_list("pk", flat=True))


@transaction.atomic
def _uphold_by_default(case_id: int, on: date) -> bool:
    case = Case.objects.select_for_update().get(pk=case_id)
    if case.state != CaseState.OPEN or not is_upheld_by_default(
        legal_due=case.legal_due, on=on
    ):
        return False
    objections = open_objections_of(case)
    if not objections:
        return False
    with override(case.language):
        reason = _("Not decided in time: upheld because the deadline passed.")
        plan = live_plan(case, on=on)
        for objection in objections:
            uphold_objection(actor=None, objection=objection, reason=reason)
    _note_decision(case, plan, actor=None, reason=reason)
    _hand_over(case, None)
    record(
        actor=None,
        action="objection.upheld_by_default",
        subjects=[("case", case.pk), ("person", case.person_id or 0)],
    )
    return True


def objection_to_decide(case: Case) -> Objection:
    """The open objection of the case's person; DecisionIncomplete where the person is
    not chosen yet."""
    for objection in open_objections_of(case):
        if objection.person_id == case.person_id:
            return objection
    raise DecisionIncomplete(_("Choose the person first."))


def _note_decision(
    case: Case, plan: LivePlan, *, actor: Staff | None, reason: str
) -> None:
    case.decision_reason = reason
    case.decided_by = actor
    case.decided_at = timezone.now()
    case.block = CaseBlock.NONE
    case.plan_digest = plan.digest
    CasePlan.objects.create(
        case=case, as_of=plan.as_of, digest=plan.digest, lines=plan.lines
    )


def _hand_over(case: Case, actor: Staff | None) -> None:
    case.state = CaseState.APPROVED
    save_case(case)
    enqueue_job(
        kind=JOB, payload={"case": case.pk}, created_by_id=actor.pk if actor else None
    )
    if actor:
        record(
            actor=actor,
            action="case.approved",
            subjects=[("case", case.pk), ("person", case.person_id or 0)],
        )


def _refuse(case: Case, objection: Objection, actor: Staff) -> None:
    grounds = set(objection.assessments.values_list("ground", flat=True))
    only_claims = grounds == {OverridingGround.CLAIMS}
    case.refusal_ground = (
        RefusalGround.LEGAL_CLAIMS if only_claims else RefusalGround.COMPELLING
    )
    case.state = CaseState.CLOSED
    case.outcome = CaseOutcome.REFUSED
    case.closed_at = timezone.now()
    save_case(case)
    record(
        actor=actor,
        action="case.refused",
        subjects=[("case", case.pk), ("person", case.person_id or 0)],
    )
    send_letter(case, LetterKind.REFUSED)
    announce_end(case, actor=actor)


def _reason_of(objection: Objection) -> str:
    overridden = objection.assessments.filter(decision=AssessmentDecision.OVERRIDDEN)
    rows = overridden.select_related("activity").order_by("activity__slug")
    return "\n\n".join(
        f"{row.activity.name}: {row.grounds} ({row.get_ground_display()})"
        for row in rows
    )
