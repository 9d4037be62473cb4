"""The SQL functions of the clocks as migration 0010 makes them: a text that stays."""

PERIODS = """
CREATE VIEW registry_clock_periods AS
SELECT make_interval(months => max(months) FILTER (WHERE key = 'person_collection'))
           AS collection,
       make_interval(months => max(months) FILTER (WHERE key = 'person_relationship'))
           AS relationship,
       make_interval(months => max(months) FILTER (WHERE key = 'prospect_profile'))
           AS prospect,
       make_interval(months => max(months)
                     FILTER (WHERE key = 'relationship_inactivity')) AS inactivity
FROM registry_retentionperiod
"""

# Never in a relationship: from collection, or from the last taking part if sooner.
PROSPECTS = """
CREATE FUNCTION registry_clock_of_prospect(collected date, taken_part date)
RETURNS TABLE (rule text, last_day date) LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN profile < cap THEN 'prospect_profile' ELSE 'person_collection' END,
           LEAST(cap, profile)
    FROM (
        SELECT (collected + p.collection)::date AS cap,
               (COALESCE(taken_part, collected) + p.prospect)::date AS profile
        FROM registry_clock_periods p
    ) known
$$
"""

# Replaced by the app that knows interactions.
TAKEN_PART = """
CREATE FUNCTION registry_taken_part(persons bigint[])
RETURNS TABLE (person_id bigint, last_on date) LANGUAGE sql STABLE AS $$
    SELECT NULL::bigint, NULL::date WHERE false
$$
"""

# What is known of one relationship: the last event that shows it, and the first end
# of either kind that no such event came after. Two probes of an index each.
DEALINGS = """
    SELECT s.id AS @KEY, shown.last_event, ends.agreed_on,
           LEAST(ends.dissolved_on, CASE WHEN shown.last_event > s.dissolved_on
                                    THEN NULL ELSE s.dissolved_on END) AS dissolved_on
    FROM @SUBJECTS s
    LEFT JOIN LATERAL (
        SELECT e."on" AS last_event FROM registry_businessevent e
        WHERE @MATCH AND e.kind NOT IN ('agreed_end', 'dissolved')
        ORDER BY e."on" DESC LIMIT 1
    ) shown ON true
    CROSS JOIN LATERAL (
        SELECT min(e."on") FILTER (WHERE e.kind = 'agreed_end' AND late) AS agreed_on,
               min(e."on") FILTER (WHERE e.kind = 'dissolved' AND late)
                   AS dissolved_on,
               bool_or(e.kind = 'agreed_end') AS agreed
        FROM (
            SELECT e.kind, e."on", shown.last_event IS NULL
                                   OR e."on" >= shown.last_event AS late
            FROM registry_businessevent e
            WHERE @MATCH AND e.kind IN ('agreed_end', 'dissolved')
        ) e
    ) ends
    WHERE shown.last_event IS NOT NULL OR ends.agreed
"""

# The first of: agreed end, dissolution, silence dated back to the last event.
ENDS = """
    SELECT @KEY,
           CASE WHEN silent THEN last_event ELSE first_end END AS ended_on,
           CASE WHEN silent THEN 'silence' WHEN agreed_on = first_end THEN 'agreed'
                ELSE 'dissolved' END AS ended_by,
           CASE WHEN silent THEN silent_on ELSE first_end END AS detected_on
    FROM (
        SELECT d.*, silent_on, LEAST(agreed_on, dissolved_on) AS first_end,
               COALESCE(silent_on <= LEAST(agreed_on, dissolved_on),
                        silent_on IS NOT NULL) AS silent
        FROM (@DEALINGS) d CROSS JOIN period p
        CROSS JOIN LATERAL (
            SELECT (d.last_event + p.inactivity)::date AS silent_on
        ) s
    ) known
"""

# num_nulls: no index knows it, so none is read for all events without a company.
OWN = {
    "@KEY": "person_id",
    "@SUBJECTS": "(SELECT id, NULL::date AS dissolved_on FROM unnest(persons) id)",
    "@MATCH": "e.person_id = s.id AND num_nulls(e.company_id) = 1",
}
OF_COMPANIES = {
    "@KEY": "company_id",
    "@SUBJECTS": "(SELECT id, dissolved_on FROM registry_company"
    " WHERE id IN (SELECT place.company_id FROM place))",
    "@MATCH": "e.company_id = s.id",
}

