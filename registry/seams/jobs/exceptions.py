"""How a job ends early."""

from registry.seams.errors import SeamError


class JobError(SeamError):
    """A job stops for a reason that its starter may read: `code` is stored."""


class JobCancelledError(JobError):
    """Somebody asked the job to stop; raised by `check_cancelled`."""

    def __init__(self) -> None:
        super().__init__("cancelled")


class JobLostError(JobError):
    """Another worker holds the job now: this one must stop without a trace."""

    def __init__(self) -> None:
        super().__init__("lost")
