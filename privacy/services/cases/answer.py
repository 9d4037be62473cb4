"""Closing a request without carrying anything out: refused, or nobody found."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from privacy.exceptions import DecisionIncomplete
from privacy.letters import send_letter
from privacy.models import Case, LetterKind, ObjectionDecision
from privacy.models.case_choices import CaseKind, CaseOutcome, CaseState, RefusalGround
from privacy.services.objection_decisions import settle_objection_of
from registry.law.requests import judge_excess
from registry.models import Staff
from registry.seams.audit import record
from registry.validators import validate_free_text

from .locking import lock_case, save_case

FORMAL_GROUNDS = (RefusalGround.NOT_IDENTIFIED, RefusalGround.EXCESSIVE)
"""What refuses an objection without weighing it."""


@transaction.atomic
def refuse_case(
    *,
    actor: Staff,
    case_id: int,
    expected_version: int,
    ground: str,
    reason: str,
    abuse_evidence: str = "",
    added: str = "",
) -> Case:
    """Refuse with a ground in law and a reason the person will read (Art. 12(4)).

    The letter says where to complain; ``added``: a paragraph of the officer's own. DecisionIncomplete without either, or where a
    request is called excessive without evidence of abuse (Art. 12(5)).
    """
    case = lock_case(
        case_id=case_id, states=[CaseState.OPEN], expected_version=expected_version
    )
    if ground not in RefusalGround.values or not reason.strip():
        raise DecisionIncomplete(_("A refusal needs a ground in law and a reason."))
    _refuse_past_assessment(case, ground)
    if ground == RefusalGround.EXCESSIVE:
        _refuse_unproven_abuse(actor, abuse_evidence)
        case.abuse_evidence = abuse_evidence.strip()
    case.refusal_ground = ground
    _close(case, actor=actor, outcome=CaseOutcome.REFUSED, reason=reason)
    validate_free_text(added)
    settle_objection_of(
        case, decision=ObjectionDecision.OVERRIDDEN, reason=reason, actor=actor
    )
    send_letter(case, LetterKind.REFUSED, context={"added": added.strip()})
    return case


@transaction.atomic
def close_as_unknown(
    *, actor: Staff, case_id: int, expected_version: int, reason: str = ""
) -> Case:
    """Nobody in the register: said to the confirmed address, and to no one else."""
    case = lock_case(
        case_id=case_id, states=[CaseState.OPEN], expected_version=expected_version
    )
    if case.person_id is not None:
        raise DecisionIncomplete(_("The request has a person."))
    _close(case, actor=actor, outcome=CaseOutcome.NO_PERSON, reason=reason)
    send_letter(case, LetterKind.NO_PERSON)
    return case


def _refuse_past_assessment(case: Case, ground: str) -> None:
    """An objection is overridden activity by activity, never by one word for all."""
    if case.kind == CaseKind.OBJECTION and ground not in FORMAL_GROUNDS:
        raise DecisionIncomplete(
            _("Decide on each activity: an objection is not refused as a whole.")
        )


def _refuse_unproven_abuse(actor: Staff, evidence: str) -> None:
    verdict = judge_excess(
        evidence_of_abuse=bool(evidence.strip()),
        decided_by="named_human" if actor.is_active else "automation",
    )
    if not verdict.may_refuse:
        raise DecisionIncomplete(
            _(
                "A request is excessive only where you can show abuse. Write what shows it."
            )
        )
    validate_free_text(evidence)


def _close(case: Case, *, actor: Staff, outcome: CaseOutcome, reason: str) -> None:
    validate_free_text(reason)
    now = timezone.now()
    case.state = CaseState.CLOSED
    case.outcome = outcome
    case.decision_reason = reason.strip()
    case.decided_by = actor
    case.decided_at = now
    case.closed_at = now
    save_case(case)
    subjects = [("case", case.pk)]
    if case.person_id:
        subjects.append(("person", case.person_id))
    record(actor=actor, action=f"case.{outcome}", subjects=subjects)