CLOCKS = """
CREATE FUNCTION registry_clocks_of(persons bigint[])
RETURNS TABLE (person_id bigint, collected_on date, ended_on date, ended_by text,
               detected_on date, last_taken_part_on date, rule text, last_day date)
LANGUAGE sql STABLE AS $$
WITH period AS MATERIALIZED (SELECT * FROM registry_clock_periods),
place AS MATERIALIZED (
    SELECT person_id, company_id,
           CASE WHEN bool_and(ends_on IS NOT NULL) THEN max(ends_on) END AS left_on
    FROM registry_position WHERE person_id = ANY (persons)
    GROUP BY person_id, company_id
    UNION ALL
    SELECT proprietor_id, id, NULL
    FROM registry_company WHERE proprietor_id = ANY (persons)
),
own AS (@OWN),
theirs AS (@THEIRS),
relation AS (
    SELECT o.person_id, o.ended_on, o.ended_by, o.detected_on,
           CASE WHEN p.relationship IS NOT NULL THEN
               GREATEST((o.ended_on + p.relationship)::date, o.detected_on - 1)
           END AS last_day
    FROM own o CROSS JOIN period p
    UNION ALL
    SELECT place.person_id, LEAST(place.left_on, t.ended_on),
           CASE WHEN place.left_on <= t.ended_on THEN 'left' ELSE t.ended_by END,
           LEAST(place.left_on, t.detected_on),
           CASE WHEN p.relationship IS NOT NULL THEN LEAST(
               (place.left_on + p.relationship)::date,
               GREATEST((t.ended_on + p.relationship)::date, t.detected_on - 1))
           END
    FROM place JOIN theirs t USING (company_id) CROSS JOIN period p
),
related AS (
    SELECT person_id, max(ended_on) AS ended_on, max(detected_on) AS detected_on,
           (array_agg(ended_by ORDER BY ended_on DESC, ended_by))[1] AS ended_by,
           max(last_day) AS last_day
    FROM relation GROUP BY person_id
)
SELECT p.id, p.collected_on, r.ended_on, COALESCE(r.ended_by, ''), r.detected_on,
       t.last_on,
       CASE WHEN r.person_id IS NULL THEN c.rule ELSE 'person_relationship' END,
       CASE WHEN r.person_id IS NULL THEN c.last_day ELSE r.last_day END
FROM registry_person p
LEFT JOIN related r ON r.person_id = p.id
LEFT JOIN registry_taken_part(persons) t ON t.person_id = p.id
CROSS JOIN LATERAL registry_clock_of_prospect(p.collected_on, t.last_on) c
WHERE p.id = ANY (persons)
$$
"""

# One plan a session, always by index: a plan made while the tables were empty reads
# them whole once they are full.
BY_INDEX = """
    SET plan_cache_mode = force_generic_plan
    SET enable_seqscan = off SET enable_bitmapscan = off
"""

# Locked first and computed after, each with what the other transactions have
# committed by then: of two events at once the second one sees both.
REFRESH = """
CREATE FUNCTION registry_refresh_clocks(persons bigint[]) RETURNS void
LANGUAGE plpgsql @BY_INDEX AS $$
DECLARE
    mine bigint[];
BEGIN
    IF cardinality(persons) = 0 THEN
        RETURN;
    END IF;
    mine := ARRAY(
        SELECT c.person_id FROM registry_personclock c
        WHERE c.person_id = ANY (persons) ORDER BY c.person_id FOR NO KEY UPDATE);
    IF cardinality(mine) = 0 THEN
        RETURN;
    END IF;
    PERFORM registry_make_clocks(mine);
END
$$
"""

