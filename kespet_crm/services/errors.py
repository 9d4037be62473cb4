"""What stops a start: one sentence for the person at the terminal."""

import errno

SETUP_FAILED = 3


class LaunchError(Exception):
    """A sentence that says what is wrong and what to do; shown without traceback."""


def describe_os_error(error: OSError) -> str:
    """One sentence for an operating system error, a full disk above all."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return "The disk is full: free some space and start again."
    where = f" ({error.filename})" if error.filename else ""
    return f"The start stopped: {error.strerror or error}{where}."
