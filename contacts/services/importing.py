"""Imported notes become interactions, set-based."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

from django.utils import timezone

from contacts.choices import InteractionKind
from contacts.models import Interaction, Participant
from registry.seams.panels import ImportRowContext

KINDS = {
    "phone": InteractionKind.CALL,
    "email": InteractionKind.EMAIL,
    "meeting": InteractionKind.MEETING,
    "fair": InteractionKind.FAIR,
    "web_form": InteractionKind.WEB_FORM,
}


def log_imported_notes(rows: Sequence[ImportRowContext], actor: Any) -> None:
    """One interaction a row with text; the same rows again change nothing.

    A fixed number of statements, in the caller's transaction."""
    wanted = {_key_of(row): row for row in rows if row.value.strip()}
    known = Interaction.objects.filter(source_key__in=wanted)
    for key in known.values_list("source_key", flat=True):
        wanted.pop(key or "")
    made = Interaction.objects.bulk_create(
        _interaction(key, row, actor) for key, row in wanted.items()
    )
    Participant.objects.bulk_create(
        Participant(interaction=new, person_id=row.person_id, at=new.at)
        for new, row in zip(made, wanted.values(), strict=True)
    )


def _interaction(key: str, row: ImportRowContext, actor: Any) -> Interaction:
    return Interaction(
        kind=KINDS.get(row.channel, InteractionKind.NOTE),
        at=timezone.make_aware(datetime.combine(row.collected_on, time.min)),
        author=actor,
        company_id=row.company_id,
        body=row.value.strip(),
        source_key=key,
    )


def _key_of(row: ImportRowContext) -> str:
    """Stable for the row and the words: a changed note is a new one."""
    words = f"{row.row_key}\0{row.person_id}\0{row.value.strip()}"
    return f"import:{hashlib.sha256(words.encode()).hexdigest()}"
