"""Who looked: when, for what and in which role; no names of staff (C-579/21)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from registry.models import AuditEntry, AuditSubject

USE_FIELDS = ("at", "action", "role", "purpose")


def with_acts(subjects: Iterable[AuditSubject]) -> list[dict[str, Any]]:
    """One page of recorded uses, each with its act; one statement for the page."""
    page = list(subjects)
    keys = {one.entry_id for one in page}
    days = [one.at for one in page]
    entries = AuditEntry.objects.filter(pk__in=keys, at__range=(min(days), max(days)))
    acts = {entry.pk: entry for entry in entries}
    return [_use(one, acts.get(one.entry_id)) for one in page]


def _use(subject: AuditSubject, entry: AuditEntry | None) -> dict[str, Any]:
    """An act whose month is being dropped leaves the time alone."""
    return {
        "at": subject.at.isoformat(),
        "action": entry.action if entry else "",
        "role": entry.role if entry else "",
        "purpose": entry.purpose if entry else "",
    }
