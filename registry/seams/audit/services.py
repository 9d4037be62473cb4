"""Writing the audit trail."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from django.db import connection, transaction
from django.utils import timezone

from registry.seams.automated import demand_human

from .models import AuditEntry, AuditSubject

Subject = tuple[str, int]
"""Kind and key, for example ``("person", 17)``."""


class Actor(Protocol):
    """Whoever acts: a staff user, or None for the system."""

    pk: int


@transaction.atomic
def record(
    *,
    actor: Actor | None,
    action: str,
    subjects: Iterable[Subject] = (),
    fields: Iterable[str] = (),
    purpose: str = "",
    role: str = "",
) -> int:
    """Append one entry with its subjects; returns its key.

    Ids and field *names* only: whatever is passed here stays for two years and is
    shown to the person concerned, so no value and no query text may be among it.
    HumanRequired where a human must decide and none is named (registry.seams.automated).
    """
    demand_human(act=action, actor=actor)
    subjects = list(subjects)
    now = timezone.now()
    entry = AuditEntry.objects.create(
        at=now,
        actor_id=actor.pk if actor else None,
        role=role or _role_of(actor),
        action=action,
        fields=sorted(set(fields)),
        purpose=purpose,
        count=len(subjects),
    )
    AuditSubject.objects.bulk_create(
        (
            AuditSubject(entry_id=entry.pk, at=now, kind=kind, subject_id=key)
            for kind, key in subjects
        ),
        batch_size=5_000,
    )
    return entry.pk


def _role_of(actor: Actor | None) -> str:
    if actor is None:
        return "system"
    groups = getattr(actor, "role_names", None)
    return ",".join(groups)[:40] if groups else ""


def ensure_partitions(*, months: int = 2) -> None:
    """Create the partitions of this month and the next ``months``, if missing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT registry_audit_ensure_partitions(%s)", [months])
