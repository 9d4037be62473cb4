"""The journal as one file: appended and synced under a lock of the kernel."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from .lines import LONGEST_TRAILER, Tail, find_tail

CHUNK = 4_096
FARTHER = 1_048_576


class FileStore:
    """Implements ``JournalStore``. Owner-only; safe for any number of processes on one
    machine, and on several where the file system carries locks."""

    def __init__(self, path: str) -> None:
        self.path = Path(path)

    def append(self, write: Callable[[Tail], bytes]) -> None:
        """A line that a dead process left half is ended first; readers leave it out."""
        is_new = not self.path.exists()
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            line = write(_tail_of(handle))
            _append(handle, _mending(handle) + line)
            if is_new:
                _sync_folder(self.path.parent)
        finally:
            os.close(handle)

    def tail(self) -> Tail:
        """A read of a few kilobytes. A file that is not there is an empty journal."""
        with _opened(self.path) as handle:
            return Tail() if handle is None else _tail_of(handle)

    @contextmanager
    def still(self) -> Iterator[Tail]:
        """See ``JournalStore``."""
        with _opened(self.path) as handle:
            if handle is None:
                yield Tail()
                return
            fcntl.flock(handle, fcntl.LOCK_SH)
            yield _tail_of(handle)

    def entries_after(self, position: int) -> Iterator[tuple[int, bytes]]:
        """See ``JournalStore``."""
        with suppress(FileNotFoundError), self.path.open("rb") as file:
            file.seek(position)
            for line in file:
                yield position, line
                position += len(line)


@contextmanager
def _opened(path: Path) -> Iterator[int | None]:
    try:
        handle = os.open(path, os.O_RDONLY)
    except FileNotFoundError:
        yield None
        return
    try:
        yield handle
    finally:
        os.close(handle)


def _tail_of(handle: int) -> Tail:
    """Backwards in growing steps until a line ends well; mostly one read."""
    end = size = os.fstat(handle).st_size
    step, overlap = CHUNK, b""
    while end > 0:
        start = max(0, end - step)
        text = os.pread(handle, end - start, start) + overlap
        found = find_tail(text, offset=start)
        if found is not None:
            return Tail(found.number, found.epoch, found.digest, size)
        end, overlap, step = start, text[:LONGEST_TRAILER], FARTHER
    return Tail(position=size)


def _mending(handle: int) -> bytes:
    size = os.fstat(handle).st_size
    whole = size == 0 or os.pread(handle, 1, size - 1) == b"\n"
    return b"" if whole else b"\n"


def _append(handle: int, line: bytes) -> None:
    """All of it, synced, or nothing: what was written of it is taken back."""
    before = os.fstat(handle).st_size
    try:
        rest = memoryview(line)
        while rest:
            rest = rest[os.write(handle, rest) :]
        os.fsync(handle)
    except OSError:
        with suppress(OSError):  # an append-only file stays torn: the next one mends it
            os.ftruncate(handle, before)
        raise


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
