"""A mail that a server took and another one sent back."""

from __future__ import annotations

from django.db import transaction

from registry.seams.wake import wake_on_commit

from .models import MailState, OutgoingMail
from .services import TASK


@transaction.atomic
def note_bounce(*, message_id: str, status: str) -> OutgoingMail | None:
    """The mail with this Message-ID has been given up: its listeners are told so, in
    the next round of sending. None where it is none of ours, or is known already.

    ``status``: the code of RFC 3463, never a server's words.
    """
    mail = (
        OutgoingMail.objects.select_for_update()
        .filter(message_id=message_id, state=MailState.ACCEPTED)
        .first()
    )
    if mail is None:
        return None
    mail.state = MailState.FAILED
    mail.error_code = f"bounce-{status}"[:40]
    mail.told_at = None
    mail.save(update_fields=["state", "error_code", "told_at"])
    wake_on_commit(TASK)
    return mail
