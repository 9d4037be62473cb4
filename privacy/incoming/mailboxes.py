"""Which of our own mailboxes a mail was sent to."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings

from privacy.controller import controller
from privacy.models import Mailbox
from registry.law.identifiers.email import normalise_email

OPT_OUT_TAGS = frozenset({"unsubscribe", "lopeta", "avsluta", "peruuta"})


def privacy_mailbox() -> str:
    """Where people write to use their rights; the canary goes there."""
    return normalise_email(settings.PRIVACY_MAILBOX or controller().email)


def mailbox_of(recipients: Iterable[str]) -> Mailbox:
    """The most telling of the addresses that a mail was sent to.

    The controller's general address takes ordinary mail too, so it counts as the
    mailbox for data protection only where no other is configured for nothing else.
    """
    addresses = {normalise_email(address) for address in recipients}
    if any(_is_opt_out(address) for address in addresses):
        return Mailbox.OPT_OUT
    general = normalise_email(controller().email)
    own = {privacy_mailbox(), normalise_email(controller().officer_email)} - {general}
    return Mailbox.PRIVACY if addresses & own else Mailbox.GENERAL


def our_addresses() -> frozenset[str]:
    """Addresses that our own mail comes from or goes to: never a data subject's."""
    ours = (privacy_mailbox(), controller().email, settings.DEFAULT_FROM_EMAIL)
    return frozenset(normalise_email(address) for address in ours)


def _is_opt_out(address: str) -> bool:
    local = address.partition("@")[0]
    name, _plus, tag = local.partition("+")
    return name in OPT_OUT_TAGS or tag in OPT_OUT_TAGS
