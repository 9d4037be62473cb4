"""The burst's measuring: both sides erase the same rows of the same people."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.db import transaction
from django.utils import timezone

from benchmarks.backlog.bare import Measured, due_keys, erase_bare
from benchmarks.backlog.filling import aged_person, is_old, write_due, write_history
from benchmarks.backlog.measuring import Burst, Memory
from benchmarks.backlog.report import print_burst, write_json
from benchmarks.backlog.same_rows import Fingerprint, differences, fingerprints
from kespet_crm.seeding.bulk import fill_register
from privacy.retention.due import count_due
from registry.models import Person, PersonEmail
from registry.seams.personal_data import erase

PERSONS = 200


@pytest.fixture
def old_register(db: None) -> None:
    fill_register(PERSONS, invent=aged_person)
    write_history()
    write_due()


def left_by(work: Callable[[], object]) -> dict[str, Fingerprint]:
    """What stands after it; undone again."""
    with transaction.atomic():
        work()
        left = fingerprints()
        transaction.set_rollback(True)
    return left


@pytest.mark.usefixtures("old_register")
def test_three_tenths_are_due_and_nobody_else() -> None:
    keys = due_keys()
    assert len(keys) == PERSONS * 3 // 10 == sum(map(is_old, range(PERSONS)))
    assert count_due(as_of=date(2026, 11, 22)).total == len(keys)


@pytest.mark.usefixtures("old_register")
def test_statements_by_hand_leave_the_rows_that_the_product_leaves() -> None:
    before = fingerprints()
    by_hand = left_by(erase_bare)
    by_product = left_by(lambda: erase(due_keys(), on=timezone.localdate()))
    assert differences(by_hand, by_product) == []
    gone = set(differences(before, by_hand))
    assert {"registry_person", "registry_personevent", "contacts_interaction"} <= gone


@pytest.mark.usefixtures("old_register")
def test_a_row_that_differs_is_found() -> None:
    before = fingerprints()
    email = PersonEmail.objects.filter(person__in=due_keys()).first()
    assert email
    PersonEmail.objects.filter(pk=email.pk).update(address="x@posti.example")
    found = differences(before, fingerprints())
    assert found == ["registry_personemail", "registry_personemailevent"]
    assert Person.objects.count() == PERSONS


def test_report_tells_the_ratios_of_the_goals(tmp_path: Path) -> None:
    burst = Burst(
        1_000,
        due=300,
        plan_seconds=0.5,
        bare=Measured(300, 1.0, 0.1, 0.8),
        one=Measured(300, 2.0, 0.5, 1.4),
        two=Measured(300, 1.1, 0.6, 1.4),
        memory=Memory(90.0, 91.0, 12.0),
        idle={"list": 40.0},
        throttled={"list": 50.0},
    )
    assert burst.goals["one_to_bare"] == 0.5
    assert burst.goals["two_to_one"] == 1.82
    assert burst.goals["throttled_list"] == 1.25
    assert "tables that differ" in print_burst(burst)
    write_json(tmp_path / "burst.json", burst)
    told = json.loads((tmp_path / "burst.json").read_text())["backlog"]
    assert told["goals"] == burst.goals
    assert told["rates"]["bare"] == 300.0
