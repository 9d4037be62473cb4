"""Carrying out an objection that was upheld, whole or in part (Art. 21(1), 21(3))."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from privacy.models import (
    AssessmentDecision,
    Case,
    Interest,
    LetterKind,
    Objection,
    ObjectionAssessment,
    ObjectionDecision,
    ObjectionKind,
)
from privacy.models.case_choices import CaseOutcome, CaseState
from privacy.services.cases.closing import close_granted
from privacy.services.cases.links import issue_case_link
from privacy.services.objection_decisions import open_objections_of, uphold_objection
from privacy.services.objections import record_objection, source_of
from registry.models import Staff
from registry.seams.audit import record
from registry.seams.jobs import crash_point

from .lifting import announce_end


def execute_objection(*, case_id: int) -> None:
    """Stop what the objection stops and tell the person, once. Killed anywhere and run
    again, the end is the same: before the commit nothing happened."""
    _carry_out(case_id)
    crash_point("objection.after_commit")


@transaction.atomic
def _carry_out(case_id: int) -> None:
    case = Case.objects.select_for_update().get(pk=case_id)
    if case.state != CaseState.APPROVED:
        return
    crash_point("objection.before_assessment")
    _uphold_the_rest(case)
    crash_point("objection.after_assessment")
    objection = Objection.objects.get(
        case_id=case.pk, kind=ObjectionKind.OWN_GROUNDS, person=case.person_id
    )
    rows = list(objection.assessments.select_related("activity").order_by("pk"))
    _stop_marketing(case, rows)
    crash_point("objection.after_stop")
    _close(case, objection, rows)
    crash_point("objection.before_commit")


def _uphold_the_rest(case: Case) -> None:
    """An officer may grant the whole without looking at each activity."""
    actor = Staff.objects.filter(pk=case.decided_by_id or 0).first()
    with override(case.language):
        reason = case.decision_reason or _("No overriding grounds.")
        for objection in open_objections_of(case):
            uphold_objection(actor=actor, objection=objection, reason=reason)


def _stop_marketing(case: Case, rows: list[ObjectionAssessment]) -> None:
    """Marketing that stops is an objection of its own: to every channel, with the list
    of suppressed addresses, and liftable by nobody here (Art. 21(3))."""
    stops = any(row.activity.interest == Interest.DIRECT_MARKETING for row in rows)
    known = Objection.objects.filter(
        case_id=case.pk, kind=ObjectionKind.MARKETING, person=case.person_id
    )
    if stops and not known.exists():
        record_objection(
            actor=None,
            person_id=case.person_id or 0,
            source=source_of(case),
            case_id=case.pk,
        )


def _close(case: Case, objection: Objection, rows: list[ObjectionAssessment]) -> None:
    partly = objection.decision == ObjectionDecision.PARTLY
    if partly:
        announce_end(case, actor=objection.decided_by)
    close_granted(
        case,
        letter=LetterKind.OBJECTION_UPHELD,
        outcome=CaseOutcome.PARTLY if partly else CaseOutcome.GRANTED,
        context={"link": issue_case_link(case), **told_of(rows, case.language)},
    )
    record(
        actor=None,
        action="case.granted",
        subjects=[("case", case.pk), ("person", case.person_id or 0)],
    )


def told_of(rows: list[ObjectionAssessment], language: str) -> dict[str, Any]:
    """What the letter says: the activities that stop, and those that go on and why."""
    with override(language):
        told = [
            {
                "name": row.activity.name,
                "goes_on": row.decision == AssessmentDecision.OVERRIDDEN,
                "ground": row.get_ground_display(),
                "grounds": row.grounds,
            }
            for row in rows
        ]
    return {
        "stopping": [line for line in told if not line["goes_on"]],
        "going_on": [line for line in told if line["goes_on"]],
    }
