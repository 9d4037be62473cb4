"""Imported notes become interactions, set-based."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import Any

from django.utils import timezone

from contacts.choices import Direction, InteractionKind
from contacts.models import Interaction, Participant
from registry.copying import copy_rows, reserve_keys
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
    _write(wanted, actor, timezone.now())


def _write(wanted: Mapping[str, ImportRowContext], actor: Any, now: datetime) -> None:
    """By COPY: the rows were checked when they were read."""
    keys = reserve_keys(Interaction._meta.db_table, len(wanted))
    copy_rows(
        Interaction._meta.db_table,
        ("id", "kind", "direction", "at", "author_id", "company_id", "subject", "body",
         "started_by_customer", "source_key", "created_at"),
        (
            (pk, KINDS.get(row.channel, InteractionKind.NOTE), Direction.NONE,
             _at(row), actor and actor.pk, row.company_id, "", row.value.strip(),
             False, key, now)
            for pk, (key, row) in zip(keys, wanted.items(), strict=True)
        ),
    )  # fmt: skip
    copy_rows(
        Participant._meta.db_table,
        ("interaction_id", "person_id", "at"),
        (
            (pk, row.person_id, _at(row))
            for pk, row in zip(keys, wanted.values(), strict=True)
        ),
    )


def _at(row: ImportRowContext) -> datetime:
    return timezone.make_aware(datetime.combine(row.collected_on, time.min))


def _key_of(row: ImportRowContext) -> str:
    """Stable for the row and the words: a changed note is a new one."""
    words = f"{row.row_key}\0{row.person_id}\0{row.value.strip()}"
    return f"import:{hashlib.sha256(words.encode()).hexdigest()}"
