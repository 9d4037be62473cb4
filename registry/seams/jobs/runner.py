"""The worker's loop: claim, run, close."""

import logging
import os
import socket
import uuid

from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone

from registry.seams import opening

from .context import Heartbeat, JobContext
from .exceptions import JobCancelledError, JobError, JobLostError
from .kinds import function_of
from .models import Job, JobState
from .services import claim_job, requeue_lost_jobs

logger = logging.getLogger(__name__)


def run_due_jobs(*, limit: int | None = None) -> int:
    """Run due jobs until none is left (or `limit`); return how many were run.

    Safe to run in any number of processes at once. None while the register is closed.
    """
    if not opening.is_open():
        return 0
    requeue_lost_jobs(now=timezone.now())
    done = 0
    while limit is None or done < limit:
        job = _claim() if opening.is_open() else None
        if job is None:
            break
        _run(job)
        done += 1
    return done


def _claim() -> Job | None:
    worker = f"{socket.gethostname()[:40]}:{os.getpid()}:{uuid.uuid4().hex[:12]}"
    with transaction.atomic():
        return claim_job(worker=worker, now=timezone.now())


def _run(job: Job) -> None:
    context = JobContext(job)
    heartbeat = Heartbeat(context)
    heartbeat.start()
    try:
        _close(context, *_outcome(job, context))
    except (JobLostError, OperationalError, InterfaceError):
        # The row is another worker's now, or will be when its heartbeat is missed.
        logger.warning("job_lost id=%s kind=%s", job.pk, job.kind)
    finally:
        heartbeat.stop()


def _outcome(job: Job, context: JobContext) -> tuple[JobState, str]:
    try:
        function_of(job.kind)(context)
    except JobLostError:
        raise
    except JobCancelledError:
        return JobState.CANCELLED, ""
    except JobError as error:
        return JobState.FAILED, error.code
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:  # noqa: BLE001  the worker must outlive any job
        # The text of an exception may quote a person's data: its type is enough.
        logger.error("job_failed id=%s type=%s", job.pk, type(error).__name__)
        return JobState.FAILED, type(error).__name__
    return JobState.DONE, ""


def _close(context: JobContext, state: JobState, error_code: str) -> None:
    context.finish(state, error_code=error_code)
    logger.info("job_over id=%s state=%s", context.id, state)
