"""Jobs are claimed once, report, stop when asked, and outlive their workers."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from registry.seams import jobs
from registry.seams.jobs import (
    Job,
    JobError,
    JobState,
    cancel_job,
    enqueue_job,
    forget_job_kind,
    register_job,
    requeue_lost_jobs,
    run_due_jobs,
)
from registry.seams.jobs.context import JobContext
from registry.seams.jobs.exceptions import JobLostError
from registry.seams.jobs.services import MAX_ATTEMPTS, claim_job

KIND = "test.count"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def work():
    """Register a function under KIND, whatever the test wants it to do."""
    steps: list[Callable[[JobContext], object]] = []

    @register_job(KIND)
    def run(job):
        for step in steps:
            step(job)

    yield steps
    forget_job_kind(KIND)


def enqueue(**values):
    return enqueue_job(**{"kind": KIND, "payload": {"run": 3}, **values})


def test_job_runs_with_its_payload_and_stores_its_result(work):
    work.append(lambda job: job.result.update(rows=job.payload["run"]))
    row = enqueue(created_by_id=5)
    assert run_due_jobs() == 1
    row.refresh_from_db()
    assert (row.state, row.result, row.attempts) == (JobState.DONE, {"rows": 3}, 1)
    assert row.finished_at is not None
    assert run_due_jobs() == 0


def test_job_shows_its_progress(work):
    seen = []
    work.append(lambda job: job.progress(25, 50))
    work.append(lambda job: seen.append(Job.objects.get(pk=job.id).percent))
    enqueue()
    run_due_jobs()
    assert seen == [50]


def test_job_that_is_asked_to_stop_stops_at_its_next_check(work):
    row = enqueue()
    work.append(lambda job: cancel_job(job_id=job.id))
    work.append(lambda job: job.check_cancelled())
    work.append(lambda job: job.result.update(too_far=1))
    run_due_jobs()
    row.refresh_from_db()
    assert (row.state, row.result) == (JobState.CANCELLED, {})


def test_waiting_job_is_cancelled_at_once():
    row = enqueue()
    cancel_job(job_id=row.pk)
    assert run_due_jobs() == 0
    row.refresh_from_db()
    assert row.state == JobState.CANCELLED


def test_job_that_is_over_is_not_cancelled():
    row = enqueue()
    run_due_jobs()
    cancel_job(job_id=row.pk)
    row.refresh_from_db()
    assert (row.state, row.cancel_requested_at) == (JobState.DONE, None)


def test_failed_job_keeps_a_code_and_no_words(work, caplog):
    def fail(_job):
        raise ValueError("aino@example.fi")

    work.append(fail)
    row = enqueue()
    run_due_jobs()
    row.refresh_from_db()
    assert (row.state, row.error_code) == (JobState.FAILED, "ValueError")
    assert "aino" not in caplog.text


def test_job_may_fail_with_its_own_code(work):
    def fail(_job):
        raise JobError("file-gone")

    work.append(fail)
    row = enqueue()
    run_due_jobs()
    row.refresh_from_db()
    assert row.error_code == "file-gone"


def test_job_waits_for_its_time():
    enqueue(run_after=timezone.now() + timedelta(hours=1))
    assert run_due_jobs() == 0


@pytest.mark.parametrize(
    "value", ["aino@example.fi", "Aino Äijälä", {"a": 1}, 1.5, ["x y"]]
)
def test_payload_with_more_than_ids_is_refused(value):
    with pytest.raises(JobError, match="payload-not-plain"):
        enqueue(payload={"person": value})


def test_kind_that_nobody_registered_is_refused():
    with pytest.raises(JobError, match="unknown-kind"):
        enqueue_job(kind="test.none", payload={})


def test_kind_registered_twice_is_refused():
    with pytest.raises(JobError, match="twice"):
        register_job(KIND)(lambda _job: None)


def claim(worker):
    with transaction.atomic():
        return claim_job(worker=worker, now=timezone.now())


def stop_heartbeat(row):
    Job.objects.filter(pk=row.pk).update(
        heartbeat_at=timezone.now() - timedelta(minutes=2)
    )


def test_job_of_a_dead_worker_is_finished_by_another():
    row = enqueue()
    assert claim("dead") == row
    assert run_due_jobs() == 0
    stop_heartbeat(row)
    assert run_due_jobs() == 1
    row.refresh_from_db()
    assert (row.state, row.attempts) == (JobState.DONE, 2)


def test_worker_that_lost_its_job_cannot_write_to_it():
    row = enqueue()
    sleeper = JobContext(claim("sleeper"))
    stop_heartbeat(row)
    requeue_lost_jobs(now=timezone.now())
    claim("other")
    for use in (
        lambda: sleeper.progress(1, 1),
        lambda: sleeper.finish(JobState.DONE),
        sleeper.check_cancelled,
    ):
        with pytest.raises(JobLostError):
            use()


def test_job_that_kills_every_worker_is_given_up():
    row = enqueue()
    for _attempt in range(MAX_ATTEMPTS):
        assert claim("doomed") is not None
        stop_heartbeat(row)
        requeue_lost_jobs(now=timezone.now())
    row.refresh_from_db()
    assert (row.state, row.error_code) == (JobState.FAILED, "lost")
    assert run_due_jobs() == 0


def test_lost_job_that_was_asked_to_stop_is_not_run_again():
    row = enqueue()
    claim("dead")
    cancel_job(job_id=row.pk)
    stop_heartbeat(row)
    assert run_due_jobs() == 0
    row.refresh_from_db()
    assert row.state == JobState.CANCELLED


def test_crash_point_is_harmless_where_crashes_are_not_allowed(monkeypatch, settings):
    settings.DEBUG = False
    monkeypatch.setenv("KESPET_CRASH_AT", "test.here")
    monkeypatch.delenv("KESPET_ALLOW_CRASH", raising=False)
    jobs.crash_point("test.here")


@pytest.mark.django_db(transaction=True)
def test_claimed_job_is_passed_over_by_a_second_worker():
    first, second = enqueue(), enqueue()
    with transaction.atomic():
        assert claim_job(worker="a", now=timezone.now()) == first
        other = connection.copy()
        try:
            with other.cursor() as cursor:
                cursor.execute(
                    "select id from registry_job where state = 'queued'"
                    " order by run_after, id for update skip locked"
                )
                assert cursor.fetchall() == [(second.pk,)]
        finally:
            other.close()
