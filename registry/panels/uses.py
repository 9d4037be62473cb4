"""Who looked, exported and changed: the audit trail on the timeline."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from registry.models import AuditEntry, AuditSubject, Staff
from registry.seams.audit.words import action_label
from registry.seams.panels import Cursor, TimelineEntry, older_than, timeline_source
from registry.wording import readable_fields


@timeline_source("use")
def uses(
    subject: str, key: int, before: Cursor | None, limit: int, user: Staff
) -> Sequence[TimelineEntry]:
    """Acts that concerned the subject, for those who may read the audit trail."""
    if not user.has_perm("registry.view_auditentry"):
        return []
    rows = AuditSubject.objects.filter(kind=subject, subject_id=key)
    links = list(older_than(rows, before, source="use", field="at")[:limit])
    entries = AuditEntry.objects.in_bulk([link.entry_id for link in links])
    names = _names_of(entry.actor_id for entry in entries.values())
    return [
        TimelineEntry(
            at=link.at,
            source="use",
            key=link.pk,
            kind="use",
            title=action_label(entry.action),
            body=readable_fields(entry.action, entry.fields),
            by=names.get(entry.actor_id, "") or _("the system"),
            icon="visibility",
        )
        for link in links
        if (entry := entries.get(link.entry_id))
    ]


def _names_of(keys: Any) -> dict[int | None, str]:
    wanted = {key for key in keys if key}
    return {s.pk: str(s) for s in Staff.objects.filter(pk__in=wanted)}
