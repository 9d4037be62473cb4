"""File locks that the kernel lets go when their holder dies, however it dies.

Per service: `users.lock` (shared by everyone who uses it; the keeper takes it whole
when nobody does) and `keeper.lock` (held by the one keeper).
"""

import fcntl
import time
from pathlib import Path
from typing import IO


def take_shared(path: Path) -> IO[str]:
    """Wait for a shared lock; a keeper that is stopping holds it whole until done."""
    file = path.open("a+")
    fcntl.flock(file, fcntl.LOCK_SH)
    return file


def try_exclusive(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def let_go(file: IO[str]) -> None:
    fcntl.flock(file, fcntl.LOCK_UN)


def take_exclusive(path: Path, patience: float) -> IO[str] | None:
    """The open file whose lock we hold, or None when it stayed taken."""
    file = path.open("a+")
    limit = time.monotonic() + patience
    while not try_exclusive(file):
        if time.monotonic() > limit:
            file.close()
            return None
        time.sleep(0.02)
    return file


def is_taken(path: Path) -> bool:
    """Whether somebody holds it whole; looks without disturbing other lookers."""
    with path.open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False
