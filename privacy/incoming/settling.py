"""Closing the row of a mail: what it said is blanked with it."""

from __future__ import annotations

from typing import Final

from django.utils import timezone

from privacy.models import (
    Case,
    IncomingMail,
    IncomingOutcome,
    IncomingState,
    UnclearReason,
)
from privacy.services.cases import find_holders
from registry.models import Staff
from registry.seams.audit import record

BLANK: Final[dict[str, object]] = {
    "sender": "",
    "sender_name": "",
    "subject": "",
    "text": "",
    "answers": "",
    "attachments": [],
}


def settle(
    mail: IncomingMail,
    outcome: IncomingOutcome,
    *,
    case: Case | None = None,
    person_id: int | None = None,
    actor: Staff | None = None,
    note: str = "",
) -> None:
    """Write down what became of the locked mail, and forget what it said."""
    for name, empty in BLANK.items():
        setattr(mail, name, empty)
    mail.state = IncomingState.SETTLED
    mail.outcome = outcome
    mail.case = case or mail.case
    mail.person_id = None
    mail.sorted_at = timezone.now()
    mail.sorted_by = actor
    mail.note = note.strip()
    mail.save()
    subjects = [("incoming_mail", mail.pk)]
    subjects += [("case", case.pk)] if case else []
    subjects += [("person", person_id)] if person_id else []
    record(actor=actor, action=f"incoming_mail.{outcome}", subjects=subjects)


def leave_to_humans(mail: IncomingMail, reason: UnclearReason) -> None:
    """To the officer's list, with why. A single holder of the address is noted, so
    that the mail goes with her when she is erased."""
    holders = find_holders(mail.sender) if mail.sender else []
    mail.person_id = holders[0] if len(holders) == 1 else None
    mail.state = IncomingState.UNCLEAR
    mail.unclear_because = reason
    mail.save()
