"""What the database refuses only at commit is found in the batch, and set aside."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.db import connection
from django.test import override_settings
from django.utils import timezone

from privacy.erasure.journal import read_entries
from privacy.models import RetentionLine
from privacy.retention.run import carry_out, plan_run
from registry.models import Person
from registry.tests.factories import PersonFactory

PLANTED = """
    CREATE TABLE planted (person_id bigint REFERENCES registry_person
        DEFERRABLE INITIALLY DEFERRED)
"""


@pytest.fixture(autouse=True)
def _own_journal(tmp_path: Path) -> Iterator[None]:
    with override_settings(ERASURE_JOURNAL=str(tmp_path / "journal.jsonl")):
        yield


@pytest.mark.django_db
def test_a_deferred_reference_sets_aside_one_line_and_no_other() -> None:
    people = [PersonFactory(collected_on=date(2000, 1, 1)) for _turn in range(5)]
    with connection.cursor() as cursor:
        cursor.execute(PLANTED)
        cursor.execute("INSERT INTO planted VALUES (%s)", [people[2].pk])
    run = plan_run(as_of=timezone.localdate())
    assert run.counts == {"person_collection": 5}

    carry_out(run.pk)

    assert list(Person.objects.all()) == [people[2]]
    line = RetentionLine.objects.get()
    assert (line.row_pk, line.state, line.note) == (
        people[2].pk,
        "held_back",
        "refused",
    )
    assert sum(len(entry["persons"]) for entry in read_entries()) == 4
