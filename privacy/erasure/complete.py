"""An erasure completes itself when the duty that stopped it has lapsed.

Approved once, carried out in steps: what the plan left for a hold, an open invoice or a
decision goes the moment nothing keeps it, in one transaction, with journal, search,
certificate and letter like the first step.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from privacy.exceptions import PrivacyError
from privacy.letters import send_letter
from privacy.matrix.plan import ErasurePlan
from privacy.models import (
    Case,
    CertificateState,
    Duty,
    HeldRemainder,
    LetterKind,
    MentionChoice,
)
from privacy.services.cases.links import issue_case_link
from privacy.services.cases.locking import save_case
from privacy.services.remainders import (
    close_remainders,
    lapsed_of,
    open_remainders,
    plan_of_remainders,
    waits_for_restriction,
)
from privacy.services.suppressions import remember_objectors
from registry.law.retention import gone_from_backups_by
from registry.models import (
    LawfulUse,
    Person,
    PersonEmail,
    RestrictedAct,
    RestrictedUse,
)
from registry.seams.audit import record
from registry.seams.jobs import crash_point
from registry.seams.personal_data import OutcomeLine, find_mentions, redact_mention
from registry.seams.personal_data.erasing import history_silent
from registry.services.traces import traces_of

from .carrying_out import carry_out
from .certificate import continue_certificate, finish_when_settled, residue_of
from .execute import forget_packages
from .journal import journal_part, journal_persons
from .sealing import Sought
from .sweeps import sweep_third_parties
from .telling import told
from .vouchers import let_vouchers_go


class NotGone(PrivacyError):
    """Something was left after erasing: nothing was erased, the next night tries."""

    code = "residue"


@dataclass(frozen=True, kw_only=True)
class Step:
    """One more step of an erasure: whose, what is left by it, whom to tell."""

    case: Case | None
    plan: ErasurePlan
    sought: Sought
    entry_id: str
    address: str

    @property
    def is_last(self) -> bool:
        """Nothing keeps her any more; vouchers may outlive her."""
        return not self.plan.is_partial


def complete_remainder(*, remainder_id: int) -> None:
    """Let go what the duty of this remainder kept, if it has lapsed. Killed anywhere
    and run again, the end is the same, once."""
    on = timezone.localdate()
    row = HeldRemainder.objects.open().filter(pk=remainder_id).first()
    if row is None:
        return
    if row.duty == Duty.VOUCHER:
        let_vouchers_go(remainder_id=row.pk, on=on)
        return
    try:
        files = _complete(row.person_id or 0, on=on)
    except NotGone:
        record(
            actor=None,
            action="remainder.residue",
            subjects=[("remainder", remainder_id)],
        )
        return
    crash_point("complete.after_commit")
    for file in files:
        file.unlink(missing_ok=True)
    finish_when_settled(case=Q(pk=row.case_id or 0), state=CertificateState.PENDING)


@transaction.atomic
def _complete(person_id: int, *, on: date) -> Sequence[Path]:
    there = Person.objects.select_for_update().filter(pk=person_id).exists()
    rows = HeldRemainder.objects.of_persons().filter(person_id=person_id)
    standing = list(rows.select_for_update(of=("self",)).order_by("pk"))
    if not standing or waits_for_restriction(person_id):
        return []
    if not there:  # gone by retention meanwhile
        close_remainders(standing, at=timezone.now())
        return []
    lapsed = lapsed_of(person_id, on=on)
    if len(lapsed) < len(standing):
        _log_use(person_id)
    step = _step(person_id, standing, on=on)
    files = forget_packages(person_id)
    close_remainders(lapsed, at=timezone.now())
    _carry_on(step, tell=bool(lapsed))
    crash_point("complete.before_commit")
    return files


def _log_use(person_id: int) -> None:
    """She stays restricted: the database wants to know why her rows change. Nobody's
    hand does it, so no staff member is named."""
    RestrictedUse.objects.create(
        person_id=person_id,
        actor=None,
        act=RestrictedAct.CHANGE,
        use=LawfulUse.CONSENT,
        reason=_("Erased at her own request, as far as duties allow."),
    )
    record(
        actor=None, action="person.restricted_change", subjects=[("person", person_id)]
    )


def _step(person_id: int, standing: Sequence[HeldRemainder], *, on: date) -> Step:
    case = next((row.case for row in standing if row.case), None)
    emails = PersonEmail.objects.filter(person=person_id).order_by("-is_primary", "pk")
    return Step(
        case=Case.objects.select_for_update().get(pk=case.pk) if case else None,
        plan=plan_of_remainders(person_id, on=on),
        sought=Sought(person_id=person_id, traces=traces_of([person_id])),
        entry_id=f"remainder:{standing[0].pk}",
        address=emails.values_list("address", flat=True).first() or "",
    )


def _carry_on(step: Step, *, tell: bool) -> None:
    vouchers = step.plan.vouchers()
    _journal(step)
    crash_point("complete.after_journal")
    remember_objectors(person_ids=[step.plan.person_id])
    _redact(step)
    lines = carry_out(step.plan)
    sweep_third_parties(step.sought.traces)
    open_remainders(step.case, step.plan, vouchers)
    crash_point("complete.after_delete")
    if residue_of(step.case, step.sought):
        raise NotGone
    if tell and step.case is not None:
        _conclude(step.case, step, lines)


def _journal(step: Step) -> None:
    now, person_id = timezone.now(), step.plan.person_id
    if step.is_last:
        journal_persons(
            entry_id=step.entry_id, why="request", person_ids=[person_id], at=now
        )
        return
    journal_part(
        entry_id=step.entry_id,
        person_id=person_id,
        case_reference=step.case.reference if step.case else "",
        at=now,
    )


def _redact(step: Step) -> None:
    """What others' rows say of her by now: nobody reviews it again, and what was
    decided to stay stays."""
    kept = set()
    if step.case is not None:
        reviews = step.case.mentions.filter(choice=MentionChoice.KEEP)
        kept = set(reviews.values_list("holding_key", "row_pk", "field"))
    traces = step.sought.traces
    found = find_mentions(traces, person_ids=[step.plan.person_id], on=step.plan.on)
    lawful = step.plan.lawful
    with history_silent():
        for mention in found:
            place = (mention.holding, mention.pk, mention.field)
            if place not in kept and mention.pk not in lawful.get(mention.holding, ()):
                redact_mention(mention, traces)


def _conclude(case: Case, step: Step, lines: Sequence[OutcomeLine]) -> None:
    now = timezone.now()
    case = Case.objects.select_for_update().get(pk=case.pk)
    case.person_id = None if step.is_last else step.plan.person_id
    save_case(case)
    continue_certificate(case, lines=lines, sought=step.sought, at=now)
    if step.is_last:
        record(
            actor=None,
            action="case.completed",
            subjects=[("case", case.pk), ("person", step.plan.person_id)],
            fields=[line.holding for line in lines],
        )
    if step.is_last and step.address:
        _send_letter(case, step.address)


def _send_letter(case: Case, address: str) -> None:
    """To the address that the duty had kept."""
    addressee = copy.copy(case)
    addressee.email, addressee.person_id = address, None
    kept = HeldRemainder.objects.open().filter(case=case).order_by("pk")
    today = timezone.localdate()
    send_letter(
        addressee,
        LetterKind.COMPLETED,
        context={
            "erased_on": today,
            "kept": [told(row) for row in kept],
            "backups_gone_on": gone_from_backups_by(today),
            "link": issue_case_link(addressee),
        },
    )
