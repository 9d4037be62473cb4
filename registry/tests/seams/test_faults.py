"""Workers killed by SIGKILL: what they began is finished once."""

import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from registry.seams.jobs import Job, JobState, crash_point, enqueue_job, run_due_jobs
from registry.seams.jobs.kinds import forget_job_kind, register_job
from registry.seams.mail import MailState, OutgoingMail, queue_mail
from registry.seams.tokens.models import SecretToken

ROOT = Path(__file__).resolve().parents[3]
KIND = "test.write_two"
pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

WORKER = """
import django; django.setup()
from registry.seams.jobs import register_job, run_due_jobs
from registry.seams.mail import send_due_mail
from registry.tests.seams import test_faults
register_job(test_faults.KIND)(test_faults.write_two)
send_due_mail(); run_due_jobs()
"""


def write_two(job):
    """Write two rows, one a step; a step that is done is not done again."""
    for step in (1, 2):
        SecretToken.objects.get_or_create(
            digest=f"step {step}", defaults={"expires_at": timezone.now()}
        )
        job.progress(step, 2)
        crash_point("test.after_step")


def run_worker(crash_at, tmp_path):
    """A worker in a process of its own, on the test's database."""
    database = connection.settings_dict
    url = "postgres://{USER}:{PASSWORD}@/{NAME}?host={HOST}&port={PORT}"
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "kespet_crm.settings",
        "DATABASE_URL": url.format(**database),
        "EMAIL_URL": f"filemail:///{tmp_path}",
        "KESPET_CRASH_AT": crash_at,
        "KESPET_ALLOW_CRASH": "1",
    }
    command = [sys.executable, "-c", WORKER]
    return subprocess.run(command, cwd=ROOT, env=env, check=False, timeout=120)


@pytest.fixture
def kind():
    register_job(KIND)(write_two)
    yield KIND
    forget_job_kind(KIND)


def test_job_of_a_killed_worker_is_finished_once_by_another(kind, tmp_path):
    row = enqueue_job(kind=kind, payload={})
    killed = run_worker("test.after_step:1", tmp_path)
    assert killed.returncode == -signal.SIGKILL
    row.refresh_from_db()
    assert (row.state, row.progress_done) == (JobState.RUNNING, 1)
    assert SecretToken.objects.count() == 1

    Job.objects.update(heartbeat_at=timezone.now() - timedelta(minutes=2))
    assert run_due_jobs() == 1
    row.refresh_from_db()
    assert (row.state, row.attempts, row.progress_done) == (JobState.DONE, 2, 2)
    assert SecretToken.objects.count() == 2


def queue():
    return queue_mail(
        to="aino@example.fi", subject="Hei", text="Hei", kind="t", language="fi"
    )


def sent_in(folder):
    return sum(path.read_text().count("Message-ID") for path in folder.glob("*.log"))


def test_mail_of_a_sender_killed_before_sending_is_sent_once(tmp_path):
    row = queue()
    killed = run_worker("mail.before_send", tmp_path)
    assert killed.returncode == -signal.SIGKILL
    row.refresh_from_db()
    assert (row.state, sent_in(tmp_path)) == (MailState.SENDING, 0)

    assert run_worker("nowhere", tmp_path).returncode == 0
    assert sent_in(tmp_path) == 0, "another worker must not take it at once"
    OutgoingMail.objects.update(next_attempt_at=timezone.now())
    assert run_worker("nowhere", tmp_path).returncode == 0
    assert run_worker("nowhere", tmp_path).returncode == 0
    row.refresh_from_db()
    assert (row.state, sent_in(tmp_path)) == (MailState.ACCEPTED, 1)


def test_mail_of_a_sender_killed_after_sending_is_not_sent_again_at_once(tmp_path):
    row = queue()
    run_worker("mail.after_send", tmp_path)
    assert sent_in(tmp_path) == 1
    assert run_worker("nowhere", tmp_path).returncode == 0
    row.refresh_from_db()
    assert (row.state, sent_in(tmp_path)) == (MailState.SENDING, 1)
