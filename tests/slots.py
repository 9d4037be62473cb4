"""A slot per test process: a number that names its database, cache and data folder.

The lock is the kernel's, so the slot of a killed process is free again at once, and
parallel runs of one checkout never meet.
"""

import fcntl
import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

LAST_SLOT = 200


@dataclass(frozen=True)
class Slot:
    number: int
    lock: int  # a descriptor, open until the process ends
    server_url: str  # the maintenance database of the same server
    shared_dir: Path

    @property
    def database(self) -> str:
        return f"kespet_test_{self.number}"


def with_path(url: str, path: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{path}"))


def claim_slot() -> Slot:
    """Take the first free slot and point this process's environment at it."""
    shared_dir = Path(os.environ["DATA_DIR"])
    number, lock = _first_free(shared_dir / "slots")
    server_url = with_path(os.environ["DATABASE_URL"], "postgres")
    slot = Slot(number, lock, server_url, shared_dir)
    data_dir = shared_dir / "slots" / str(number)
    data_dir.mkdir(exist_ok=True)
    os.environ["DATA_DIR"] = str(data_dir)
    os.environ["DATABASE_URL"] = with_path(server_url, slot.database)
    os.environ["REDIS_URL"] = with_path(os.environ["REDIS_URL"], str(number))
    return slot


def _first_free(folder: Path) -> tuple[int, int]:
    folder.mkdir(exist_ok=True)
    for number in range(1, LAST_SLOT):
        lock = os.open(folder / f"{number}.lock", os.O_RDWR | os.O_CREAT)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(lock)
        else:
            return number, lock
    raise RuntimeError("every test slot is taken")