MAKE = """
CREATE FUNCTION registry_make_clocks(persons bigint[]) RETURNS integer
LANGUAGE plpgsql @BY_INDEX AS $$
DECLARE
    written integer;
BEGIN
    INSERT INTO registry_personclock AS c
        (person_id, collected_on, ended_on, ended_by, detected_on,
         last_taken_part_on, rule, last_day, updated_at)
    SELECT n.*, now() FROM registry_clocks_of(persons) n
    ON CONFLICT (person_id) DO UPDATE
    SET collected_on = EXCLUDED.collected_on, ended_on = EXCLUDED.ended_on,
        ended_by = EXCLUDED.ended_by, detected_on = EXCLUDED.detected_on,
        last_taken_part_on = EXCLUDED.last_taken_part_on, rule = EXCLUDED.rule,
        last_day = EXCLUDED.last_day, updated_at = EXCLUDED.updated_at
    WHERE (c.collected_on, c.ended_on, c.ended_by, c.detected_on,
           c.last_taken_part_on, c.rule, c.last_day)
          IS DISTINCT FROM
          (EXCLUDED.collected_on, EXCLUDED.ended_on, EXCLUDED.ended_by,
           EXCLUDED.detected_on, EXCLUDED.last_taken_part_on, EXCLUDED.rule,
           EXCLUDED.last_day);
    GET DIAGNOSTICS written = ROW_COUNT;
    RETURN written;
END
$$
"""

# The company is locked against new places: an event and a place written at once
# would else not see each other.
REFRESH_AT = """
CREATE FUNCTION registry_refresh_clocks_at(companies bigint[]) RETURNS void
LANGUAGE plpgsql @BY_INDEX AS $$
BEGIN
    IF cardinality(companies) = 0 THEN
        RETURN;
    END IF;
    PERFORM 1 FROM registry_company WHERE id = ANY (companies)
    ORDER BY id FOR UPDATE;
    PERFORM registry_refresh_clocks(ARRAY(
        SELECT p.person_id FROM registry_position p WHERE p.company_id = ANY (companies)
        UNION
        SELECT c.proprietor_id FROM registry_company c
        WHERE c.id = ANY (companies) AND c.proprietor_id IS NOT NULL));
END
$$
"""

REFRESH_OF_PLACES = """
CREATE FUNCTION registry_refresh_clocks_of_places(persons bigint[], companies bigint[])
RETURNS void LANGUAGE plpgsql @BY_INDEX AS $$
DECLARE
    theirs bigint[];
BEGIN
    theirs := ARRAY(
        SELECT DISTINCT p.company_id FROM unnest(persons, companies)
            AS p (person_id, company_id)
        WHERE EXISTS (SELECT 1 FROM registry_personclock c
                      WHERE c.person_id = p.person_id));
    IF cardinality(theirs) = 0 THEN
        RETURN;
    END IF;
    PERFORM 1 FROM registry_company WHERE id = ANY (theirs)
    ORDER BY id FOR KEY SHARE;
    PERFORM registry_refresh_clocks(ARRAY(
        SELECT p.person_id FROM unnest(persons, companies) AS p (person_id, company_id)
        WHERE EXISTS (SELECT 1 FROM registry_businessevent e
                      WHERE e.company_id = p.company_id)));
END
$$
"""


def _filled(parts):
    text = ENDS.replace("@DEALINGS", DEALINGS)
    for name, part in parts.items():
        text = text.replace(name, part)
    return text


FUNCTIONS = [
    PERIODS,
    PROSPECTS,
    TAKEN_PART,
    CLOCKS.replace("@OWN", _filled(OWN)).replace("@THEIRS", _filled(OF_COMPANIES)),
    *(
        text.replace("@BY_INDEX", BY_INDEX)
        for text in (MAKE, REFRESH, REFRESH_AT, REFRESH_OF_PLACES)
    ),
]

WITHOUT_FUNCTIONS = """
DROP FUNCTION IF EXISTS registry_refresh_clocks_of_places(bigint[], bigint[]);
DROP FUNCTION IF EXISTS registry_refresh_clocks_at(bigint[]);
DROP FUNCTION IF EXISTS registry_refresh_clocks(bigint[]);
DROP FUNCTION IF EXISTS registry_make_clocks(bigint[]);
DROP FUNCTION IF EXISTS registry_clocks_of(bigint[]);
DROP FUNCTION IF EXISTS registry_taken_part(bigint[]);
DROP FUNCTION IF EXISTS registry_clock_of_prospect(date, date);
DROP VIEW IF EXISTS registry_clock_periods;
"""

FIRST_PERIODS = """
INSERT INTO registry_retentionperiod (key, months) VALUES
    ('person_collection', 180), ('person_relationship', 180),
    ('relationship_inactivity', 24)
"""
