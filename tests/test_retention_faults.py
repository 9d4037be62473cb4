"""Workers killed by SIGKILL at seeded moments, and two that share a run."""

import random
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from django.db import connection
from django.test import override_settings
from django.utils import timezone

from benchmarks.backlog.filling import aged_person, write_due
from benchmarks.backlog.same_rows import fingerprints
from benchmarks.faults.checking import complaints, planned_digests
from benchmarks.faults.killing import Kills, disturb, finish
from kespet_crm.seeding.bulk import fill_register
from privacy.models import RetentionBatch, RetentionRun
from privacy.retention.planning import plan_run
from registry.models import Person

PERSONS = 400
KILLS = 20
pytestmark = [
    pytest.mark.forks,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture(autouse=True)
def _old_register(tmp_path: Path) -> Iterator[None]:
    with override_settings(ERASURE_JOURNAL=str(tmp_path / "journal.jsonl")):
        fill_register(PERSONS, invent=aged_person)
        write_due()
        yield
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE bench_due")


def test_twenty_kills_end_as_no_kill_does() -> None:
    chance = random.Random(7)  # noqa: S311 -- no secret
    run = plan_run(as_of=timezone.localdate())
    planned = planned_digests(run)
    stays = set(Person.objects.values_list("pk", flat=True)) - set(
        run.lines.values_list("row_pk", flat=True)
    )
    kills = Kills()
    disturb(run.pk, kills, chance, until=KILLS, servers=False)
    finish(run.pk, workers=2)
    wanted = fingerprints()  # compared with itself: the bench has an undisturbed twin
    assert complaints(run, planned=planned, wanted=wanted) == []
    assert kills.workers == KILLS
    assert set(Person.objects.values_list("pk", flat=True)) == stays
    assert len(planned) == PERSONS * 3 // 10


def test_two_workers_share_a_run_without_overlap() -> None:
    run = plan_run(as_of=timezone.localdate())
    planned = planned_digests(run)
    finish(run.pk, workers=2)
    assert complaints(run, planned=planned, wanted=fingerprints()) == []
    batches = RetentionBatch.objects.filter(run=run)
    assert sum(batches.values_list("lines", flat=True)) == PERSONS * 3 // 10
    spans = sorted(batches.values_list("first_line", "last_line"))
    assert all(one[1] < two[0] for one, two in pairwise(spans))
    assert RetentionRun.objects.get(pk=run.pk).state == "done"
