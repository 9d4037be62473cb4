"""Deciding an objection on own grounds: activity by activity (Art. 21(1), 22)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from privacy.exceptions import DecisionIncomplete, LegalFactError
from privacy.models import (
    AssessmentDecision,
    Case,
    Objection,
    ObjectionAssessment,
    ObjectionDecision,
    ObjectionKind,
    OverridingGround,
)
from privacy.models.case_choices import CaseState
from privacy.objecting.lifting import announce_end
from privacy.objecting.weighing import Weighing, weigh
from registry.law.objection import Refusal, judge_override
from registry.models import Staff
from registry.seams.audit import record

WHY_NOT: Final[Mapping[Refusal, Any]] = {
    "direct_marketing": gettext_lazy(
        "Direct marketing always stops when the person objects (Art. 21(3))."
    ),
    "no_balancing_test": gettext_lazy(
        "No balancing test is in force for this activity: it can only be upheld."
    ),
    "no_compelling_ground": gettext_lazy(
        "Choose what overrides. A legitimate or commercial interest is no ground by"
        " itself (Art. 21(1))."
    ),
    "no_written_grounds": gettext_lazy(
        "Write the overriding grounds as the person will read them."
    ),
    "no_named_human": gettext_lazy(
        "Only a named member of staff may override an objection (Art. 22)."
    ),
}


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What the officer chose for one activity."""

    decision: str = ""
    ground: str = ""
    grounds: str = ""


Choices = Mapping[int, Choice]
"""By key of the activity."""

STOPS: Final = Choice(decision=AssessmentDecision.UPHELD)


@transaction.atomic
def assess_objection(
    *,
    actor: Staff | None,
    objection: Objection,
    choices: Choices,
    reason: str = "",
) -> Objection:
    """Decide an open objection on own grounds, every activity against its balancing
    test in force. ``actor`` is None where the deadline decides: then all is upheld.

    DecisionIncomplete where an activity is left out or may not be overridden;
    LegalFactError where the objection is not open. The restriction stays: it is lifted
    separately, after the person has been told (Art. 18(3)).
    """
    locked = Objection.objects.select_for_update().get(pk=objection.pk)
    if locked.kind != ObjectionKind.OWN_GROUNDS or locked.decided_at:
        raise LegalFactError(_("Only an open objection on own grounds is decided."))
    now = timezone.now()
    weighings = weigh(locked.person_id or 0, on=timezone.localdate(now))
    rows = [
        _row(locked, one, choices.get(one.activity.pk), actor, now) for one in weighings
    ]
    for row in rows:
        row.full_clean()
    ObjectionAssessment.objects.bulk_create(rows)
    outcome = outcome_of({row.decision for row in rows})
    return _close(locked, outcome, reason or _reason_of(rows), actor)


def uphold_objection(
    *, actor: Staff | None, objection: Objection, reason: str
) -> Objection:
    """Uphold against every activity; without an actor where the deadline decides."""
    concerned = weigh(objection.person_id or 0, on=timezone.localdate())
    choices = {one.activity.pk: STOPS for one in concerned}
    return assess_objection(
        actor=actor, objection=objection, choices=choices, reason=reason
    )


@transaction.atomic
def decide_objection(
    *, actor: Staff, objection: Objection, decision: str, reason: str, ground: str = ""
) -> Objection:
    """Decide an objection that no open request brings, alike for every activity that
    may be overridden; the others stop. One that a request brings is decided there."""
    if _is_of_open_case(objection):
        raise LegalFactError(_("Decide this objection on the page of its request."))
    if decision not in AssessmentDecision.values:
        raise LegalFactError(_("Choose a decision."))
    if not reason.strip():
        raise LegalFactError(_("Give the reasons."))
    chosen = Choice(decision=decision, ground=ground, grounds=reason)
    concerned = weigh(objection.person_id or 0, on=timezone.localdate())
    if decision == AssessmentDecision.OVERRIDDEN and not any(
        one.may_override for one in concerned
    ):
        raise LegalFactError(WHY_NOT["no_balancing_test"])
    choices = {
        one.activity.pk: chosen if one.may_override else STOPS for one in concerned
    }
    return assess_objection(
        actor=actor, objection=objection, choices=choices, reason=reason
    )


def settle_objection_of(
    case: Case, *, decision: ObjectionDecision, reason: str, actor: Staff | None
) -> None:
    """Close the open objection of a request that ends without an assessment: the
    person took it back, or it was refused as excessive."""
    for objection in open_objections_of(case):
        _close(objection, decision, reason, actor)
        announce_end(case, actor=actor)


def open_objections_of(case: Case) -> Collection[Objection]:
    """The undecided objections on own grounds that this request brought."""
    return list(
        Objection.objects.filter(
            case_id=case.pk, kind=ObjectionKind.OWN_GROUNDS, decided_at=None
        )
    )


def outcome_of(decisions: Collection[str]) -> ObjectionDecision:
    """The whole from its parts; where nothing rests on 6(1)(f), nothing stands
    against upholding."""
    if AssessmentDecision.OVERRIDDEN not in decisions:
        return ObjectionDecision.UPHELD
    both = len(set(decisions)) > 1
    return ObjectionDecision.PARTLY if both else ObjectionDecision.OVERRIDDEN


def _row(
    objection: Objection,
    weighing: Weighing,
    choice: Choice | None,
    actor: Staff | None,
    now: datetime,
) -> ObjectionAssessment:
    if choice is None or choice.decision not in AssessmentDecision.values:
        raise DecisionIncomplete(
            _("Decide on every activity: %(name)s.") % {"name": weighing.activity.name}
        )
    stops = choice.decision == AssessmentDecision.UPHELD
    if not stops:
        _refuse_unfounded(weighing, choice, actor)
    return ObjectionAssessment(
        objection=objection,
        activity=weighing.activity,
        balancing_test=weighing.test,
        decision=choice.decision,
        ground=OverridingGround.NONE if stops else choice.ground,
        grounds="" if stops else choice.grounds.strip(),
        decided_by=actor,
        decided_at=now,
    )


def _refuse_unfounded(weighing: Weighing, choice: Choice, actor: Staff | None) -> None:
    verdict = judge_override(
        direct_marketing=weighing.is_marketing,
        balancing_test_in_force=weighing.test is not None,
        ground=choice.ground,
        written_grounds=choice.grounds,
        decided_by_human=actor is not None and actor.is_active,
    )
    if verdict.refused_because:
        why = WHY_NOT[verdict.refused_because]
        raise DecisionIncomplete(f"{weighing.activity.name}: {why}")


def _reason_of(rows: Collection[ObjectionAssessment]) -> str:
    told = [f"{row.activity.name}: {row.grounds}" for row in rows if row.grounds]
    return "\n".join(told) or _("No overriding grounds.")


def _close(
    objection: Objection, decision: str, reason: str, actor: Staff | None
) -> Objection:
    objection.decision = decision
    objection.decision_reason = reason
    objection.decided_at = timezone.now()
    objection.decided_by = actor
    objection.full_clean()
    objection.save()
    record(
        actor=actor,
        action="objection.decided",
        subjects=[("objection", objection.pk), ("person", objection.person_id or 0)],
        fields=["decision", "decision_reason"],
    )
    return objection


def _is_of_open_case(objection: Objection) -> bool:
    pending = Case.objects.exclude(state=CaseState.CLOSED)
    return pending.filter(
        pk=objection.case_id or 0, person_id=objection.person_id
    ).exists()
