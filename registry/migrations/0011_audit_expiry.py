"""One function lets a whole expired month of the audit trail go."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION registry_audit_drop_month(
    month date, OUT entries bigint, OUT subjects bigint
) LANGUAGE plpgsql SET lock_timeout = '1s' AS $$
DECLARE
    following date := (month + interval '1 month')::date;
    parent text;
    child text;
    here bigint;
    rest bigint;
BEGIN
    IF month <> date_trunc('month', month)::date
       OR following > (now() AT TIME ZONE 'UTC')::date - interval '12 months' THEN
        RAISE EXCEPTION 'this month of the audit trail has not expired'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'audit_month_stays';
    END IF;
    FOREACH parent IN ARRAY ARRAY['registry_audit_entry', 'registry_audit_subject'] LOOP
        child := parent || to_char(month, '_YYYY_MM');
        here := 0;
        IF to_regclass(child) IS NOT NULL THEN
            EXECUTE format('SELECT count(*) FROM %I', child) INTO here;
            EXECUTE format('DROP TABLE %I', child);
        END IF;
        EXECUTE format('SELECT count(*) FROM %I WHERE at >= %L AND at < %L', parent || '_rest',
            month::text || ' 00:00:00+00', following::text || ' 00:00:00+00') INTO rest;
        IF rest > 0 THEN
            EXECUTE format('ALTER TABLE %I DISABLE TRIGGER USER', parent || '_rest');
            EXECUTE format('DELETE FROM %I WHERE at >= %L AND at < %L', parent || '_rest',
                month::text || ' 00:00:00+00', following::text || ' 00:00:00+00');
            EXECUTE format('ALTER TABLE %I ENABLE TRIGGER USER', parent || '_rest');
        END IF;
        IF parent = 'registry_audit_entry' THEN
            entries := here + rest;
        ELSE
            subjects := here + rest;
        END IF;
    END LOOP;
END $$;
"""

BACKWARD = "DROP FUNCTION registry_audit_drop_month(date);"


class Migration(migrations.Migration):
    dependencies = [("registry", "0010_person_clock")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
