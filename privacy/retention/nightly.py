"""The nightly run."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from privacy.models import RetentionLine, RetentionRun
from registry.models import Staff
from registry.seams.jobs import enqueue_job

from .jobs import PREVIEW, enqueue_run
from .planning import plan_run
from .run import unfinished_runs

LINES_KEPT = timedelta(days=30)
"""How long the list of what was held back or changed stays after its run."""


def run_nightly_retention(*, today: date) -> RetentionRun:
    """Wake what a dead worker left, plan as of today, and hand it to workers."""
    tidy_lines(now=timezone.now())
    for left in unfinished_runs():
        enqueue_run(left)
    return start_run(as_of=today)


@transaction.atomic
def start_run(*, as_of: date, actor: Staff | None = None) -> RetentionRun:
    """Plan, and carry out in the background. RetentionError for a day to come."""
    run = plan_run(as_of=as_of, actor=actor)
    enqueue_run(run, actor=actor)
    return run


@transaction.atomic
def start_preview(*, as_of: date, actor: Staff) -> RetentionRun:
    """Count in the background what a run as of that day, also to come, would do."""
    run = RetentionRun.objects.create(as_of=as_of, dry_run=True, started_by=actor)
    enqueue_job(kind=PREVIEW, payload={"run": run.pk}, created_by_id=actor.pk)
    return run


def tidy_lines(*, now: datetime) -> int:
    """Delete the lines that runs left undone, a month after their end; how many."""
    old = RetentionRun.objects.filter(finished_at__lt=now - LINES_KEPT)
    return RetentionLine.objects.filter(run__in=old).delete()[0]
