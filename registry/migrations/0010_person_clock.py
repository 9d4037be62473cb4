"""Clocks: until when each person may be stored, kept by triggers on the facts."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from ._0010_clock_functions import FIRST_PERIODS, FUNCTIONS, WITHOUT_FUNCTIONS

BATCH = 10_000

NEXT = """
SELECT array_agg(id ORDER BY id) FROM (
    SELECT id FROM registry_person WHERE id > %s ORDER BY id LIMIT %s) batch
"""


def give_everybody_a_clock(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        last = 0
        while last is not None:
            cursor.execute(NEXT, [last, BATCH])
            (ids,) = cursor.fetchone()
            cursor.execute("SELECT registry_make_clocks(%s)", [ids or []])
            last = ids and ids[-1]


class Migration(migrations.Migration):

    dependencies = [
        ('registry', '0009_monthly_figures'),
    ]

    operations = [
        migrations.CreateModel(
            name='PersonClock',
            fields=[
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='clock', serialize=False, to='registry.person')),
                ('collected_on', models.DateField(verbose_name='collected on')),
                ('ended_on', models.DateField(null=True, verbose_name='relationship ended on')),
                ('ended_by', models.CharField(blank=True, choices=[('left', 'Left the company'), ('agreed', 'Agreed end of the relationship'), ('dissolved', 'Company dissolved'), ('silence', 'No events for a long time')], max_length=9, verbose_name='how the relationship ended')),
                ('detected_on', models.DateField(null=True, verbose_name='end seen on')),
                ('last_taken_part_on', models.DateField(null=True, verbose_name='last took part on')),
                ('rule', models.CharField(max_length=40, verbose_name='storage rule')),
                ('last_day', models.DateField(null=True, verbose_name='last day of storage')),
                ('updated_at', models.DateTimeField(auto_now=True)),
            ],
            options={
                'verbose_name': 'storage clock',
                'verbose_name_plural': 'storage clocks',
            },
        ),
        migrations.CreateModel(
            name='RetentionPeriod',
            fields=[
                ('key', models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name='storage rule')),
                ('months', models.PositiveSmallIntegerField(verbose_name='length in months')),
            ],
            options={
                'verbose_name': 'storage period',
                'verbose_name_plural': 'storage periods',
            },
        ),
        migrations.AddIndex(
            model_name='businessevent',
            index=models.Index(condition=models.Q(('kind__in', ['agreed_end', 'dissolved'])), fields=['company'], name='event_ending_company'),
        ),
        migrations.AddIndex(
            model_name='businessevent',
            index=models.Index(condition=models.Q(('kind__in', ['agreed_end', 'dissolved'])), fields=['person'], name='event_ending_person'),
        ),
        migrations.RunSQL(FUNCTIONS, WITHOUT_FUNCTIONS),
        migrations.RunSQL(FIRST_PERIODS, migrations.RunSQL.noop),
        migrations.RunPython(give_everybody_a_clock, migrations.RunPython.noop),
        pgtrigger.migrations.AddTrigger(
            model_name='businessevent',
            trigger=pgtrigger.compiler.Trigger(name='clock_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n    PERFORM registry_refresh_clocks_at(ARRAY(\n        SELECT company_id FROM (SELECT person_id, company_id, kind, "on" FROM rows_new) changed WHERE company_id IS NOT NULL));\n    PERFORM registry_refresh_clocks(ARRAY(\n        SELECT person_id FROM (SELECT person_id, company_id, kind, "on" FROM rows_new) changed\n        WHERE company_id IS NULL AND person_id IS NOT NULL));\n    RETURN NULL;\n    ', hash='864619807498336ad7d938aa3e34d1556971fa52', level='STATEMENT', operation='INSERT', pgid='pgtrigger_clock_insert_1ef92', referencing='REFERENCING NEW TABLE AS rows_new ', table='registry_businessevent', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='businessevent',
            trigger=pgtrigger.compiler.Trigger(name='clock_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n    PERFORM registry_refresh_clocks_at(ARRAY(\n        SELECT company_id FROM ((SELECT person_id, company_id, kind, "on" FROM rows_new EXCEPT ALL SELECT person_id, company_id, kind, "on" FROM rows_old) UNION ALL (SELECT person_id, company_id, kind, "on" FROM rows_old EXCEPT ALL SELECT person_id, company_id, kind, "on" FROM rows_new)) changed WHERE company_id IS NOT NULL));\n    PERFORM registry_refresh_clocks(ARRAY(\n        SELECT person_id FROM ((SELECT person_id, company_id, kind, "on" FROM rows_new EXCEPT ALL SELECT person_id, company_id, kind, "on" FROM rows_old) UNION ALL (SELECT person_id, company_id, kind, "on" FROM rows_old EXCEPT ALL SELECT person_id, company_id, kind, "on" FROM rows_new)) changed\n        WHERE company_id IS NULL AND person_id IS NOT NULL));\n    RETURN NULL;\n    ', hash='0d571f137326e1799656e04ff31b1b54efd62b33', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_clock_update_868ca', referencing='REFERENCING OLD TABLE AS rows_old  NEW TABLE AS rows_new ', table='registry_businessevent', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='businessevent',
            trigger=pgtrigger.compiler.Trigger(name='clock_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n    PERFORM registry_refresh_clocks_at(ARRAY(\n        SELECT company_id FROM (SELECT person_id, company_id, kind, "on" FROM rows_old) changed WHERE company_id IS NOT NULL));\n    PERFORM registry_refresh_clocks(ARRAY(\n        SELECT person_id FROM (SELECT person_id, company_id, kind, "on" FROM rows_old) changed\n        WHERE company_id IS NULL AND person_id IS NOT NULL));\n    RETURN NULL;\n    ', hash='db7c45a79c6223e481f306615f31105702317644', level='STATEMENT', operation='DELETE', pgid='pgtrigger_clock_delete_4bd3c', referencing='REFERENCING OLD TABLE AS rows_old ', table='registry_businessevent', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='company',
            trigger=pgtrigger.compiler.Trigger(name='clock_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n        PERFORM registry_refresh_clocks_at(ARRAY(\n            SELECT n.id FROM rows_new n JOIN rows_old o USING (id)\n            WHERE n.dissolved_on IS DISTINCT FROM o.dissolved_on));\n        PERFORM registry_refresh_clocks(ARRAY(\n            SELECT unnest(ARRAY[n.proprietor_id, o.proprietor_id])\n            FROM rows_new n JOIN rows_old o USING (id)\n            WHERE n.proprietor_id IS DISTINCT FROM o.proprietor_id));\n        RETURN NULL;\n        ', hash='451de917a781b15a6743821186e451bab06ed6ef', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_clock_update_d83c7', referencing='REFERENCING OLD TABLE AS rows_old  NEW TABLE AS rows_new ', table='registry_company', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='company',
            trigger=pgtrigger.compiler.Trigger(name='clock_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n        PERFORM registry_refresh_clocks(ARRAY(\n            SELECT proprietor_id FROM rows_old WHERE proprietor_id IS NOT NULL));\n        RETURN NULL;\n        ', hash='70835d159953ae328e4f197af57e90759ef41846', level='STATEMENT', operation='DELETE', pgid='pgtrigger_clock_delete_f8345', referencing='REFERENCING OLD TABLE AS rows_old ', table='registry_company', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='person',
            trigger=pgtrigger.compiler.Trigger(name='clock_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        INSERT INTO registry_personclock\n            (person_id, collected_on, ended_by, rule, last_day, updated_at)\n        SELECT n.id, n.collected_on, '', c.rule, c.last_day, now()\n        FROM rows_new n\n        CROSS JOIN LATERAL registry_clock_of_prospect(n.collected_on, NULL) c\n        ON CONFLICT (person_id) DO NOTHING;\n        RETURN NULL;\n        ", hash='f74de8f3b79289f721162485a1673aa6195a61dc', level='STATEMENT', operation='INSERT', pgid='pgtrigger_clock_insert_70e78', referencing='REFERENCING NEW TABLE AS rows_new ', table='registry_person', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='person',
            trigger=pgtrigger.compiler.Trigger(name='clock_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n        PERFORM registry_refresh_clocks(ARRAY(\n            SELECT n.id FROM rows_new n JOIN rows_old o USING (id)\n            WHERE n.collected_on IS DISTINCT FROM o.collected_on));\n        RETURN NULL;\n        ', hash='ad1487bf06103ca1d1d4ca1c1a699a9c276a2575', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_clock_update_ff758', referencing='REFERENCING OLD TABLE AS rows_old  NEW TABLE AS rows_new ', table='registry_person', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='person',
            trigger=pgtrigger.compiler.Trigger(name='clock_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n        DELETE FROM registry_personclock c USING rows_old o WHERE c.person_id = o.id;\n        RETURN NULL;\n        ', hash='c491a757897c6f245daf31fd646db00371005785', level='STATEMENT', operation='DELETE', pgid='pgtrigger_clock_delete_60516', referencing='REFERENCING OLD TABLE AS rows_old ', table='registry_person', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='position',
            trigger=pgtrigger.compiler.Trigger(name='clock_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n    PERFORM registry_refresh_clocks_of_places(\n        array_agg(person_id), array_agg(company_id)) FROM (SELECT person_id, company_id, ends_on FROM rows_new) changed;\n    RETURN NULL;\n    ', hash='6e5b38b172a5c4be2d0192392ea84d9ee77383f8', level='STATEMENT', operation='INSERT', pgid='pgtrigger_clock_insert_4aaac', referencing='REFERENCING NEW TABLE AS rows_new ', table='registry_position', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='position',
            trigger=pgtrigger.compiler.Trigger(name='clock_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n    PERFORM registry_refresh_clocks_of_places(\n        array_agg(person_id), array_agg(company_id)) FROM ((SELECT person_id, company_id, ends_on FROM rows_new EXCEPT ALL SELECT person_id, company_id, ends_on FROM rows_old) UNION ALL (SELECT person_id, company_id, ends_on FROM rows_old EXCEPT ALL SELECT person_id, company_id, ends_on FROM rows_new)) changed;\n    RETURN NULL;\n    ', hash='3872a658b95b08a2bf1d09760baa14ec7fe332db', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_clock_update_2e956', referencing='REFERENCING OLD TABLE AS rows_old  NEW TABLE AS rows_new ', table='registry_position', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='position',
            trigger=pgtrigger.compiler.Trigger(name='clock_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n    PERFORM registry_refresh_clocks_of_places(\n        array_agg(person_id), array_agg(company_id)) FROM (SELECT person_id, company_id, ends_on FROM rows_old) changed;\n    RETURN NULL;\n    ', hash='d0bd34f9d6d00147c49a757ebd69a8aaeb968263', level='STATEMENT', operation='DELETE', pgid='pgtrigger_clock_delete_6e1d4', referencing='REFERENCING OLD TABLE AS rows_old ', table='registry_position', when='AFTER')),
        ),
        migrations.AddIndex(
            model_name='personclock',
            index=models.Index(fields=['last_day', 'person'], name='clock_last_day'),
        ),
        migrations.AddIndex(
            model_name='personclock',
            index=models.Index(fields=['detected_on'], name='clock_detected'),
        ),
        migrations.AddConstraint(
            model_name='personclock',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('detected_on', None), ('ended_by', ''), ('ended_on', None)), models.Q(('detected_on__isnull', False), ('ended_on__isnull', False), models.Q(('ended_by', ''), _negated=True)), _connector='OR'), name='clock_end_is_whole'),
        ),
    ]
