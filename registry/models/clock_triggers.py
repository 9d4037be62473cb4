"""The triggers that keep the clocks: statement-level, and quick where nothing applies.

The functions they call are in the migration ``0010_person_clock``:
``registry_clocks_of(persons)`` computes, ``registry_refresh_clocks(persons)`` writes
what has changed, ``registry_refresh_clocks_at(companies)`` does so for the people of
companies. A clock that is gone is not made again: erasing takes it first, and what
follows costs a look at an index.
"""

from collections.abc import Iterable

import pgtrigger

TRIGGER_NAMES = ("clock_insert", "clock_update", "clock_delete")

NEW, OLD = "rows_new", "rows_old"
_TABLES = {"insert": {"new": NEW}, "delete": {"old": OLD}}
_BOTH = {"new": NEW, "old": OLD}


def keeps_clock(operation: str, func: str) -> pgtrigger.Trigger:
    """After a statement; the rows are in ``rows_new`` and ``rows_old``."""
    return pgtrigger.Trigger(
        name=f"clock_{operation}",
        level=pgtrigger.Statement,
        operation=getattr(pgtrigger, operation.capitalize()),
        when=pgtrigger.After,
        referencing=pgtrigger.Referencing(**_TABLES.get(operation, _BOTH)),
        func=func,
    )


def on_every_change(columns: str, func: str) -> Iterable[pgtrigger.Trigger]:
    """The same for all three: ``@ROWS`` are the rows that came and went, an update
    being both, where one of these columns has changed."""
    new, old = (" ".join(("SELECT", columns, "FROM", rows)) for rows in (NEW, OLD))
    both = f"({new} EXCEPT ALL {old}) UNION ALL ({old} EXCEPT ALL {new})"
    return [
        keeps_clock(operation, func.replace("@ROWS", f"({rows}) changed"))
        for operation, rows in {"insert": new, "update": both, "delete": old}.items()
    ]


OF_PERSONS = (
    keeps_clock(
        "insert",
        """
        INSERT INTO registry_personclock
            (person_id, collected_on, ended_by, rule, last_day, updated_at)
        SELECT n.id, n.collected_on, '', c.rule, c.last_day, now()
        FROM rows_new n
        CROSS JOIN LATERAL registry_clock_of_prospect(n.collected_on, NULL) c
        ON CONFLICT (person_id) DO NOTHING;
        RETURN NULL;
        """,
    ),
    keeps_clock(
        "update",
        """
        PERFORM registry_refresh_clocks(ARRAY(
            SELECT n.id FROM rows_new n JOIN rows_old o USING (id)
            WHERE n.collected_on IS DISTINCT FROM o.collected_on));
        RETURN NULL;
        """,
    ),
    keeps_clock(
        "delete",
        """
        DELETE FROM registry_personclock c USING rows_old o WHERE c.person_id = o.id;
        RETURN NULL;
        """,
    ),
)

# Who took part in a company's event says nothing about the company's relationship.
OF_EVENTS = on_every_change(
    "CASE WHEN company_id IS NULL THEN person_id END AS person_id,"
    ' company_id, kind, "on"',
    """
    PERFORM registry_refresh_clocks_at(ARRAY(
        SELECT company_id FROM @ROWS WHERE company_id IS NOT NULL));
    PERFORM registry_refresh_clocks(ARRAY(
        SELECT person_id FROM @ROWS
        WHERE person_id IS NOT NULL));
    RETURN NULL;
    """,
)

# A place in a company that never was a customer says nothing about a relationship.
OF_POSITIONS = on_every_change(
    "person_id, company_id, ends_on",
    """
    PERFORM registry_refresh_clocks_of_places(
        array_agg(person_id), array_agg(company_id)) FROM @ROWS;
    RETURN NULL;
    """,
)

# A new company has no events yet.
OF_COMPANIES = (
    keeps_clock(
        "update",
        """
        PERFORM registry_refresh_clocks_at(ARRAY(
            SELECT n.id FROM rows_new n JOIN rows_old o USING (id)
            WHERE n.dissolved_on IS DISTINCT FROM o.dissolved_on));
        PERFORM registry_refresh_clocks(ARRAY(
            SELECT unnest(ARRAY[n.proprietor_id, o.proprietor_id])
            FROM rows_new n JOIN rows_old o USING (id)
            WHERE n.proprietor_id IS DISTINCT FROM o.proprietor_id));
        RETURN NULL;
        """,
    ),
    keeps_clock(
        "delete",
        """
        PERFORM registry_refresh_clocks(ARRAY(
            SELECT proprietor_id FROM rows_old WHERE proprietor_id IS NOT NULL));
        RETURN NULL;
        """,
    ),
)
