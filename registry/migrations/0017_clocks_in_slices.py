"""Many clocks at once are computed in slices: a plan for few persons, which reads by
index, joins them by nested loops, and those are quadratic in what a statement touches."""

from django.db import migrations

from ._0010_clock_functions import BY_INDEX, MAKE

SLICED = """
CREATE OR REPLACE FUNCTION registry_make_clocks(persons bigint[]) RETURNS integer
LANGUAGE plpgsql @BY_INDEX AS $$
DECLARE
    many CONSTANT integer := 250;
    written integer := 0;
    wrote integer;
BEGIN
    FOR begins IN 1 .. COALESCE(cardinality(persons), 0) BY many LOOP
        INSERT INTO registry_personclock AS c
            (person_id, collected_on, ended_on, ended_by, detected_on,
             last_taken_part_on, rule, last_day, updated_at)
        SELECT n.*, now()
        FROM registry_clocks_of(persons[begins : begins + many - 1]) n
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
        GET DIAGNOSTICS wrote = ROW_COUNT;
        written := written + wrote;
    END LOOP;
    RETURN written;
END
$$
"""


def with_settings(function):
    return function.replace("@BY_INDEX", BY_INDEX)


class Migration(migrations.Migration):

    dependencies = [
        ('registry', '0016_clocks_of_own_events'),
    ]

    operations = [
        migrations.RunSQL(
            [with_settings(SLICED)],
            [with_settings(MAKE).replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")],
        ),
    ]
