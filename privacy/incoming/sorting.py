"""What becomes of a stored mail: one transaction, once, however often it is asked."""

from __future__ import annotations

import logging

from django.db import transaction
from django.db.models import F

from privacy.models import (
    Automatic,
    Case,
    IncomingMail,
    IncomingOutcome,
    IncomingState,
    Mailbox,
    UnclearReason,
)
from privacy.services.cases import find_holders
from registry.models import PersonGuard
from registry.seams import dealings
from registry.seams.jobs import crash_point

from . import outcomes
from .canary import is_canary, take_canary_back
from .mailboxes import our_addresses
from .quoting import own_text
from .references import case_answered
from .settling import leave_to_humans, settle
from .words import hints_at_privacy, is_short_stop, kinds_asked

logger = logging.getLogger(__name__)

MOST_ATTEMPTS = 3


def sort_mail(*, mail_id: int) -> None:
    """Sort one stored mail. A failure leaves the row, its type noted; beat tries again,
    and after the third time a human looks at it."""
    try:
        _sort_once(mail_id)
    except Exception as error:  # noqa: BLE001  a mail from outside must not stop others
        # The text of an exception may quote the mail: its type is enough.
        name = type(error).__name__
        logger.error("incoming_mail_unsorted id=%s type=%s", mail_id, name)
        _note_failure(mail_id, name)


def sort_left_mail(limit: int = 200) -> int:
    """Mail whose sorter was killed or failed; returns how many were looked at."""
    left = IncomingMail.objects.unsorted().order_by("received_at", "pk")
    keys = list(left.values_list("pk", flat=True)[:limit])
    for key in keys:
        sort_mail(mail_id=key)
    return len(keys)


@transaction.atomic
def _sort_once(mail_id: int) -> None:
    waiting = IncomingMail.objects.select_for_update(skip_locked=True)
    mail = waiting.filter(pk=mail_id, state=IncomingState.NEW).first()
    if mail is not None:
        _sort(mail)
        crash_point("incoming.before_commit")


def _sort(mail: IncomingMail) -> None:
    """In this order: ours, machines, nobody, answers, «stop», rights, the rest."""
    if is_canary(mail):
        take_canary_back(mail)
    elif mail.automatic == Automatic.BOUNCE:
        outcomes.take_bounce(mail)
    elif mail.automatic or mail.sender in our_addresses():
        settle(mail, IncomingOutcome.AUTOMATIC)
    elif mail.error or not mail.sender:
        broken = UnclearReason.FAILED if mail.error else UnclearReason.NO_SENDER
        leave_to_humans(mail, broken)
    elif case := case_answered(mail):
        _sort_answer(mail, case)
    else:
        _sort_words(mail)


def _sort_answer(mail: IncomingMail, case: Case) -> None:
    if mail.sender != case.email:
        mail.case = case
        leave_to_humans(mail, UnclearReason.OTHER_ADDRESS)
    else:
        outcomes.add_to_case(mail, case)


def _sort_words(mail: IncomingMail) -> None:
    own = own_text(mail.text)
    if mail.mailbox == Mailbox.OPT_OUT or is_short_stop(mail.subject, own):
        outcomes.opt_out(mail)
    elif kinds := kinds_asked(mail.subject, own):
        outcomes.make_cases(mail, kinds)
    elif mail.mailbox == Mailbox.PRIVACY or hints_at_privacy(mail.subject, own):
        leave_to_humans(mail, UnclearReason.NO_RIGHT)
        outcomes.say_it_came(mail)
    else:
        _sort_ordinary(mail)


def _sort_ordinary(mail: IncomingMail) -> None:
    """Neither a right nor a word of one: a contact, where the sender is one person."""
    holders = find_holders(mail.sender)
    if not holders:
        leave_to_humans(mail, UnclearReason.UNKNOWN)
    elif len(holders) > 1:
        leave_to_humans(mail, UnclearReason.SHARED)
    elif PersonGuard.objects.filter(person__in=holders, restricted=True).exists():
        leave_to_humans(mail, UnclearReason.RESTRICTED)
    elif not dealings.is_plugged() or not mail.own_words.strip():
        leave_to_humans(mail, UnclearReason.NO_RIGHT)
    else:
        outcomes.log_contact(mail, person_id=holders[0])


@transaction.atomic
def _note_failure(mail_id: int, name: str) -> None:
    rows = IncomingMail.objects.filter(pk=mail_id, state=IncomingState.NEW)
    rows.update(attempts=F("attempts") + 1)
    rows.filter(attempts__gte=MOST_ATTEMPTS).update(
        state=IncomingState.UNCLEAR,
        unclear_because=UnclearReason.FAILED,
        error=name[:60],
    )
