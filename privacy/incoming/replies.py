"""Short answers to mails that became no request. Never to a machine, never a loop."""

from __future__ import annotations

from typing import Final

from django.core.cache import cache
from django.template.loader import render_to_string
from django.utils.translation import override
from redis.exceptions import RedisError

from privacy.controller import authority, controller
from privacy.models import Automatic, IncomingMail
from registry.digests import contact_digest
from registry.seams.mail import queue_mail

from .mailboxes import our_addresses

MOST_ANSWERS: Final = 5
A_DAY: Final = 24 * 3600
KIND: Final = "incoming."


def may_answer(address: str) -> bool:
    """Whether this address gets one more automatic answer today. Two programs that
    answer each other stop here, and nobody's box is filled in another's name. Where
    nothing can count, people are answered."""
    if not address or address in our_addresses():
        return False
    key = f"mail-answers:{contact_digest(address).hex()[:32]}"
    try:
        cache.add(key, 0, timeout=A_DAY)
        return int(cache.incr(key)) <= MOST_ANSWERS
    except (ValueError, RedisError, OSError):
        return True


def send_reply(mail: IncomingMail, template: str) -> bool:
    """Queue an answer in the language of the mail; False where none is due."""
    if mail.automatic != Automatic.NO or not may_answer(mail.sender):
        return False
    with override(mail.language):
        written = render_to_string(
            f"privacy/letters/{mail.language}/incoming_{template}.txt",
            {"mail": mail, "controller": controller(), "authority": authority()},
        )
    subject, _, text = written.strip().partition("\n")
    queue_mail(
        to=mail.sender,
        subject=subject.strip(),
        text=f"{text.strip()}\n",
        kind=f"{KIND}{template}",
        language=mail.language,
        headers={"Auto-Submitted": "auto-replied"},
    )
    return True
