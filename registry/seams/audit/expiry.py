"""The end of the audit trail: whole months go, single entries never."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction

MONTHS = """
    SELECT to_date(right(child.relname, 7), 'YYYY_MM')
    FROM pg_inherits i JOIN pg_class child ON child.oid = i.inhrelid
    WHERE i.inhparent = 'registry_audit_entry'::regclass
      AND child.relname ~ '_[0-9]{4}_[0-9]{2}$'
    UNION
    SELECT date_trunc('month', at AT TIME ZONE 'UTC')::date
    FROM registry_audit_entry_rest
    UNION
    SELECT date_trunc('month', at AT TIME ZONE 'UTC')::date
    FROM registry_audit_subject_rest
    ORDER BY 1
"""


@dataclass(frozen=True, kw_only=True)
class DroppedMonth:
    """How many entries went with the month, and how many subjects of entries."""

    entries: int
    subjects: int


def stored_months() -> list[date]:
    """The first days of the months (UTC) that the trail has a place for, oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(MONTHS)
        return [month for (month,) in cursor.fetchall()]


@transaction.atomic
def drop_month(month: date) -> DroppedMonth:
    """Drop a month of the trail, its first day given. The only way anything leaves it.

    The database refuses a month that ended less than twelve months ago. Waits a second
    at most for those who read or write meanwhile, then OperationalError: try later."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM registry_audit_drop_month(%s)", [month])
        entries, subjects = cursor.fetchone()
    return DroppedMonth(entries=entries, subjects=subjects)
