"""Background work: rows in PostgreSQL, claimed by workers, safe to kill anywhere."""

from .context import JobContext
from .crash import crash_point
from .exceptions import JobCancelledError, JobError, JobLostError
from .kinds import forget_job_kind, register_job
from .models import Job, JobState
from .runner import run_due_jobs
from .services import cancel_job, enqueue_job, requeue_lost_jobs

__all__ = [
    "Job",
    "JobCancelledError",
    "JobContext",
    "JobError",
    "JobLostError",
    "JobState",
    "cancel_job",
    "crash_point",
    "enqueue_job",
    "forget_job_kind",
    "register_job",
    "requeue_lost_jobs",
    "run_due_jobs",
]
