"""Workers killed by SIGKILL at every named line: the same end, once."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import override_settings
from django.utils import timezone

from privacy.access.download import delete_closed_files
from privacy.erasure.journal import read_entries
from privacy.models import (
    Case,
    Certificate,
    ConsentEvent,
    Objection,
    RecipientNotice,
    RetentionRun,
)
from privacy.models.case_choices import CaseKind
from privacy.models.package import packages_dir
from privacy.retention.nightly import start_run
from registry.models import OutgoingMail, Person
from registry.seams.jobs import Job, run_due_jobs
from registry.seams.mail import send_due_mail
from registry.tests.factories import OrderFactory, PersonFactory

from .cases import aino, approved_case, confirmed_case, officer
from .dump import tables_with
from .objecting import objected_case
from .test_recipients import carrier, disclosed
from .test_rectification import approved, decided

ROOT = Path(__file__).resolve().parents[2]
pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

WORKER = """
import django; django.setup()
from privacy.retention import pace, run
from registry.seams.jobs import run_due_jobs
run.Pace = lambda: pace.Pace(size=2)
run_due_jobs()
"""


@pytest.fixture(autouse=True)
def _own_journal(tmp_path: Path) -> Iterator[None]:
    with override_settings(ERASURE_JOURNAL=str(tmp_path / "journal.jsonl")):
        yield


def worker_killed_at(point: str) -> None:
    """A worker in a process of its own, on the test's database, killed there."""
    url = "postgres://{USER}:{PASSWORD}@/{NAME}?host={HOST}&port={PORT}"
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "kespet_crm.settings",
        "DATABASE_URL": url.format(**connection.settings_dict),
        "ERASURE_JOURNAL": settings.ERASURE_JOURNAL,
        "KESPET_CRASH_AT": point,
        "KESPET_ALLOW_CRASH": "1",
    }
    command = [sys.executable, "-c", WORKER]
    done = subprocess.run(command, cwd=ROOT, env=env, check=False, timeout=120)
    assert done.returncode == -signal.SIGKILL, point


def next_worker() -> None:
    """The dead worker's heartbeat is missed, and another one takes the job."""
    Job.objects.update(heartbeat_at=timezone.now() - timedelta(minutes=5))
    run_due_jobs()


@pytest.mark.parametrize(
    "point",
    [
        "erase.before_journal",
        "erase.after_journal",
        "erase.after_redaction",
        "erase.after_delete",
        "erase.after_notices",
        "erase.before_commit",
        "erase.after_commit",
    ],
)
def test_killed_erasure_ends_the_same_once(point: str) -> None:
    aino()
    OrderFactory(reference="kysy: Ainokaisa Kanarialintu, 0401239876")
    case = approved_case(officer(), confirmed_case())
    worker_killed_at(point)
    gone = not Person.objects.filter(family_name="Kanarialintu").exists()
    assert gone == (point == "erase.after_commit")
    next_worker()
    send_due_mail()
    case.refresh_from_db()
    assert (case.state, case.outcome) == ("closed", "granted")
    assert OutgoingMail.objects.filter(kind="case.erased").count() == 1
    assert Certificate.objects.get().state == "final"
    assert len(list(read_entries())) == 1
    assert tables_with("Kanarialintu", "kanaria.example", "1239876") == {}


@pytest.mark.parametrize(
    "point",
    [
        "rectify.after_telling",
        "rectify.after_item",
        "rectify.after_item:2",
        "rectify.before_contest",
        "lifting.letter_queued",
        "rectify.before_commit",
    ],
)
def test_killed_rectification_corrects_once_with_one_letter(point: str) -> None:
    person = aino()
    disclosed(person, carrier())
    case, staff = confirmed_case(CaseKind.RECTIFICATION), officer()
    decided(case, staff, "persons.family_name", "Varpunen")
    decided(case, staff, "phones.e164", "0405551234")
    approved(case, staff)
    worker_killed_at(point)
    person.refresh_from_db()
    assert person.family_name == "Kanarialintu"
    next_worker()
    case = Case.objects.get(pk=case.pk)
    assert (case.state, case.outcome) == ("closed", "granted")
    person.refresh_from_db()
    assert (person.family_name, person.phones.get().e164) == (
        "Varpunen",
        "+358405551234",
    )
    for kind in ("case.rectified", "case.lifting"):
        assert OutgoingMail.objects.filter(kind=kind).count() == 1, kind
    told = RecipientNotice.objects.order_by("pk").values_list("act", flat=True)
    assert list(told) == ["restriction", "rectification"]
    assert OutgoingMail.objects.filter(kind="recipient.notice").count() == 2


