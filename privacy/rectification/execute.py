"""Carrying a rectification out: one transaction, each value once, one letter."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from privacy.models import (
    Case,
    ItemDecision,
    LetterKind,
    NoticeAct,
    RectificationItem,
    Statement,
)
from privacy.models.case_choices import (
    CaseBlock,
    CaseOutcome,
    CaseState,
    RefusalGround,
)
from privacy.recipients.messages import change_label
from privacy.services.cases.closing import close_granted
from privacy.services.cases.links import issue_case_link
from privacy.services.cases.locking import save_case
from privacy.services.plan import live_plan
from privacy.services.recipients import tell_recipients
from registry.exceptions import RegistryError
from registry.models import LawfulUse, Person, RestrictedAct, Staff
from registry.seams.audit import record
from registry.seams.jobs import crash_point
from registry.seams.personal_data import corrector_of
from registry.services.restricted_use import is_restricted, log_restricted_use

from .contesting import end_contest
from .fields import row_of
from .vouchers import note_vouchers


class PlanChanged(Exception):
    """The live values are not those that were approved."""


def execute_rectification(*, case_id: int) -> None:
    """Correct what was approved. Killed anywhere and run again, the end is the same:
    before the commit nothing happened, after it nothing is left to do."""
    try:
        _carry_out(case_id)
    except (PlanChanged, ValidationError, RegistryError, IntegrityError):
        _send_back(case_id)


@transaction.atomic
def _send_back(case_id: int) -> None:
    """To the officer, who sees the values as they are now and decides anew."""
    case = Case.objects.select_for_update().get(pk=case_id)
    if case.state != CaseState.APPROVED:
        return
    case.state = CaseState.OPEN
    case.block = CaseBlock.PLAN_CHANGED
    save_case(case)
    record(actor=None, action="case.stopped_plan_changed", subjects=[("case", case.pk)])


@transaction.atomic
def _carry_out(case_id: int) -> None:
    case = Case.objects.select_for_update().get(pk=case_id)
    if case.state != CaseState.APPROVED or case.person_id is None:
        return
    if not Person.objects.select_for_update().filter(pk=case.person_id).exists():
        raise PlanChanged
    if live_plan(case, on=timezone.localdate()).digest != case.plan_digest:
        raise PlanChanged
    items = list(case.rectifications.select_related("decided_by").order_by("pk"))
    wrong = [item for item in items if item.decision == ItemDecision.CORRECT]
    _tell(case, wrong)
    crash_point("rectify.after_telling")
    note_vouchers(case, wrong)
    _log_use(case, wrong)
    for item in wrong:
        _correct(case.person_id, item)
        crash_point("rectify.after_item")
    _attach_statements(case, items)
    _close(case, items)
    crash_point("rectify.before_contest")
    end_contest(case)
    crash_point("rectify.before_commit")


def _tell(case: Case, wrong: Sequence[RectificationItem]) -> None:
    """Recipients are told before the values change: by the old ones they find her."""
    if not wrong:
        return
    values: dict[str, list[str]] = defaultdict(list)
    for item in wrong:
        values[item.change].append(item.proposed)
    tell_recipients(
        case=case,
        person_id=case.person_id or 0,
        act=NoticeAct.RECTIFICATION,
        changes=list(values),
        values={change: ", ".join(texts) for change, texts in values.items()},
    )


def _log_use(case: Case, wrong: Sequence[RectificationItem]) -> None:
    """What she asks for herself is a use she consents to (Art. 18(2)); logged in this
    transaction, for the database lets nothing restricted change without."""
    person_id = case.person_id or 0
    if not wrong or not is_restricted(person_id):
        return
    log_restricted_use(
        actor=wrong[0].decided_by,
        person_id=person_id,
        act=RestrictedAct.CHANGE,
        use=LawfulUse.CONSENT,
        reason=_("Rectification that the person asked for, request %(reference)s.")
        % {"reference": case.reference},
    )


def _correct(person_id: int, item: RectificationItem) -> None:
    row = row_of(person_id, item.holding, item.row_pk)
    if row is None or item.decided_by is None:
        raise PlanChanged
    staff: Staff = item.decided_by
    corrector_of(item.holding).correct(staff, row, item.field, item.proposed)


def _attach_statements(case: Case, items: Sequence[RectificationItem]) -> None:
    now = timezone.now()
    for item in items:
        if item.decision == ItemDecision.STATEMENT:
            Statement.objects.create(
                person_id=case.person_id or 0,
                case_id=case.pk,
                holding=item.holding,
                row_pk=item.row_pk or 0,
                field=item.field,
                text=item.statement,
                made_on=timezone.localdate(now),
            )
        item.applied_at = now
        item.save(update_fields=["applied_at"])


def _close(case: Case, items: Sequence[RectificationItem]) -> None:
    """Granted, in part, or refused where nothing was wrong; every field with its
    reason. Values that stand in the register now are not kept twice."""
    with override(case.language):
        told = _told(items)
    outcome = _outcome_of(items)
    letter = LetterKind.RECTIFIED
    if outcome == CaseOutcome.REFUSED:
        letter = LetterKind.REFUSED
        case.refusal_ground = RefusalGround.DATA_CORRECT
        reasons = [f"{one['label']}: {one['reason']}" for one in told["kept"]]
        case.decision_reason = "\n".join(filter(None, [case.decision_reason, *reasons]))
    link = issue_case_link(case)
    close_granted(case, letter=letter, outcome=outcome, context=told | {"link": link})
    case.rectifications.filter(decision=ItemDecision.CORRECT).update(proposed="")
    record(
        actor=None,
        action="case.granted",
        subjects=[("case", case.pk), ("person", case.person_id or 0)],
        fields=[item.change for item in items],
    )


def _outcome_of(items: Sequence[RectificationItem]) -> CaseOutcome:
    decisions = {item.decision for item in items}
    if decisions == {ItemDecision.CORRECT}:
        return CaseOutcome.GRANTED
    if decisions == {ItemDecision.KEEP}:
        return CaseOutcome.REFUSED
    return CaseOutcome.PARTLY


def _told(items: Sequence[RectificationItem]) -> dict[str, Any]:
    """Fields by decision, in words, without values: for the letter."""

    def of(*decisions: str) -> list[dict[str, str]]:
        return [
            {"label": change_label(item.change), "reason": item.reason}
            for item in items
            if item.decision in decisions
        ]

    return {
        "corrected": of(ItemDecision.CORRECT),
        "kept": of(ItemDecision.KEEP),
        "stated": of(ItemDecision.STATEMENT),
    }
