"""Triggers that refuse changes to a restricted person's data (Art. 18(2)).

A change passes only where a row of ``registry_restricteduse`` for the person was
written in the same transaction: whoever changes restricted data has logged why. No
setting of a session opens the way. Erasing is no change; other guards see to it.
"""

from __future__ import annotations

import pgtrigger

NOBODY = """
    IF NOT EXISTS (SELECT 1 FROM registry_personguard g WHERE g.restricted)
       AND NOT EXISTS (SELECT 1 FROM registry_restrictedfield) THEN
        RETURN NULL;
    END IF;
"""
UNLOGGED = """
    EXISTS (
        SELECT 1 FROM {rows}
        JOIN {guard} ON g.person_id = {person}
        WHERE ({changed}) AND NOT EXISTS (
            SELECT 1 FROM registry_restricteduse u
            WHERE u.person_id = g.person_id
              AND u.transaction = pg_current_xact_id()::text::bigint)
    )
"""
REFUSE = """
    IF {unlogged} THEN
        RAISE EXCEPTION 'restricted data is changed only after the use was logged'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'person_restricted';
    END IF;
    RETURN NULL;
"""
WHOLE = "(SELECT person_id FROM registry_personguard WHERE restricted) g"
FIELDS = "registry_restrictedfield g"
BOTH = "rows_new n JOIN rows_old o ON o.id = n.id"
OWNERS = (
    f"{BOTH} CROSS JOIN LATERAL (VALUES (n.person_id), (o.person_id)) AS w (person_id)"
)
"""Of a row that is moved from one person to another, both are asked about."""


def restricted_rows_stay(*columns: str) -> list[pgtrigger.Trigger]:
    """Refuse updates of these columns, and new rows, of restricted persons; where single
    rows are restricted, updates of those. For tables with a column ``person_id``.

    Statement-level; where nobody is restricted it costs two index probes."""
    changed = _differs(*columns, "person_id")
    place = "g.place = replace(TG_TABLE_NAME, 'registry_', '') || ':' || n.id"
    update = _updates(
        UNLOGGED.format(
            rows=OWNERS, guard=WHOLE, person="w.person_id", changed=changed
        ),
        UNLOGGED.format(
            rows=OWNERS,
            guard=FIELDS,
            person="w.person_id",
            changed=f"{place} AND ({changed})",
        ),
    )
    whole = UNLOGGED.format(
        rows="rows_new n", guard=WHOLE, person="n.person_id", changed="true"
    )
    insert = pgtrigger.Trigger(
        name="restricted_rows_do_not_grow",
        level=pgtrigger.Statement,
        operation=pgtrigger.Insert,
        when=pgtrigger.After,
        referencing=pgtrigger.Referencing(new="rows_new"),
        func=NOBODY + REFUSE.format(unlogged=whole),
    )
    return [update, insert]


def restricted_columns_stay(*columns: str) -> list[pgtrigger.Trigger]:
    """The same for the person's own row, where single columns can be restricted."""
    single = " OR ".join(
        f"g.place = 'person.{name}' AND {_differs(name)}" for name in columns
    )
    return [
        _updates(
            UNLOGGED.format(
                rows=BOTH, guard=WHOLE, person="n.id", changed=_differs(*columns)
            ),
            UNLOGGED.format(rows=BOTH, guard=FIELDS, person="n.id", changed=single),
        )
    ]


def _differs(*columns: str) -> str:
    return " OR ".join(f"n.{name} IS DISTINCT FROM o.{name}" for name in columns)


def _updates(*unlogged: str) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name="restricted_rows_stay",
        level=pgtrigger.Statement,
        operation=pgtrigger.Update,
        when=pgtrigger.After,
        referencing=pgtrigger.Referencing(old="rows_old", new="rows_new"),
        func=NOBODY + REFUSE.format(unlogged=" OR ".join(unlogged)),
    )