@pytest.mark.parametrize(
    "point", ["export.after_file", "export.before_commit", "export.after_commit"]
)
def test_killed_export_ends_with_one_package_and_one_letter(point: str) -> None:
    aino()
    case = approved_case(officer(), confirmed_case(CaseKind.ACCESS))
    worker_killed_at(point)
    next_worker()
    case = Case.objects.get(pk=case.pk)
    assert case.state == "closed"
    assert case.packages.get().path.exists()
    assert OutgoingMail.objects.filter(kind="case.package").count() == 1
    for file in packages_dir().iterdir():
        os.utime(file, (0, 0))
    delete_closed_files()
    left = [f.name for f in packages_dir().iterdir() if case.reference in f.name]
    assert left == [case.packages.get().file_name]


@pytest.mark.parametrize(
    "point",
    [
        "retention.after_share",
        "retention.before_journal",
        "retention.after_journal",
        "retention.after_delete",
        "retention.before_commit",
        "retention.after_commit",
        "retention.after_batch",
        "retention.after_batch:2",
        "retention.before_receipt",
        "retention.after_receipt",
    ],
)
def test_killed_retention_goes_on_where_it_stopped(point: str) -> None:
    for _turn in range(5):
        PersonFactory(collected_on=date(2000, 1, 1))
    stays = PersonFactory()
    run = start_run(as_of=timezone.localdate())
    worker_killed_at(point)
    next_worker()
    run = RetentionRun.objects.get(pk=run.pk)
    assert run.state == "done"
    assert run.erased["person_collection"]["persons"] == 5
    gone = run.receipt["done"]["person_collection"]["persons"]
    assert gone == {"delete_row": 5}
    assert list(Person.objects.values_list("pk", flat=True)) == [stays.pk]
    named = {p["reference"] for e in read_entries() for p in e["persons"]}
    assert len(named) == 5


@pytest.mark.parametrize("kind", ["marketing_objection", "consent_withdrawal"])
@pytest.mark.parametrize(
    "point",
    [
        "stop.before_effect",
        "stop.after_effect",
        "stop.before_commit",
        "stop.after_commit",
    ],
)
def test_killed_stop_ends_in_the_same_state_with_one_letter(
    point: str, kind: str
) -> None:
    person = aino()
    case = confirmed_case(CaseKind(kind))
    worker_killed_at(point)
    next_worker()
    case.refresh_from_db()
    assert (case.state, case.outcome) == ("closed", "granted")
    assert OutgoingMail.objects.filter(kind="case.stopped").count() == 1
    objections = Objection.objects.filter(person=person).count()
    withdrawals = ConsentEvent.objects.filter(person=person).count()
    assert {objections, withdrawals} == {0, 1}


@pytest.mark.parametrize(
    "point",
    [
        "objection.before_assessment",
        "objection.after_assessment",
        "objection.after_stop",
        "objection.before_commit",
        "objection.after_commit",
    ],
)
def test_killed_objection_ends_in_the_same_state_with_one_letter(point: str) -> None:
    person = aino()
    case = objected_case()
    approved_case(officer(), case)
    worker_killed_at(point)
    next_worker()
    case.refresh_from_db()
    assert (case.state, case.outcome) == ("closed", "granted")
    assert OutgoingMail.objects.filter(kind="case.objection_upheld").count() == 1
    kinds = Objection.objects.filter(person=person).values_list("kind", flat=True)
    assert sorted(kinds) == ["marketing", "own_grounds"]
    own = Objection.objects.get(person=person, kind="own_grounds")
    assert own.decision == "upheld"
    assert own.assessments.exists()
