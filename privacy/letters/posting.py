"""Letters on paper: printed by the officer, who records the day of posting."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from privacy.exceptions import DecisionIncomplete
from privacy.models import CaseLetter
from registry.models import Staff
from registry.seams.audit import record
from registry.validators import validate_free_text

from .sending import lock_undelivered, tell_settled


@transaction.atomic
def record_posting(*, actor: Staff, letter_id: int, posted_on: date) -> CaseLetter:
    """The letter went by post on that day, which is the day it was sent.

    DecisionIncomplete where the day lies ahead or before the letter was written.
    """
    letter = lock_undelivered(letter_id)
    written_on = timezone.localdate(letter.queued_at)
    if not written_on <= posted_on <= timezone.localdate():
        raise DecisionIncomplete(
            _("The day of posting is not before the letter was written, nor ahead.")
        )
    letter.posted_on, letter.posted_by = posted_on, actor
    letter.save(update_fields=["posted_on", "posted_by"])
    record(actor=actor, action="letter.posted", subjects=[("case", letter.case_id)])
    tell_settled(letter)
    return letter


@transaction.atomic
def drop_letter(*, actor: Staff, letter_id: int, reason: str) -> CaseLetter:
    """The letter will not reach the person, and it is written down why: told by phone,
    or no address is left. DecisionIncomplete without a reason."""
    letter = lock_undelivered(letter_id)
    if not reason.strip():
        raise DecisionIncomplete(_("Write a reason."))
    validate_free_text(reason)
    letter.dropped_at, letter.dropped_by = timezone.now(), actor
    letter.drop_reason = reason.strip()
    letter.save(update_fields=["dropped_at", "dropped_by", "drop_reason"])
    record(actor=actor, action="letter.dropped", subjects=[("case", letter.case_id)])
    tell_settled(letter)
    return letter
