"""Retention meets restriction: tell first, lift, then the next run erases (C.6)."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from privacy.models import RestrictionGround
from privacy.retention.planning import plan_run
from privacy.retention.restricted import NextStep, restricted_tasks
from privacy.retention.run import carry_out
from privacy.services.liftings import announce_lifting
from privacy.services.restrictions import lift_restriction, open_restriction
from registry.models import Person
from registry.tests.factories import PersonFactory, StaffFactory

from .cases import officer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_journal(tmp_path: Path, settings: Any) -> None:
    settings.ERASURE_JOURNAL = str(tmp_path / "journal.jsonl")


def restricted(ground: RestrictionGround, collected: date = date(2000, 1, 1)) -> Any:
    """A restriction of somebody collected then."""
    person = PersonFactory(collected_on=collected)
    return open_restriction(
        actor=StaffFactory(), person_id=person.pk, ground=ground, reason="Pyyntö"
    )


def test_restricted_person_is_erased_only_after_she_was_told() -> None:
    today = timezone.localdate()
    kept = restricted(RestrictionGround.CLAIMS)
    run = plan_run(as_of=today)
    carry_out(run.pk)
    assert run.lines.get().note == "inform"
    assert Person.objects.exists()
    staff = StaffFactory()
    told = timezone.now() - timedelta(days=9)
    announce_lifting(actor=staff, restriction=kept, told_at=told)
    assert [task.step for task in restricted_tasks(today=today)] == [NextStep.LIFT]
    lift_restriction(actor=staff, restriction=kept, reason="Vaatimus ratkaistu")
    assert restricted_tasks(today=today) == []
    carry_out(plan_run(as_of=today).pk)
    assert not Person.objects.exists()


def test_other_grounds_are_decided_first() -> None:
    restricted(RestrictionGround.ACCURACY)
    restricted(RestrictionGround.CLAIMS, collected=timezone.localdate())
    (task,) = restricted_tasks(today=timezone.localdate())
    assert task.step == NextStep.DECIDE
    assert plan_run(as_of=timezone.localdate()).lines.get().note == "decide"


def test_officer_sees_whom_to_tell() -> None:
    kept = restricted(RestrictionGround.CLAIMS)
    desk = Client()
    desk.force_login(officer())
    page = desk.get("/admin/compliance/").content.decode()
    assert kept.person.reference in page
    assert str(NextStep.INFORM.label) in page or "Kerro henkilölle" in page
