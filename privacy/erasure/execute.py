"""Carrying an erasure out: one transaction, and nothing by halves."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from pathlib import Path

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from privacy.access.download import delete_closed_files
from privacy.exceptions import PrivacyError
from privacy.letters import send_letter
from privacy.matrix.plan import ErasurePlan, plan_of_case
from privacy.models import (
    AccessPackage,
    Case,
    CertificateState,
    HeldRemainder,
    LetterKind,
    MentionChoice,
    PlanChange,
    Suppression,
)
from privacy.models.case_choices import CaseBlock, CaseOutcome, CaseState
from privacy.services.cases.links import issue_case_link
from privacy.services.cases.locking import save_case
from privacy.services.guards import block_of
from privacy.services.mentions import as_mention, note_mentions, unconfirmed_of
from privacy.services.plan import live_plan
from privacy.services.recipients import prepare_notices, queue_notices
from privacy.services.remainders import open_remainders
from privacy.services.suppressions import remember_objectors, suppress_contact_points
from privacy.services.traces import traces_of_case
from registry.law.retention import gone_from_backups_by
from registry.models import Person
from registry.seams.audit import record
from registry.seams.jobs import crash_point
from registry.seams.personal_data import (
    OutcomeLine,
    Traces,
    redact_mention,
)
from registry.seams.personal_data.erasing import history_silent

from .carrying_out import carry_out
from .certificate import finish_when_settled, residue_of, write_certificate
from .journal import journal_part, journal_persons, void_entry
from .sealing import Sought
from .sweeps import sweep_third_parties
from .telling import told, told_change


class Stopped(PrivacyError):
    """The live state is not what was approved; ``block`` says why."""

    code = "stopped"

    def __init__(self, block: CaseBlock) -> None:
        super().__init__(block.label)
        self.block = block


def execute_erasure(*, case_id: int) -> None:
    """Erase the person of an approved case. Killed anywhere and run again, the end is
    the same: before the commit nothing happened, after it only files remain to go."""
    try:
        files = _erase(case_id)
    except Stopped as stopped:
        send_back(case_id, stopped.block)
        return
    crash_point("erase.after_commit")
    for file in files:
        file.unlink(missing_ok=True)
    delete_closed_files()
    finish_when_settled(case=Q(pk=case_id), state=CertificateState.PENDING)


@transaction.atomic
def send_back(case_id: int, block: CaseBlock) -> None:
    """To the officer, who decides anew."""
    case = Case.objects.select_for_update().get(pk=case_id)
    if case.state != CaseState.APPROVED:
        return
    case.state = CaseState.OPEN
    case.block = block
    save_case(case)
    void_entry(entry_id=_entry_id(case))
    record(actor=None, action=f"case.stopped_{block}", subjects=[("case", case.pk)])


@transaction.atomic
def _erase(case_id: int) -> Sequence[Path]:
    case = Case.objects.select_for_update().get(pk=case_id)
    if case.state != CaseState.APPROVED or case.person_id is None:
        return []
    person_id = case.person_id
    if not Person.objects.select_for_update().filter(pk=person_id).exists():
        raise Stopped(CaseBlock.PLAN_CHANGED)
    plan = _refuse_unlike_approval(case)
    sought = Sought(person_id=person_id, traces=traces_of_case(case))
    notices = prepare_notices(case=case, person_id=person_id, act="erasure")
    files = forget_packages(person_id)
    crash_point("erase.before_journal")
    _journal(case, plan)
    crash_point("erase.after_journal")
    _suppress(case)
    unconfirmed_of(case).delete()
    _redact(case, sought.traces)
    crash_point("erase.after_redaction")
    vouchers = plan.vouchers()
    lines = carry_out(plan)
    open_remainders(case, plan, vouchers)
    sweep_third_parties(sought.traces)
    crash_point("erase.after_delete")
    if residue_of(case, sought):
        raise Stopped(CaseBlock.RESIDUE)
    queue_notices(notices)
    crash_point("erase.after_notices")
    _close(case, plan, lines, sought)
    crash_point("erase.before_commit")
    return files


def _refuse_unlike_approval(case: Case) -> ErasurePlan:
    """The plan as it is now, which is the approved one; else Stopped."""
    if block := block_of(case.person_id or 0):
        raise Stopped(block)
    today = timezone.localdate()
    if note_mentions(case, on=today):
        raise Stopped(CaseBlock.MENTIONS)
    live = live_plan(case, on=today)
    if live.needs_second and not case.second_by_id:
        raise Stopped(CaseBlock.HELD)
    plan = plan_of_case(case, on=today)
    if live.digest != case.plan_digest or plan is None:
        raise Stopped(CaseBlock.PLAN_CHANGED)
    return plan


def _journal(case: Case, plan: ErasurePlan) -> None:
    now = timezone.now()
    if plan.is_partial:
        journal_part(
            entry_id=_entry_id(case),
            person_id=plan.person_id,
            case_reference=case.reference,
            at=now,
        )
        return
    journal_persons(
        entry_id=_entry_id(case),
        why="request",
        person_ids=[plan.person_id],
        at=now,
    )


def _suppress(case: Case) -> None:
    ids = [case.person_id or 0]
    if remember_objectors(person_ids=ids):
        case.suppress = True
    if case.suppress:
        suppress_contact_points(person_ids=ids, reason=Suppression.Reason.ERASURE)


def _redact(case: Case, traces: Traces) -> None:
    with history_silent():  # the old words would live on as history
        for review in case.mentions.filter(choice=MentionChoice.REDACT):
            redact_mention(as_mention(review), traces)


def _close(
    before: Case, plan: ErasurePlan, lines: Sequence[OutcomeLine], sought: Sought
) -> None:
    """The case after erasing holds no words of hers; the letter goes to the address
    that the row no longer has. While a duty keeps her, it knows whose it is."""
    case = Case.objects.select_for_update().get(pk=before.pk)
    now = timezone.now()
    kept = list(HeldRemainder.objects.open().filter(case=case).order_by("pk"))
    case.email, case.name, case.details, case.decision_reason = "", "", "", ""
    case.abuse_evidence, case.second_reason = "", ""
    case.person_id = plan.person_id if plan.is_partial else None
    case.suppress = before.suppress
    case.state = CaseState.CLOSED
    case.outcome = CaseOutcome.PARTLY if kept else CaseOutcome.GRANTED
    case.executed_at = now
    case.closed_at = now
    save_case(case)
    case.mentions.update(reason="")
    write_certificate(case, lines=lines, sought=sought, at=now)
    record(
        actor=None,
        action="case.erased",
        subjects=[("case", case.pk), ("person", sought.person_id)],
        fields=[line.holding for line in lines],
    )
    _send_closing_letter(before, kept, plan.changes)


def _send_closing_letter(
    before: Case, kept: Sequence[HeldRemainder], changes: Sequence[PlanChange]
) -> None:
    addressee = copy.copy(before)
    addressee.person_id = None
    today = timezone.localdate()
    send_letter(
        addressee,
        LetterKind.PARTLY if kept else LetterKind.ERASED,
        context={
            "erased_on": today,
            "kept": [told(row) for row in kept],
            "changes": [told_change(one) for one in changes],
            "suppressed": before.suppress,
            "backups_gone_on": gone_from_backups_by(today),
            "link": issue_case_link(addressee),
        },
    )


def _entry_id(case: Case) -> str:
    return f"case:{case.reference}"


def forget_packages(person_id: int) -> list[Path]:
    """Her packages are closed; their files, to be deleted after the commit."""
    cases = Case.objects.filter(person_id=person_id)
    packages = AccessPackage.objects.filter(case__in=cases, deleted_at=None)
    files = [package.path for package in packages]
    packages.update(deleted_at=timezone.now(), downloads_left=0)
    return files
