"""Proposing values, and deciding on each (Art. 16)."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from privacy.exceptions import CaseStateError, DecisionIncomplete
from privacy.models import Case, ItemDecision, RectificationItem
from privacy.models.case_choices import CaseKind, CaseState
from privacy.services.cases.locking import lock_case, save_case
from privacy.services.liftings import begin_lifting
from registry.models import Staff
from registry.seams.audit import record
from registry.validators import validate_free_text

from .fields import ValueRefused, checked, only_row, row_of

MOST_ITEMS = 30


@transaction.atomic
def propose_value(
    *,
    actor: Staff | None,
    case_id: int,
    holding: str,
    field: str,
    typed: str,
    row_pk: int | None = None,
) -> RectificationItem:
    """One value that ought to stand there. ``actor`` None: the person, on her own page.

    ValueRefused for a value that cannot be; the same field again replaces what was
    proposed and is to be decided anew. CaseStateError once the case is decided.
    """
    case = lock_open(case_id)
    person_id = case.person_id or 0
    row_pk = row_pk or only_row(person_id, holding)
    row = row_of(person_id, holding, row_pk)
    if row is None and actor is not None:
        raise ValueRefused(_("This is not a datum of the person of the request."))
    value = checked(holding, field, typed, row=row)
    if case.rectifications.count() >= MOST_ITEMS:
        raise ValueRefused(_("There are too many proposals in one request."))
    validate_free_text(value)
    same = case.rectifications.filter(holding=holding, field=field, row_pk=row_pk)
    same.delete()
    item = RectificationItem.objects.create(
        case=case,
        holding=holding,
        field=field,
        row_pk=row_pk,
        proposed=value,
        by_person=actor is None,
    )
    _bump(case, actor, item, "rectification.proposed")
    return item


@transaction.atomic
def decide_item(
    *,
    actor: Staff,
    case_id: int,
    item_id: int,
    decision: str,
    reason: str = "",
    statement: str = "",
    row_pk: int | None = None,
) -> RectificationItem:
    """Correct, keep with a reason, or keep and attach her statement. DecisionIncomplete
    says what is missing; where she has no such datum, only keeping is possible."""
    case = lock_open(case_id)
    item = case.rectifications.select_for_update().get(pk=item_id)
    if row_pk is not None:
        item.row_pk = row_pk
    row = row_of(case.person_id or 0, item.holding, item.row_pk)
    if decision not in ItemDecision.values or not decision:
        raise DecisionIncomplete(_("Choose one of the alternatives."))
    if row is None and decision != ItemDecision.KEEP:
        raise DecisionIncomplete(_("Choose first which of the person's data is meant."))
    if decision != ItemDecision.CORRECT and not reason.strip():
        raise DecisionIncomplete(
            _("Write why the value stays, as the person will read it.")
        )
    if decision == ItemDecision.STATEMENT and not statement.strip():
        raise DecisionIncomplete(_("Write the person's statement."))
    if decision == ItemDecision.CORRECT:
        item.proposed = checked(item.holding, item.field, item.proposed, row=row)
    validate_free_text(reason)
    validate_free_text(statement)
    item.decision = decision
    item.reason = reason.strip()
    item.statement = statement.strip() if decision == ItemDecision.STATEMENT else ""
    item.decided_by = actor
    item.decided_at = timezone.now()
    item.save()
    _bump(case, actor, item, "rectification.decided")
    return item


@transaction.atomic
def drop_item(*, actor: Staff, case_id: int, item_id: int) -> None:
    """Take a proposal out that staff wrote; one of the person's own is decided."""
    case = lock_open(case_id)
    item = case.rectifications.get(pk=item_id)
    if item.by_person:
        raise DecisionIncomplete(
            _("The person wrote this herself: decide on it, do not take it out.")
        )
    item.delete()
    _bump(case, actor, item, "rectification.withdrawn")


@transaction.atomic
def call_uncontested(*, actor: Staff, case_id: int, reason: str) -> Case:
    """The accuracy is not disputed (a typing error she told us of): the restriction
    ends once she has been told (Art. 18(3)). DecisionIncomplete without a reason."""
    case = lock_open(case_id)
    if not reason.strip():
        raise DecisionIncomplete(_("Write a reason."))
    begin_lifting(actor=actor, reason=reason, case_id=case.pk)
    record(
        actor=actor,
        action="rectification.not_contested",
        subjects=[("case", case.pk), ("person", case.person_id or 0)],
    )
    return case


def lock_open(case_id: int) -> Case:
    """An open request for rectification whose person has shown who she is, locked."""
    case = lock_case(case_id=case_id, states=[CaseState.OPEN])
    if case.kind != CaseKind.RECTIFICATION:
        raise CaseStateError
    if case.person_id is None or case.identity_shown_at is None:
        raise DecisionIncomplete(_("Choose the person first."))
    return case


def _bump(
    case: Case, actor: Staff | None, item: RectificationItem, action: str
) -> None:
    save_case(case)
    subjects = [("case", case.pk), ("person", case.person_id or 0)]
    fields = [item.change]
    if action == "rectification.proposed":
        record(
            actor=actor,
            action="rectification.proposed",
            subjects=subjects,
            fields=fields,
        )
    elif action == "rectification.decided":
        record(
            actor=actor,
            action="rectification.decided",
            subjects=subjects,
            fields=fields,
        )
    else:
        record(
            actor=actor,
            action="rectification.withdrawn",
            subjects=subjects,
            fields=fields,
        )
