"""Triggers that refuse changes to a restricted person's data (Art. 18(2)).

A change passes only where a row of ``registry_restricteduse`` for the person was
written in the same transaction: whoever changes restricted data has logged why. No
setting of a session opens the way. Erasing is no change; other guards see to it.
"""

from __future__ import annotations

import pgtrigger

LOGGED_FIRST = """
    IF NOT EXISTS (SELECT 1 FROM registry_personguard g WHERE g.restricted) THEN
        RETURN NULL;
    END IF;
    IF EXISTS (
        SELECT 1 FROM {rows}
        JOIN registry_personguard g ON g.person_id = n.{person} AND g.restricted
        WHERE {changed} AND NOT EXISTS (
            SELECT 1 FROM registry_restricteduse u
            WHERE u.person_id = g.person_id
              AND u.transaction = pg_current_xact_id()::text::bigint)
    ) THEN
        RAISE EXCEPTION 'restricted data is changed only after the use was logged'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'person_restricted';
    END IF;
    RETURN NULL;
"""


def restricted_rows_stay(
    *columns: str, person: str = "person_id", inserts: bool = True
) -> list[pgtrigger.Trigger]:
    """Refuse updates of these columns, and new rows, of restricted persons.

    Statement-level; where nobody is restricted it costs one index probe."""
    differs = " OR ".join(f"n.{name} IS DISTINCT FROM o.{name}" for name in columns)
    update = pgtrigger.Trigger(
        name="restricted_rows_stay",
        level=pgtrigger.Statement,
        operation=pgtrigger.Update,
        when=pgtrigger.After,
        referencing=pgtrigger.Referencing(old="rows_old", new="rows_new"),
        func=LOGGED_FIRST.format(
            rows="rows_new n JOIN rows_old o ON o.id = n.id",
            person=person,
            changed=f"({differs})",
        ),
    )
    insert = pgtrigger.Trigger(
        name="restricted_rows_do_not_grow",
        level=pgtrigger.Statement,
        operation=pgtrigger.Insert,
        when=pgtrigger.After,
        referencing=pgtrigger.Referencing(new="rows_new"),
        func=LOGGED_FIRST.format(rows="rows_new n", person=person, changed="true"),
    )
    return [update, insert] if inserts else [update]
