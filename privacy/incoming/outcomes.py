"""What a mail becomes. Each is called with the locked row, in its transaction."""

from __future__ import annotations

from collections.abc import Sequence

from privacy.letters import KIND_PREFIX
from privacy.models import (
    Case,
    IncomingMail,
    IncomingOutcome,
    Suppression,
    UnclearReason,
)
from privacy.models.case_choices import CaseChannel, CaseKind, CaseState
from privacy.models.message import LONGEST
from privacy.services.cases import add_case_message, find_holders, register_request
from privacy.services.cases.at_once import take_effect_at_once
from privacy.services.cases.receipt import send_receipt
from privacy.services.suppressions import suppress_address
from registry.models import Staff
from registry.seams import dealings, gate
from registry.seams.mail import note_bounce

from .automatic import Report
from .replies import may_answer, send_reply
from .settling import leave_to_humans, settle

LONGEST_DETAILS = 4000
MOST_CASES = 4


def make_cases(
    mail: IncomingMail,
    kinds: Sequence[CaseKind],
    *,
    actor: Staff | None = None,
    note: str = "",
) -> list[Case]:
    """A request for each right that is used; the time runs from receipt of the mail.

    The sender's address proves nothing, so no identity is shown; the receipt carries a
    link that shows control of the address. Objection to marketing and withdrawal of
    consent hold at once all the same (Art. 7(3), 21(3)). The answer is the same
    whether the person is known or not.
    """
    may_receipt = may_answer(mail.sender)
    cases = [_make_case(mail, kind, actor) for kind in list(kinds)[:MOST_CASES]]
    for case in cases:
        is_answered_next = take_effect_at_once(
            case, find_holders(mail.sender), actor=actor
        )
        if may_receipt and not is_answered_next:
            send_receipt(case, attachments=mail.attachments, cut=_is_cut(mail))
    settle(mail, IncomingOutcome.CASE, case=cases[0], actor=actor, note=note)
    return cases


def opt_out(mail: IncomingMail, *, actor: Staff | None = None, note: str = "") -> None:
    """No more marketing, for everybody who uses the address, from this moment; no
    reasons are asked for and nothing is weighed (Art. 21(3))."""
    for person_id in find_holders(mail.sender):
        gate.record_objection(
            person_id=person_id,
            actor=actor,
            received_at=mail.received_at,
            source="incoming mail",
        )
    suppress_address(
        mail.sender, reason=Suppression.Reason.OBJECTION, since=mail.received_at
    )
    send_reply(mail, "stopped")
    settle(mail, IncomingOutcome.OPT_OUT, actor=actor, note=note)


def add_to_case(
    mail: IncomingMail, case: Case, *, actor: Staff | None = None, note: str = ""
) -> None:
    """Her message on her request."""
    if case.state == CaseState.UNCONFIRMED:
        leave_to_humans(mail, UnclearReason.CASE_CLOSED)
        return
    add_case_message(
        case=case,
        from_person=True,
        text=_fitting(mail.text or mail.subject or "–", LONGEST),
        received_at=mail.received_at,
    )
    settle(mail, IncomingOutcome.MESSAGE, case=case, actor=actor, note=note)


def log_contact(
    mail: IncomingMail, *, person_id: int, actor: Staff | None = None, note: str = ""
) -> None:
    """An ordinary mail of a known person, among her dealings."""
    dealings.log_mail(
        person_id=person_id,
        at=mail.received_at,
        subject=mail.subject,
        text=mail.text,
        key=mail.message_key,
    )
    settle(mail, IncomingOutcome.CONTACT, person_id=person_id, actor=actor, note=note)


def take_bounce(mail: IncomingMail) -> None:
    """A letter of ours that came back: given up, and its request says so. A report of
    mere delay, or of somebody else's mail, is counted only. Never answered."""
    report = Report(status=mail.status_code or "5.0.0")
    if report.is_final:
        for message_id in mail.answers.split():
            if returned := note_bounce(message_id=message_id, status=report.status):
                is_letter = returned.kind.startswith(KIND_PREFIX)
                reference = returned.subject_ref if is_letter else ""
                mail.case = Case.objects.filter(reference=reference).first()
                break
    settle(mail, IncomingOutcome.BOUNCE, case=mail.case)


def say_it_came(mail: IncomingMail) -> None:
    """To somebody whose mail a human will read: that it came, and what counts."""
    send_reply(mail, "taken")


def _make_case(mail: IncomingMail, kind: CaseKind, actor: Staff | None) -> Case:
    return register_request(
        actor=actor,
        kind=kind,
        channel=CaseChannel.EMAIL,
        email=mail.sender,
        name=mail.sender_name,
        details=_fitting(mail.own_words, LONGEST_DETAILS),
        language=mail.language,
        received_at=mail.received_at,
    )


def _is_cut(mail: IncomingMail) -> bool:
    return mail.cut or len(mail.own_words) > LONGEST_DETAILS


def _fitting(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 2]} …"
