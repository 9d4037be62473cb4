"""Writing to each other about a request."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from privacy.exceptions import CaseStateError, DecisionIncomplete
from privacy.letters import send_letter
from privacy.models import Case, CaseMessage, LetterKind
from privacy.models.case_choices import CaseState
from registry.models import Staff
from registry.seams.audit import record

from .links import issue_case_link
from .locking import lock_case, save_case
from .questions import answer_late, settle_question
from .reopening import reopen_if_unidentified

ANY_STATE = tuple(CaseState.values)


@transaction.atomic
def add_case_message(
    *,
    case: Case,
    from_person: bool,
    text: str,
    author: Staff | None = None,
    received_at: datetime | None = None,
) -> CaseMessage:
    """Write a message down; ours is mailed to the person and shown on her page.

    Hers waits until somebody has read it, and opens a case anew that was closed because
    nobody knew who asked (Art. 12(6)). ``received_at``: when it reached us. An empty
    text is DecisionIncomplete, one that may not be stored ValidationError, one of ours
    to an address that nobody has confirmed CaseStateError.
    """
    if not text.strip():
        raise DecisionIncomplete(_("Write the message."))
    locked = lock_case(case_id=case.pk, states=ANY_STATE)
    if not from_person and locked.state == CaseState.UNCONFIRMED:
        raise CaseStateError
    message = CaseMessage(
        case=locked,
        from_person=from_person,
        author=None if from_person else author,
        text=text.strip(),
        created_at=received_at or timezone.now(),
    )
    message.clean_fields(exclude=["case", "author", "read_at"])
    message.save()
    if from_person:
        _take_in(locked, message.created_at)
    else:
        _send(locked, message)
    return message


@transaction.atomic
def read_messages(*, actor: Staff, case_id: int) -> int:
    """Say that the person's messages have been read; how many there were."""
    case = lock_case(case_id=case_id, states=ANY_STATE)
    read = case.messages.unread().update(read_at=timezone.now())
    if read:
        record(actor=actor, action="case.message_read", subjects=subjects_of(case))
    return read


def subjects_of(case: Case) -> list[tuple[str, int]]:
    """Whom an entry of the audit trail about this case is about."""
    found = [("case", case.pk)]
    return [*found, ("person", case.person_id)] if case.person_id else found


def _take_in(case: Case, at: datetime) -> None:
    """Whatever she writes while we wait for her answer ends the wait: the clock runs."""
    record(actor=None, action="case.message_received", subjects=subjects_of(case))
    if reopen_if_unidentified(case):
        answer_late(case, at=at)
    elif settle_question(case, at=at):
        save_case(case)


def _send(case: Case, message: CaseMessage) -> None:
    case.messages.unread().update(read_at=timezone.now())
    record(actor=message.author, action="case.message_sent", subjects=subjects_of(case))
    send_letter(
        case,
        LetterKind.MESSAGE,
        context={"text": message.text, "link": issue_case_link(case)},
        act=f"message:{message.pk}",
    )
