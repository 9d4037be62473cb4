"""Workers killed between the steps of a restriction: the same end, one letter."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import override_settings
from django.utils import timezone

from privacy.models import Lifting, Restriction
from privacy.models.case_choices import CaseKind
from privacy.services.liftings import begin_lifting, lift_what_is_due
from privacy.services.restricting import choose_restriction
from privacy.services.restrictions import open_restriction
from registry.models import OutgoingMail, PersonGuard
from registry.seams.jobs import Job, run_due_jobs
from registry.seams.mail import send_due_mail

from .cases import aino, approved_case, confirmed_case, officer

ROOT = Path(__file__).resolve().parents[2]
pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

WORKER = """
import django; django.setup()
from datetime import timedelta
from django.utils import timezone
from privacy.services.liftings import lift_what_is_due
from registry.seams.jobs import run_due_jobs
from registry.seams.mail import send_due_mail
run_due_jobs()
send_due_mail()
lift_what_is_due(now=timezone.now() + timedelta(days=3))
"""


@pytest.fixture(autouse=True)
def _own_journal(tmp_path: Path) -> Iterator[None]:
    with override_settings(ERASURE_JOURNAL=str(tmp_path / "journal.jsonl")):
        yield


def killed_at(point: str) -> None:
    """A worker in a process of its own, killed at the named line."""
    url = "postgres://{USER}:{PASSWORD}@/{NAME}?host={HOST}&port={PORT}"
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "kespet_crm.settings",
        "DATABASE_URL": url.format(**connection.settings_dict),
        "ERASURE_JOURNAL": settings.ERASURE_JOURNAL,
        "EMAIL_URL": "dummymail://",
        "KESPET_CRASH_AT": point,
        "KESPET_ALLOW_CRASH": "1",
    }
    command = [sys.executable, "-c", WORKER]
    done = subprocess.run(command, cwd=ROOT, env=env, check=False, timeout=120)
    assert done.returncode == -signal.SIGKILL, point


@pytest.mark.parametrize(
    "point",
    [
        "restrict.before_open",
        "restrict.after_open",
        "restrict.before_commit",
        "restrict.after_commit",
    ],
)
def test_killed_restriction_ends_with_one_row_and_one_letter(point: str) -> None:
    aino()
    actor, case = officer(), confirmed_case(CaseKind.RESTRICTION)
    choose_restriction(
        actor=actor,
        case_id=case.pk,
        expected_version=case.version,
        ground="18_1_b",
        reason="Ei poistoa",
    )
    approved_case(actor, case)
    killed_at(point)
    assert Restriction.objects.exists() == (point == "restrict.after_commit")
    Job.objects.update(heartbeat_at=timezone.now() - timedelta(minutes=5))
    run_due_jobs()
    case.refresh_from_db()
    assert (case.state, Restriction.objects.count()) == ("closed", 1)
    assert OutgoingMail.objects.filter(kind="case.restricted").count() == 1


@pytest.mark.parametrize(
    "point", ["lifting.told", "lifting.before_lift", "lifting.before_commit"]
)
def test_killed_between_letter_and_lift_lifts_once_with_one_letter(point: str) -> None:
    person, actor = aino(), officer()
    row = open_restriction(
        actor=actor, person_id=person.pk, ground="18_1_a", reason="Nimi"
    )
    begin_lifting(actor=actor, restriction=row, reason="Tarkistettu")
    killed_at(point)
    assert PersonGuard.objects.get(person=person).restricted
    send_due_mail()
    told = Lifting.objects.get().told_at
    assert told
    assert lift_what_is_due(now=told + timedelta(days=3)) == 1
    row.refresh_from_db()
    assert (row.lifted_by, row.informed_before_lift_at) == (actor, told)
    assert OutgoingMail.objects.filter(kind="restriction.lifting").count() == 1
    assert not PersonGuard.objects.exists()
