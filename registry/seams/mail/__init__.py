"""Outgoing mail: queued with the caller's work, sent by a worker, then blanked."""

from .bounces import note_bounce
from .exceptions import MailError
from .listeners import (
    MailOutcome,
    forget_mail_listener,
    on_mail_accepted,
    on_mail_given_up,
)
from .models import MailState, OutgoingMail
from .sending import give_up_old_mail, send_due_mail, tell_of_settled_mail
from .services import queue_mail

__all__ = [
    "MailError",
    "MailOutcome",
    "MailState",
    "OutgoingMail",
    "forget_mail_listener",
    "give_up_old_mail",
    "note_bounce",
    "on_mail_accepted",
    "on_mail_given_up",
    "queue_mail",
    "send_due_mail",
    "tell_of_settled_mail",
]
