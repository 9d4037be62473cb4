"""The days from which a rule about whole people would have counted, in SQL.

Each text selects ``person_id, "on", seen``: a day on which the period began anew, and
the first day on which it can be seen that nothing followed (an agreed end at once,
silence after the months of inactivity).
"""

from __future__ import annotations

from privacy.models import Anchor
from registry.seams.personal_data import registry_of_holdings

TAKING_PART = ("participants", "interactions")

# Relationships: events of her own, and of companies while she had a place there.
RELATED = """
    SELECT e.person_id, e."on",
           CASE WHEN e.kind = ANY(%(ending)s) THEN e."on"
                ELSE (e."on" + %(inactivity)s::interval)::date END AS seen
    FROM registry_businessevent e
    WHERE e.company_id IS NULL AND e.person_id IS NOT NULL
    UNION ALL
    SELECT p.person_id, e."on",
           CASE WHEN e.kind = ANY(%(ending)s) THEN e."on"
                ELSE (e."on" + %(inactivity)s::interval)::date END
    FROM registry_businessevent e JOIN place p USING (company_id)
    WHERE p.left_on IS NULL OR e."on" <= p.left_on
    UNION ALL
    SELECT p.person_id, p.left_on, p.left_on FROM place p
    WHERE p.left_on IS NOT NULL
"""

COLLECTED = """
    SELECT id AS person_id, collected_on AS "on", collected_on AS seen
    FROM registry_person
"""

TAKEN_PART = """
    UNION ALL
    SELECT t.person_id, (t.at AT TIME ZONE %(zone)s)::date, (t.at AT TIME ZONE %(zone)s)::date
    FROM {participants} t JOIN {interactions} i ON i.id = t.interaction_id
    WHERE contacts_counts_as_taking_part(i.kind, i.direction)
"""

ORDERED = """
    SELECT o.buyer_person_id AS person_id,
           GREATEST(o.ordered_on, o.delivered_on, v.issued_on) AS "on",
           GREATEST(o.ordered_on, o.delivered_on, v.issued_on) AS seen
    FROM registry_order o LEFT JOIN registry_voucher v ON v.order_id = o.id
    WHERE EXISTS (SELECT 1 FROM registry_address a
                  WHERE a.person_id = o.buyer_person_id AND a.kind = 'delivery')
"""

PLACES = """
place AS (
    SELECT p.person_id, p.company_id,
           CASE WHEN bool_and(p.ends_on IS NOT NULL) THEN max(p.ends_on) END AS left_on
    FROM registry_position p
    WHERE EXISTS (SELECT 1 FROM registry_businessevent e
                  WHERE e.company_id = p.company_id AND e.kind <> 'dissolved')
    GROUP BY p.person_id, p.company_id
    UNION ALL
    SELECT c.proprietor_id, c.id, NULL FROM registry_company c
    WHERE c.proprietor_id IS NOT NULL
)
"""

# From the gaps between the days: the first one long enough would have been the end.
GAPS = """
WITH @PLACES, related AS MATERIALIZED (@RELATED), points AS (@POINTS),
gaps AS (
    SELECT person_id,
           GREATEST(("on" + %(months)s::interval)::date, seen) + 1 AS gone_on,
           lead("on") OVER (PARTITION BY person_id ORDER BY "on") AS next_on
    FROM points
),
met AS (SELECT person_id, min("on") AS related_on FROM related GROUP BY person_id),
gone AS (
    SELECT g.person_id, min(GREATEST(g.gone_on, p.collected_on + 1)) AS gone_on
    FROM gaps g JOIN registry_person p ON p.id = g.person_id
    LEFT JOIN met m ON m.person_id = g.person_id
    WHERE (g.next_on IS NULL OR g.next_on >= g.gone_on) AND (@ONLY)
    GROUP BY g.person_id
)
SELECT date_trunc('month', gone_on)::date, count(*),
       count(*) FILTER (WHERE GREATEST(c.last_taken_part_on, c.ended_on) >= gone_on)
FROM gone LEFT JOIN registry_personclock c USING (person_id)
WHERE gone_on BETWEEN %(first)s AND %(as_of)s
GROUP BY 1 ORDER BY 1
"""

# People who were in no relationship when the period ran out.
UNRELATED = "m.related_on IS NULL OR m.related_on >= g.gone_on"


def gaps_query(anchor: str) -> str:
    """The whole question for rules counted from this anchor."""
    tables = {
        name: registry_of_holdings[name].model._meta.db_table for name in TAKING_PART
    }
    points, only = {
        Anchor.COLLECTION: (COLLECTED, UNRELATED),
        Anchor.LAST_TAKING_PART: (COLLECTED + TAKEN_PART.format(**tables), UNRELATED),
        Anchor.RELATIONSHIP_END: ("SELECT * FROM related", "true"),
        Anchor.ORDER_CLOSED: (ORDERED, "true"),
    }[Anchor(anchor)]
    return (
        GAPS.replace("@PLACES", PLACES)
        .replace("@RELATED", RELATED)
        .replace("@POINTS", points)
        .replace("@ONLY", only)
    )
