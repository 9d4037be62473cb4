"""Who looked: when, for what and in which role; no names of staff (C-579/21)."""

from __future__ import annotations

from typing import Any

from registry.models import AuditEntry, AuditSubject


def uses_of(person_id: int) -> list[dict[str, Any]]:
    """Every recorded use of her data, oldest first."""
    at_of = dict(
        AuditSubject.objects.filter(kind="person", subject_id=person_id).values_list(
            "entry_id", "at"
        )
    )
    entries = AuditEntry.objects.filter(pk__in=at_of, at__in=set(at_of.values()))
    return [
        {
            "at": entry.at.isoformat(),
            "action": entry.action,
            "role": entry.role,
            "purpose": entry.purpose,
        }
        for entry in entries.order_by("at", "pk")
    ]
