"""In the demo, mail to our own mailbox comes back by itself, as if a mail server piped
it in: the daily test of the mailbox shows a living channel."""

from __future__ import annotations

import io
import logging
from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone

from privacy.incoming.mailboxes import privacy_mailbox
from privacy.incoming.storing import receive
from registry.law.identifiers.email import normalise_email

logger = logging.getLogger(__name__)


def bring_back(messages: Sequence[EmailMessage]) -> None:
    """Take in what was sent to the privacy mailbox; nothing outside the demo."""
    if not settings.DEMO:
        return
    for message in messages:
        if privacy_mailbox() in map(normalise_email, message.recipients()):
            _take_in(message)


def _take_in(message: EmailMessage) -> None:
    try:
        raw = message.message().as_bytes()
        receive(io.BytesIO(raw), now=timezone.now())
    except Exception as error:  # noqa: BLE001  the sender has done its part
        logger.warning("demo_mail_not_taken type=%s", type(error).__name__)
