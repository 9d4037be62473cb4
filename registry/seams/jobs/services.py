"""Ask for background work, stop it, and find work whose worker died."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Q
from django.utils import timezone

from registry.seams.wake import wake_on_commit

from .exceptions import JobError
from .kinds import function_of
from .models import Job, JobState

TASK = "registry.run_due_jobs"
MAX_ATTEMPTS = 5
# Beats come every ten seconds (context.py): six missed ones mean a dead worker.
HEARTBEAT_LIMIT = timedelta(seconds=60)
_PLAIN = re.compile(r"[A-Za-z0-9_.:-]{0,64}")


def enqueue_job(
    *,
    kind: str,
    payload: Mapping[str, Any],
    created_by_id: int | None = None,
    run_after: datetime | None = None,
) -> Job:
    """Store a job in the caller's transaction; a worker starts it after commit.

    The payload may hold ids, dates and key words only. Raises JobError.
    """
    function_of(kind)
    if not all(_is_plain(value) for value in payload.values()):
        raise JobError("payload-not-plain")
    job = Job.objects.create(
        kind=kind,
        payload=dict(payload),
        created_by_id=created_by_id,
        run_after=run_after or timezone.now(),
    )
    wake_on_commit(TASK)
    return job


def cancel_job(*, job_id: int) -> None:
    """Stop a waiting job now and a running one at its next check."""
    now = timezone.now()
    job = Job.objects.filter(pk=job_id)
    waiting = job.filter(state=JobState.QUEUED)
    waiting.update(state=JobState.CANCELLED, cancel_requested_at=now, finished_at=now)
    running = job.filter(state=JobState.RUNNING, cancel_requested_at=None)
    running.update(cancel_requested_at=now)


def requeue_lost_jobs(*, now: datetime) -> int:
    """Give jobs back whose heartbeat stopped; the fifth loss is a failure.

    Returns how many were found lost.
    """
    lost = Job.objects.filter(
        state=JobState.RUNNING, heartbeat_at__lt=now - HEARTBEAT_LIMIT
    )
    cancelled = lost.filter(cancel_requested_at__isnull=False).update(
        state=JobState.CANCELLED, finished_at=now, claimed_by=""
    )
    given_up = lost.filter(attempts__gte=MAX_ATTEMPTS).update(
        state=JobState.FAILED, error_code="lost", finished_at=now, claimed_by=""
    )
    requeued = lost.update(state=JobState.QUEUED, run_after=now, claimed_by="")
    return cancelled + given_up + requeued


def claim_job(*, worker: str, now: datetime) -> Job | None:
    """Take the oldest due job for this worker, or None. Needs a transaction."""
    due = Q(state=JobState.QUEUED, run_after__lte=now)
    job = (
        Job.objects.filter(due)
        .select_for_update(skip_locked=True)
        .order_by("run_after", "id")
        .first()
    )
    if job is None:
        return None
    Job.objects.filter(pk=job.pk).update(
        state=JobState.RUNNING,
        claimed_by=worker,
        heartbeat_at=now,
        attempts=F("attempts") + 1,
    )
    job.refresh_from_db()
    return job


def _is_plain(value: Any) -> bool:
    if isinstance(value, list | tuple):
        return all(_is_plain(item) for item in value)
    if isinstance(value, str):
        return _PLAIN.fullmatch(value) is not None
    return value is None or isinstance(value, int)
