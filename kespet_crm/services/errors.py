"""What stops a start: one sentence for the person at the terminal."""

import errno

SETUP_FAILED = 3


DISK_FULL = "The disk is full: free some space and start again."
SIGNS_OF_FULL_DISK = ("No space left on device", "free disk space", "wrote only")


class LaunchError(Exception):
    """A sentence that says what is wrong and what to do; shown without traceback."""


def describe_os_error(error: OSError) -> str:
    """One sentence for an operating system error, a full disk above all."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return DISK_FULL
    where = f" ({error.filename})" if error.filename else ""
    return f"The start stopped: {error.strerror or error}{where}."


def tells_of_full_disk(output: str) -> bool:
    """Whether a program's words mean that; servers say it in more than one way."""
    return any(sign in output for sign in SIGNS_OF_FULL_DISK)
