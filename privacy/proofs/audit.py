"""Whether the audit trail can be trusted: guarded, without gaps, without values."""

from __future__ import annotations

from collections.abc import Iterator

import pgtrigger
from django.db import connection

TABLES = ("registry_audit_entry", "registry_audit_subject")
NAME = "^[a-z][a-z0-9_.:-]{0,63}$"
"""What an action, a purpose or the name of a field looks like. Values do not."""

UNGUARDED = """
    WITH parts AS (
        SELECT %s::regclass::oid AS oid
        UNION ALL
        SELECT inhrelid FROM pg_inherits WHERE inhparent = %s::regclass
    )
    SELECT parts.oid::regclass::text FROM parts
    WHERE NOT EXISTS (
        SELECT 1 FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
        WHERE t.tgrelid = parts.oid AND p.proname = 'registry_audit_refuse'
          AND t.tgenabled IN ('O', 'A') AND t.tgtype & 58 = 58
    )
    ORDER BY 1
"""
"""58 = before (2), delete (8), update (16), truncate (32)."""

GAPS = """
    SELECT e.id FROM registry_audit_entry e
    LEFT JOIN registry_audit_subject s ON s.entry_id = e.id
    GROUP BY e.id, e.at, e.count HAVING count(s.id) <> e.count
    ORDER BY e.id LIMIT 20
"""
ORPHANS = """
    SELECT s.id FROM registry_audit_subject s
    WHERE NOT EXISTS (SELECT 1 FROM registry_audit_entry e WHERE e.id = s.entry_id)
    ORDER BY s.id LIMIT 20
"""
VALUES = """
    SELECT e.id FROM registry_audit_entry e
    WHERE e.action !~ %(name)s
       OR (e.purpose <> '' AND e.purpose !~ %(name)s)
       OR EXISTS (
           SELECT 1 FROM jsonb_array_elements_text(e.fields) f WHERE f !~ %(name)s
       )
    ORDER BY e.id LIMIT 20
"""


def audit_faults() -> Iterator[str]:
    """What does not hold, one sentence each; nothing when all does."""
    for table in TABLES:
        for part in _rows(UNGUARDED, [table, table]):
            yield f"{part} is not guarded against change, deletion and truncation"
    for key in _rows(GAPS):
        yield f"audit entry {key} has not as many subjects as it counted"
    for key in _rows(ORPHANS):
        yield f"audit subject {key} has no entry"
    for key in _rows(VALUES, {"name": NAME}):
        yield f"audit entry {key} carries something that is no name of a field"


def guard_faults() -> Iterator[str]:
    """Triggers of the house that are missing, outdated or disabled."""
    for model, trigger in pgtrigger.registered():
        status, enabled = trigger.get_installation_status(model)
        if status != "INSTALLED" or not enabled:
            yield f"trigger {trigger.name} of {model._meta.db_table}: {status.lower()}"


def _rows(sql: str, params: list[str] | dict[str, str] | None = None) -> list[object]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [row[0] for row in cursor.fetchall()]
