"""Send what is due.

The trap of all mail: between the server's «250 accepted» and our note of it a
process can die, and nobody can tell afterwards. The row is marked `sending`
before the server is spoken to, so no second worker takes it at once; after
fifteen minutes it is tried again *with the same Message-ID*, by which receiving
servers and programs know a repeat. Everything short of that moment is sent once.
"""

import logging
from datetime import datetime, timedelta

from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from registry.seams import opening
from registry.seams.jobs.crash import crash_point

from .failures import Failure, as_failure
from .listeners import tell_listeners
from .models import MailState, OutgoingMail

logger = logging.getLogger(__name__)

GIVEN_UP_AFTER = timedelta(days=7)
CLAIM_HOLDS = timedelta(minutes=15)
PAUSES = [timedelta(minutes=m) for m in (1, 5, 15, 60, 180, 360)]
BLANK = {"to_address": "", "subject": "", "text": "", "html": "", "headers": {}}


def send_due_mail(limit: int = 200) -> int:
    """Send up to `limit` due mails; return how many the server accepted.

    Safe in any number of processes at once. An unreachable server ends the
    round: the others would only wait for the same timeout. Nothing leaves
    while the register is closed, and nothing expires either.
    """
    if not opening.is_open():
        return 0
    give_up_old_mail(now=timezone.now())
    backend = get_connection()
    accepted = 0
    for _turn in range(limit):
        mail = _claim(timezone.now()) if opening.is_open() else None
        if mail is None:
            break
        failure = _deliver(mail, backend)
        _settle(mail, failure, timezone.now())
        accepted += failure is None
        if failure and failure.server_is_down:
            break
    backend.close()
    tell_of_settled_mail()
    return accepted


def give_up_old_mail(*, now: datetime) -> int:
    """Blank mails that could not be sent in seven days; return how many."""
    old = OutgoingMail.objects.filter(
        blanked_at=None,
        queued_at__lt=now - GIVEN_UP_AFTER,
        next_attempt_at__lte=now,
    )
    return old.update(
        state=MailState.EXPIRED, error_code="expired", blanked_at=now, **BLANK
    )


def tell_of_settled_mail(limit: int = 500) -> None:
    """Tell listeners of settled mails, each in one transaction, each once.

    A listener that fails is asked again in the next round; the others go on.
    """
    last = 0
    for _turn in range(limit):
        mail = OutgoingMail.objects.untold().filter(pk__gt=last).first()
        if mail is None:
            return
        last = mail.pk
        try:
            _tell(last)
        except Exception as error:  # noqa: BLE001  one listener must not stop the rest
            name = type(error).__name__
            logger.error("mail_listener_failed id=%s type=%s", last, name)


@transaction.atomic
def _tell(pk: int) -> None:
    untold = OutgoingMail.objects.untold().filter(pk=pk)
    mail = untold.select_for_update(skip_locked=True).first()
    if mail is not None:
        OutgoingMail.objects.filter(pk=pk).update(told_at=timezone.now())
        tell_listeners(mail)


@transaction.atomic
def _claim(now: datetime) -> OutgoingMail | None:
    mail = (
        OutgoingMail.objects.due(now)
        .select_for_update(skip_locked=True)
        .order_by("next_attempt_at", "id")
        .first()
    )
    if mail is not None:
        OutgoingMail.objects.filter(pk=mail.pk).update(
            state=MailState.SENDING,
            attempts=F("attempts") + 1,
            next_attempt_at=now + CLAIM_HOLDS,
        )
    return mail


def _deliver(mail: OutgoingMail, backend: BaseEmailBackend) -> Failure | None:
    message = EmailMultiAlternatives(
        subject=mail.subject,
        body=mail.text,
        to=[mail.to_address],
        headers=_headers_of(mail),
        connection=backend,
    )
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    crash_point("mail.before_send")
    try:
        backend.open()
        message.send()
    except Exception as error:  # noqa: BLE001  each backend has its own errors
        backend.close()
        return as_failure(error)
    crash_point("mail.after_send")
    return None


def _headers_of(mail: OutgoingMail) -> dict[str, str]:
    return {
        "Auto-Submitted": "auto-generated",
        "Content-Language": mail.language,
        **mail.headers,
        "Message-ID": mail.message_id,
    }


def _settle(mail: OutgoingMail, failure: Failure | None, now: datetime) -> None:
    if failure is None:
        values = {"state": MailState.ACCEPTED, "accepted_at": now, "blanked_at": now}
        values |= BLANK
    elif failure.permanent:
        values = {"state": MailState.FAILED, "blanked_at": now, **BLANK}
    else:
        pause = PAUSES[min(mail.attempts, len(PAUSES) - 1)]
        values = {"state": MailState.QUEUED, "next_attempt_at": now + pause}
    values["error_code"] = failure.code if failure else ""
    OutgoingMail.objects.filter(pk=mail.pk, blanked_at=None).update(**values)
    logger.info("mail_tried id=%s state=%s", mail.pk, values["state"])
