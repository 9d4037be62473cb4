"""What a running job sees of itself."""

import threading
from typing import Any

from django.db import connection
from django.utils import timezone

from .exceptions import JobCancelledError, JobLostError
from .models import Job, JobState

BEAT_SECONDS = 10


class JobContext:
    """Handle of one running job, valid while this worker holds the claim.

    Every write names the claim. A worker that stalled and lost its job to
    another finds no row to write to and gets JobLostError.
    """

    def __init__(self, job: Job) -> None:
        self.id = job.pk
        self.payload: dict[str, Any] = job.payload
        self.created_by_id: int | None = job.created_by_id
        self.attempt: int = job.attempts
        self.result: dict[str, Any] = dict(job.result)
        self._claim = {"pk": job.pk, "claimed_by": job.claimed_by}

    def progress(self, done: int, total: int) -> None:
        """Store how far the job is, its result so far, and a heartbeat."""
        self._write(progress_done=done, progress_total=total, result=self.result)

    @property
    def cancelled(self) -> bool:
        """Has somebody asked the job to stop?"""
        held = Job.objects.filter(**self._claim, state=JobState.RUNNING)
        row = held.values_list("cancel_requested_at").first()
        if row is None:
            raise JobLostError
        return row[0] is not None

    def check_cancelled(self) -> None:
        """Raise JobCancelledError if somebody asked the job to stop."""
        if self.cancelled:
            raise JobCancelledError

    def finish(self, state: JobState, *, error_code: str = "") -> None:
        """Close the job. For the runner."""
        self._write(
            state=state,
            result=self.result,
            error_code=error_code[:60],
            finished_at=timezone.now(),
        )

    def _write(self, **values: Any) -> None:
        held = Job.objects.filter(**self._claim, state=JobState.RUNNING)
        if not held.update(heartbeat_at=timezone.now(), **values):
            raise JobLostError


class Heartbeat(threading.Thread):
    """Says every ten seconds, on its own connection, that the worker lives."""

    def __init__(self, context: JobContext) -> None:
        super().__init__(daemon=True, name=f"heartbeat-{context.id}")
        self._context = context
        self._over = threading.Event()

    def run(self) -> None:
        """Beat until stopped or until the claim is lost."""
        try:
            while not self._over.wait(BEAT_SECONDS):
                self._context._write()  # noqa: SLF001  one module, one secret
        except JobLostError:
            return
        finally:
            connection.close()

    def stop(self) -> None:
        """End the thread and wait for it."""
        self._over.set()
        self.join()
