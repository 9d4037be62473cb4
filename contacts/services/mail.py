"""An ordinary mail of a known person, written down as a contact."""

from __future__ import annotations

from datetime import datetime

from contacts.choices import InteractionKind
from registry.models import Person

from .interactions import log_interaction


def log_mail(
    *, person_id: int, at: datetime, subject: str, text: str, key: str
) -> None:
    """Plugged into ``registry.seams.dealings``. The customer turned to us, so it shows
    a relationship as any other contact of hers does."""
    log_interaction(
        actor=None,
        kind=InteractionKind.EMAIL,
        at=at,
        persons=[Person.objects.get(pk=person_id)],
        subject=subject[:200],
        body=text,
        started_by_customer=True,
        source_key=f"mail:{key}"[:80],
    )
