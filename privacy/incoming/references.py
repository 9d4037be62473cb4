"""Whether a mail answers one of our letters, or names a request."""

from __future__ import annotations

import re
from typing import Final

from privacy.models import Case, CaseLetter, IncomingMail
from registry.models import OutgoingMail

REFERENCE: Final = re.compile(r"\bT-[0-9A-Z]{8}\b", re.IGNORECASE)


def case_answered(mail: IncomingMail) -> Case | None:
    """The request by its reference in subject or text, else by the letter answered."""
    return _by_reference(mail) or _by_letter(mail)


def _by_reference(mail: IncomingMail) -> Case | None:
    named = {found.upper() for found in REFERENCE.findall(mail.own_words)}
    cases = Case.objects.filter(reference__in=sorted(named)[:20])
    return cases.order_by("-received_at", "-pk").first() if named else None


def _by_letter(mail: IncomingMail) -> Case | None:
    ids = mail.answers.split()
    if not ids:
        return None
    mails = OutgoingMail.objects.filter(message_id__in=ids).values_list("pk", flat=True)
    letter = CaseLetter.objects.filter(mail_id__in=list(mails)).order_by("-pk").first()
    return letter.case if letter else None
