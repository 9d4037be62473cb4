"""The rules of retention that are on from the first day, and the proposals."""

from django.db import migrations
from django.utils import timezone

from privacy.retention.shipped import SHIPPED, row_of


def bring_rules(apps, schema_editor):
    rules = apps.get_model("privacy", "PeriodRule").objects
    today = timezone.localdate()
    for rule in SHIPPED:
        state = (
            {"state": "proposal"}
            if rule.proposal
            else {"state": "in_force", "valid_from": today}
        )
        rules.create(**row_of(rule), **state)


class Migration(migrations.Migration):
    dependencies = [("privacy", "0010_period_rules")]

    operations = [migrations.RunPython(bring_rules, migrations.RunPython.noop)]
