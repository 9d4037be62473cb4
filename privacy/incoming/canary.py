"""The daily test of the mailbox: a request of our own that must come back (P46, P57).

It leaves through the queue like any letter and is taken back where every mail is
taken. It counts only if its words are recognised as a request, so that deaf rules are
found as well as a deaf mailbox.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from privacy.models import CanaryMail, IncomingMail, IncomingOutcome
from privacy.models.canary import digest_of_token
from privacy.models.case_choices import CaseKind
from registry.law.parameters import number
from registry.seams.mail import queue_mail

from .mailboxes import privacy_mailbox
from .settling import settle
from .words import kinds_asked

KIND: Final = "canary"
MARK: Final = re.compile(r"\bkanaari-([0-9a-f]{32})\b")
SUBJECT: Final = "Tietosuojapostilaatikon koe"
TEXT: Final = """Hei,

mitä henkilötietoja teillä on minusta?

Tämä on rekisterin oma päivittäinen koe: viesti kulkee samaa tietä kuin rekisteröityjen
pyynnöt ja palaa itsestään rekisteriin. Siihen ei tarvitse vastata.

{mark}
"""


@dataclass(frozen=True, slots=True)
class Canary:
    """How the last test went. ``is_deaf``: none came back for too long."""

    returned_at: datetime | None
    sent_at: datetime | None
    is_deaf: bool

    @property
    def is_untried(self) -> bool:
        """No test was ever sent."""
        return self.sent_at is None


@transaction.atomic
def send_canary(*, now: datetime) -> CanaryMail | None:
    """Queue today's test; None where it has been sent today."""
    newest = CanaryMail.objects.select_for_update().order_by("-sent_at").first()
    if newest and timezone.localdate(newest.sent_at) == timezone.localdate(now):
        return None
    token = secrets.token_hex(16)
    mark = f"kanaari-{token}"
    mail = queue_mail(
        to=privacy_mailbox(),
        subject=f"{SUBJECT} {mark}",
        text=TEXT.format(mark=mark),
        kind=KIND,
        language="fi",
    )
    return CanaryMail.objects.create(
        token_digest=digest_of_token(token), mail_id=mail.pk, sent_at=now
    )


def is_canary(mail: IncomingMail) -> bool:
    """Whether it bears a mark of ours; anybody else's is an ordinary mail."""
    return _canary_of(mail) is not None


def take_canary_back(mail: IncomingMail) -> None:
    """Close the loop, once; its words must be a request to the rules."""
    canary = _canary_of(mail)
    if canary is not None and canary.returned_at is None:
        canary.returned_at = timezone.now()
        canary.understood = kinds_asked(mail.subject, mail.text) == [CaseKind.ACCESS]
        canary.save(update_fields=["returned_at", "understood"])
    settle(mail, IncomingOutcome.CANARY)


def last_canary(*, now: datetime) -> Canary:
    """The state of the channel at this instant."""
    back = CanaryMail.objects.filter(understood=True).order_by("-returned_at").first()
    sent = CanaryMail.objects.order_by("-sent_at").first()
    first = CanaryMail.objects.order_by("sent_at").first()
    late = now - timedelta(hours=number("canary_hours"))
    heard = back.returned_at if back else None
    waiting_since = heard or (first.sent_at if first else now)
    return Canary(
        returned_at=heard,
        sent_at=sent.sent_at if sent else None,
        is_deaf=waiting_since < late,
    )


def forget_old_canaries(*, now: datetime) -> int:
    """Tests older than the rows of sorted mail; how many."""
    oldest = now - timedelta(days=number("incoming_mail_days"))
    return CanaryMail.objects.filter(sent_at__lt=oldest).delete()[0]


def _canary_of(mail: IncomingMail) -> CanaryMail | None:
    found = MARK.search(mail.own_words)
    if found is None:
        return None
    digest = digest_of_token(found[1])
    return CanaryMail.objects.filter(token_digest=digest).first()
