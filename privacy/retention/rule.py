"""The notice's rule in SQL: who may be stored until when.

The same rule as registry.law.retention, over everybody in one pass; a property test
holds the two equal. All that is known of relationships are business events, positions
and the day a company was dissolved:

- nothing that shows a relationship: from collection;
- own purchases (private customer, sole trader): from the end of the relationship;
- people of a customer company: from the day they left it, or the company's
  relationship ended, whichever is first;
- several relationships: the last end counts, and one that lives keeps the person.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from registry.choices import QUALIFYING_EVENTS, EventKind
from registry.law.parameters import number

COLLECTION = "collection"
RELATIONSHIP = "relationship"

# One set of dealings → the day its relationship ended, NULL while it lives.
ENDED = """
    COALESCE(
        CASE WHEN last_event + %(inactivity)s::interval <= COALESCE(
            CASE WHEN last_event IS NULL OR last_event <= last_end THEN last_end END,
            %(as_of)s)
        THEN last_event END,
        CASE WHEN last_event IS NULL OR last_event <= last_end THEN last_end END)
"""

CAPS = """
WITH facts AS (
    SELECT e.person_id, e.company_id,
           max(e."on") FILTER (WHERE e.kind = ANY(%(qualifying)s)) AS last_event,
           max(e."on") FILTER (WHERE NOT e.kind = ANY(%(qualifying)s)
                               AND e."on" <= %(as_of)s) AS last_end,
           bool_or(e.kind <> %(dissolved)s) AS related
    FROM (
        SELECT CASE WHEN company_id IS NULL THEN person_id END AS person_id,
               company_id, kind, "on"
        FROM registry_businessevent @OF_EVENTS
    ) e
    GROUP BY e.person_id, e.company_id
),
companies AS (
    SELECT company_id, @ENDED AS ended_on
    FROM (
        SELECT f.company_id, f.last_event,
               GREATEST(f.last_end, CASE WHEN c.dissolved_on <= %(as_of)s
                                    THEN c.dissolved_on END) AS last_end
        FROM facts f JOIN registry_company c ON c.id = f.company_id
        WHERE f.related
    ) known
),
places AS (
    SELECT person_id, company_id,
           CASE WHEN bool_and(ends_on IS NOT NULL AND ends_on <= %(as_of)s)
                THEN max(ends_on) END AS left_on
    FROM registry_position @OF_PLACES GROUP BY person_id, company_id
),
relations AS (
    SELECT person_id, @ENDED AS ended_on FROM facts
    WHERE person_id IS NOT NULL AND related
    UNION ALL
    SELECT p.person_id, LEAST(p.left_on, c.ended_on)
    FROM places p JOIN companies c USING (company_id)
    UNION ALL
    SELECT s.proprietor_id, c.ended_on
    FROM registry_company s JOIN companies c ON c.company_id = s.id
    WHERE s.proprietor_id IS NOT NULL
),
ends AS (
    SELECT person_id, bool_or(ended_on IS NULL) AS lives, max(ended_on) AS last_end
    FROM relations GROUP BY person_id
),
caps AS (
    SELECT p.id AS person_id,
           CASE WHEN e.person_id IS NULL THEN %(collection)s
                ELSE %(relationship)s END AS rule,
           CASE WHEN e.person_id IS NULL THEN p.collected_on
                WHEN NOT e.lives THEN e.last_end END AS anchor
    FROM registry_person p LEFT JOIN ends e ON e.person_id = p.id @OF_PERSONS
)
"""

LAST_DAY = "(anchor + %(years)s::interval)::date"

DUE = """
    SELECT caps.person_id, caps.rule, @LAST_DAY AS last_day, COALESCE(g.held, false) AS held,
           COALESCE(g.restricted, false) AS restricted,
           EXISTS (SELECT 1 FROM privacy_case w WHERE w.person_id = caps.person_id
                   AND w.state IN ('open', 'approved')) AS waiting
    FROM caps LEFT JOIN registry_personguard g ON g.person_id = caps.person_id
    WHERE @LAST_DAY < %(as_of)s
"""

FREE = "NOT held AND NOT restricted AND NOT waiting"

# Some people only: their own events, and those of their companies, each by an index.
SCOPE = {
    "@OF_EVENTS": """
        WHERE person_id = ANY(%(ids)s) OR company_id IN (
            SELECT company_id FROM registry_position WHERE person_id = ANY(%(ids)s)
            UNION ALL
            SELECT id FROM registry_company WHERE proprietor_id = ANY(%(ids)s))
    """,
    "@OF_PLACES": "WHERE person_id = ANY(%(ids)s)",
    "@OF_PERSONS": "WHERE p.id = ANY(%(ids)s)",
}
EVERYBODY = dict.fromkeys(SCOPE, "")
PARTS = {"@DUE": DUE, "@FREE": FREE, "@LAST_DAY": LAST_DAY, "@ENDED": ENDED}


def compose(text: str, *, of_some: bool = False) -> str:
    """The query with its named parts put in; values stay parameters.

    of_some: of the people whose keys are the parameter ``ids``, else of everybody."""
    parts = {"@CAPS": CAPS, **PARTS, **(SCOPE if of_some else EVERYBODY)}
    for name, part in parts.items():
        text = text.replace(name, part)
    return text


CAPS_OF = compose(
    "@CAPS SELECT person_id, rule, anchor, @LAST_DAY FROM caps", of_some=True
)


@dataclass(frozen=True, kw_only=True)
class Cap:
    """One person's clock: where it starts, and the last day of storage."""

    rule: str
    anchor: date | None
    last_day: date | None


def caps_of(person_ids: Collection[int], *, as_of: date) -> dict[int, Cap]:
    """The clocks of these people as of that day; no last day: the relationship
    lives."""
    rows = run_query(CAPS_OF, as_of=as_of, ids=list(person_ids))
    return {
        key: Cap(rule=rule, anchor=anchor, last_day=last_day)
        for key, rule, anchor, last_day in rows
    }


def run_query(sql: str, *, as_of: date, **more: Any) -> list[tuple[Any, ...]]:
    """Run a query built of the parts above; the numbers come from the law's table."""
    with connection.cursor() as cursor:
        cursor.execute(sql, {**parameters(as_of), **more})
        return cursor.fetchall() if cursor.description else []


def parameters(as_of: date) -> dict[str, Any]:
    """What the SQL above refers to."""
    return {
        "as_of": as_of,
        "years": f"{number('notice_retention_years')} years",
        "inactivity": f"{number('relationship_inactivity_months')} months",
        "qualifying": [str(kind) for kind in QUALIFYING_EVENTS],
        "dissolved": str(EventKind.DISSOLVED),
        "collection": COLLECTION,
        "relationship": RELATIONSHIP,
    }
