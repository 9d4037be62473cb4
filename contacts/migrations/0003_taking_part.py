"""When people last took part in a dealing, told to their clocks in the register."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations

COUNTS = """
CREATE FUNCTION contacts_counts_as_taking_part(kind text, direction text)
RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT kind <> 'note' AND (kind NOT IN ('email', 'letter') OR direction = 'in')
$$
"""

TAKEN_PART = """
CREATE OR REPLACE FUNCTION registry_taken_part(persons bigint[])
RETURNS TABLE (person_id bigint, last_on date) LANGUAGE sql STABLE AS $$
    SELECT p.id, last.on_day
    FROM unnest(persons) AS p (id)
    CROSS JOIN LATERAL (
        SELECT (t.at AT TIME ZONE 'Europe/Helsinki')::date AS on_day
        FROM contacts_participant t
        JOIN contacts_interaction i ON i.id = t.interaction_id
        WHERE t.person_id = p.id
          AND contacts_counts_as_taking_part(i.kind, i.direction)
        ORDER BY t.at DESC LIMIT 1
    ) last
$$
"""

FORGET = """
CREATE OR REPLACE FUNCTION registry_taken_part(persons bigint[])
RETURNS TABLE (person_id bigint, last_on date) LANGUAGE sql STABLE AS $$
    SELECT NULL::bigint, NULL::date WHERE false
$$;
DROP FUNCTION contacts_counts_as_taking_part(text, text);
"""

BATCH = 10_000

REFRESH = """
SELECT registry_refresh_clocks(ARRAY(
    SELECT person_id FROM registry_personclock
    WHERE person_id > %(after)s ORDER BY person_id LIMIT %(limit)s))
"""
NEXT = """
SELECT max(person_id) FROM (
    SELECT person_id FROM registry_personclock
    WHERE person_id > %(after)s ORDER BY person_id LIMIT %(limit)s) batch
"""


def tell_all_clocks(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        after = 0
        while after is not None:
            known = {"after": after, "limit": BATCH}
            cursor.execute(NEXT, known)
            after = cursor.fetchone()[0]
            cursor.execute(REFRESH, known)



class Migration(migrations.Migration):

    dependencies = [
        ('contacts', '0002_history_keeps_the_old_row'),
        ('registry', '0010_person_clock'),
    ]

    operations = [
        migrations.RunSQL([COUNTS, TAKEN_PART], [FORGET]),
        migrations.RunPython(tell_all_clocks, migrations.RunPython.noop),
        pgtrigger.migrations.AddTrigger(
            model_name='interaction',
            trigger=pgtrigger.compiler.Trigger(name='clock_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n    PERFORM registry_refresh_clocks(ARRAY(\n        SELECT p.person_id FROM rows_new n JOIN rows_old o USING (id)\n        JOIN contacts_participant p ON p.interaction_id = n.id\n        WHERE contacts_counts_as_taking_part(n.kind, n.direction)\n              <> contacts_counts_as_taking_part(o.kind, o.direction)));\n    RETURN NULL;\n', hash='0ac444498dbce61ddfa713c19fefa9ce04b6b068', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_clock_update_044bf', referencing='REFERENCING OLD TABLE AS rows_old  NEW TABLE AS rows_new ', table='contacts_interaction', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='participant',
            trigger=pgtrigger.compiler.Trigger(name='clock_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n    PERFORM registry_refresh_clocks(ARRAY(\n        SELECT n.person_id FROM rows_new n\n        JOIN contacts_interaction i ON i.id = n.interaction_id\n        WHERE contacts_counts_as_taking_part(i.kind, i.direction)));\n    RETURN NULL;\n', hash='aadb5896c07d5f38f38a74d59ed0be83bc910889', level='STATEMENT', operation='INSERT', pgid='pgtrigger_clock_insert_17018', referencing='REFERENCING NEW TABLE AS rows_new ', table='contacts_participant', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='participant',
            trigger=pgtrigger.compiler.Trigger(name='clock_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n    PERFORM registry_refresh_clocks(ARRAY(\n        SELECT unnest(ARRAY[n.person_id, o.person_id])\n        FROM rows_new n JOIN rows_old o USING (id)\n        WHERE (n.person_id, n.at, n.interaction_id)\n              IS DISTINCT FROM (o.person_id, o.at, o.interaction_id)));\n    RETURN NULL;\n', hash='2ef0b798b401f0b71de10943aebca2999803ea21', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_clock_update_abb72', referencing='REFERENCING OLD TABLE AS rows_old  NEW TABLE AS rows_new ', table='contacts_participant', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='participant',
            trigger=pgtrigger.compiler.Trigger(name='clock_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n    PERFORM registry_refresh_clocks(ARRAY(\n        SELECT o.person_id FROM rows_old o\n        JOIN registry_personclock c ON c.person_id = o.person_id\n        WHERE c.last_taken_part_on IS NOT NULL));\n    RETURN NULL;\n', hash='ee4ae09763b773b01f803e0af63a57c54f273b8e', level='STATEMENT', operation='DELETE', pgid='pgtrigger_clock_delete_17493', referencing='REFERENCING OLD TABLE AS rows_old ', table='contacts_participant', when='AFTER')),
        ),
    ]
