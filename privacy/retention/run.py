"""A run of retention, carried out by any number of workers. Killed anywhere, it goes
on where it stopped."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.db.models import Sum

from privacy.models import RetentionBatch, RetentionRun, RetentionRunRule, RunState
from registry.figures.closing import close_months
from registry.seams.jobs import JobCancelledError, crash_point

from .ending import cancel_run, conclude
from .executing import do_next_batch
from .pace import Pace
from .planning import is_unfinished, plan_run
from .sharing import share_out

__all__ = ["cancel_run", "carry_out", "plan_run", "unfinished_runs"]

Progress = Callable[[int, int], None]


def carry_out(
    run_id: int,
    *,
    progress: Progress = lambda _done, _total: None,
    check: Callable[[], None] = lambda: None,
    pace: Pace | None = None,
) -> None:
    """Carry out what is cleared, batch by batch, each a transaction of its own; then
    sign the receipt, or wait for approvals. What statistics need of the rows is counted
    before any of them goes.

    check: called between batches; JobCancelledError cancels the run, for all workers."""
    run = RetentionRun.objects.get(pk=run_id)
    if run.is_over:
        return
    close_months(run.as_of)
    _start(run)
    try:
        _work(run, progress, check, pace or Pace())
    except JobCancelledError:
        cancel_run(run_id=run_id)
        raise
    crash_point("retention.before_receipt")
    conclude(run_id)


def unfinished_runs() -> list[RetentionRun]:
    """Runs with something to do, oldest first: a dead process left them, or they were
    cleared meanwhile."""
    return [
        run for run in RetentionRun.objects.open().order_by("pk") if is_unfinished(run)
    ]


def _start(run: RetentionRun) -> None:
    open_states = (RunState.PLANNED, RunState.WAITING)
    RetentionRun.objects.filter(pk=run.pk, state__in=open_states).update(
        state=RunState.RUNNING
    )


def _work(
    run: RetentionRun, progress: Progress, check: Callable[[], None], pace: Pace
) -> None:
    while not is_stopped(run.pk):
        check()
        began = time.monotonic()
        done = do_next_batch(run)
        if done is None:
            if not share_out(run.pk, size=pace.size):
                return
            crash_point("retention.after_share")
            continue
        pace.note(lines=done.lines, seconds=time.monotonic() - began)
        crash_point("retention.after_batch")
        progress(*done_and_total(run.pk))
        if run.pause_ms:
            time.sleep(run.pause_ms / 1000)


def is_stopped(run_id: int) -> bool:
    """Whether somebody cancelled the run, or it is over."""
    open_runs = RetentionRun.objects.open().filter(cancel_requested_at=None)
    return not open_runs.filter(pk=run_id).exists()


def done_and_total(run_id: int) -> tuple[int, int]:
    """Lines dealt with, and lines planned."""
    batches = RetentionBatch.objects.filter(run=run_id)
    rules = RetentionRunRule.objects.filter(run=run_id)
    done = batches.aggregate(n=Sum("lines"))["n"] or 0
    return done, rules.aggregate(n=Sum("lines"))["n"] or 0
