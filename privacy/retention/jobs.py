"""Handing a run to workers."""

from __future__ import annotations

from privacy.models import RetentionRun
from registry.models import Staff
from registry.seams.jobs import Job, JobState, enqueue_job

from .settings import workers_of_setting

JOB = "retention.run"
PREVIEW = "retention.preview"


def enqueue_run(run: RetentionRun, *, actor: Staff | None = None) -> None:
    """As many jobs as workers are to share the run; those that are at it count."""
    alive = Job.objects.filter(
        kind=JOB,
        payload__run=run.pk,
        state__in=(JobState.QUEUED, JobState.RUNNING),
    ).count()
    for _turn in range(workers_of_setting() - alive):
        enqueue_job(
            kind=JOB,
            payload={"run": run.pk},
            created_by_id=actor.pk if actor else None,
        )
