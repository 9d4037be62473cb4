"""Who wants to know how a mail ended."""

from collections.abc import Callable
from dataclasses import dataclass

from .models import MailState, OutgoingMail


@dataclass(frozen=True, slots=True)
class MailOutcome:
    """A settled mail, without its words."""

    id: int
    kind: str
    person_id: int | None
    subject_type: str
    subject_ref: str
    state: str
    error_code: str


Listener = Callable[[MailOutcome], None]
_listeners: list[tuple[str, frozenset[str], Listener]] = []


def on_mail_accepted(kind_prefix: str, fn: Listener) -> None:
    """Call `fn` once for every accepted mail whose kind begins with the prefix.

    It runs in the transaction that notes that it ran: its own database work
    happens exactly once, even if the worker is killed in between.
    """
    _listeners.append((kind_prefix, frozenset({MailState.ACCEPTED}), fn))


def on_mail_given_up(kind_prefix: str, fn: Listener) -> None:
    """The same for mails that were refused for good or expired after seven days."""
    states = frozenset({str(MailState.FAILED), str(MailState.EXPIRED)})
    _listeners.append((kind_prefix, states, fn))


def forget_mail_listener(fn: Listener) -> None:
    """For tests that added one."""
    _listeners[:] = [entry for entry in _listeners if entry[2] is not fn]


def tell_listeners(mail: OutgoingMail) -> None:
    """Call everybody whose prefix and state match."""
    outcome = MailOutcome(
        id=mail.pk,
        kind=mail.kind,
        person_id=mail.person_id,
        subject_type=mail.subject_type,
        subject_ref=mail.subject_ref,
        state=mail.state,
        error_code=mail.error_code,
    )
    for prefix, states, listener in _listeners:
        if mail.kind.startswith(prefix) and mail.state in states:
            listener(outcome)
