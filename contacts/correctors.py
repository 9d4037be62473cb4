"""Who corrects notes and follow-ups (registry.seams.personal_data.correcting)."""

from __future__ import annotations

from typing import Any

from contacts.models import Interaction
from contacts.services import correct_interaction
from contacts.services.follow_ups import correct_follow_up
from registry.seams.personal_data import Corrector, register_corrector
from registry.services.corrections import check_value


def correct_words(actor: Any, row: Any, name: str, value: str) -> None:
    """One field, through the service that staff use."""
    if isinstance(row, Interaction):
        correct_interaction(actor=actor, interaction=row, **{name: value})
    else:
        correct_follow_up(actor=actor, follow_up=row, text=value)


register_corrector(
    Corrector(check=check_value, correct=correct_words), "interactions", "follow_ups"
)
