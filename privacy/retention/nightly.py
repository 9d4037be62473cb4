"""The nightly run."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from privacy.models import RetentionRun
from privacy.retention.run import plan_run, unfinished_runs
from registry.models import Staff
from registry.seams.jobs import enqueue_job

JOB = "retention.run"
PREVIEW = "retention.preview"


def run_nightly_retention(*, today: date) -> RetentionRun:
    """Wake what a dead worker left, plan as of today, and hand it to a worker."""
    for left in unfinished_runs():
        enqueue_job(kind=JOB, payload={"run": left.pk})
    return start_run(as_of=today)


@transaction.atomic
def start_run(*, as_of: date, actor: Staff | None = None) -> RetentionRun:
    """Plan, and carry out in the background. RetentionError for a day to come."""
    run = plan_run(as_of=as_of, actor=actor)
    enqueue_job(
        kind=JOB, payload={"run": run.pk}, created_by_id=actor.pk if actor else None
    )
    return run


@transaction.atomic
def start_preview(*, as_of: date, actor: Staff) -> RetentionRun:
    """Count in the background what a run as of that day, also to come, would do."""
    run = RetentionRun.objects.create(as_of=as_of, dry_run=True, started_by=actor)
    enqueue_job(kind=PREVIEW, payload={"run": run.pk}, created_by_id=actor.pk)
    return run
