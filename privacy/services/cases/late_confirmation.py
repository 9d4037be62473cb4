"""Requests whose address had had too many mails that day: their mail leaves later."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from privacy.models import Case, CaseLetter, LetterKind
from privacy.models.case_choices import CaseState

from .receive import ask_to_confirm

MAILS_A_DAY = 5
A_DAY = timedelta(days=1)


def send_late_confirmations(*, now: datetime) -> int:
    """Mail the newest request of each kind from each such address; how many.

    A flood of requests in somebody's name brings her five mails a day and no more, and
    does not keep her own request from being received on the day she sent it.
    """
    waiting = Case.objects.filter(
        state=CaseState.UNCONFIRMED, letters=None, created_at__gt=now - 7 * A_DAY
    )
    newest = waiting.order_by("email", "kind", "-received_at", "-pk")
    keys = newest.distinct("email", "kind").values_list("pk", flat=True)
    return sum(_send(key, now) for key in list(keys))


@transaction.atomic
def _send(key: int, now: datetime) -> bool:
    case = Case.objects.select_for_update().get(pk=key)
    recent = CaseLetter.objects.filter(
        kind=LetterKind.CONFIRMATION,
        case__email=case.email,
        queued_at__gt=now - A_DAY,
    )
    waits = case.state == CaseState.UNCONFIRMED and not case.letters.exists()
    if not waits or recent.count() >= MAILS_A_DAY:
        return False
    ask_to_confirm(case)
    return True
