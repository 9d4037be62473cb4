"""Rules in force cover what restriction of processing brought after them."""

from django.db import migrations

from privacy.retention.widening import cover

NEW = ("restricted_fields", "restriction_liftings")


class Migration(migrations.Migration):
    dependencies = [("privacy", "0034_excuses_go_with_the_person")]

    operations = [
        cover("person_collection", *NEW),
        cover("person_relationship", *NEW),
        cover("prospect_profile", *NEW),
        cover("case_closed", "restriction_choices", "restriction_liftings"),
    ]
