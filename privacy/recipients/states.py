"""Where a notice to a recipient stands, in words."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from privacy.models import RecipientNotice
from registry.law.parameters import number

from .messages import change_label


def dress(notice: Any, now: datetime) -> Any:
    """Adds what the screens say of a notice: its state in words and tone, fields."""
    notice.state_word, notice.state_tone = _state(notice, now)
    notice.change_words = [change_label(change) for change in notice.changes]
    return notice


def _state(notice: RecipientNotice, now: datetime) -> tuple[str, str]:
    if notice.acknowledged_at:
        return str(notice.get_answer_display()), "good"
    if notice.not_told_ground:
        return _("Not told, with a reason"), ""
    if notice.told_at is None:
        return _unsent(notice)
    last = timedelta(days=number("recipient_second_reminder_days"))
    if notice.told_at + last <= now:
        return _("No answer in time"), "bad"
    return _("Waiting for an answer"), "accent"


def _unsent(notice: RecipientNotice) -> tuple[str, str]:
    if notice.failed_at:
        return _("Could not be delivered"), "bad"
    if notice.mail_id is None:
        return _("No address: tell it another way"), "bad"
    return _("On its way"), "accent"
