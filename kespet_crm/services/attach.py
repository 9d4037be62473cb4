"""Use an embedded server: attach to the running one, or have it started.

Whoever holds a Lease keeps the server up; the lock in it may be handed on to a program
that takes this process's place (`inherit`), and the kernel lets it go at the end.
"""

import json
import os
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from .errors import LaunchError
from .keeper import START_LIMIT
from .locks import take_exclusive, take_shared, try_exclusive
from .processes import birth_of
from .server import SOURCE, Site

REWRITE = os.O_WRONLY | os.O_CREAT | os.O_TRUNC


@dataclass
class Lease:
    """One use of one server."""

    url: str
    files: Path
    lock: IO[str]
    keeper: int = 0  # its process id, where it is our child

    def inherit(self) -> None:
        """Let the next `exec` keep the lock."""
        os.set_inheritable(self.lock.fileno(), True)  # noqa: FBT003 -- the library's

    def release(self, patience: float = 60.0) -> None:
        """Let go; where nobody else uses the server, wait until it has stopped."""
        alone = try_exclusive(self.lock)
        self.lock.close()
        if alone:
            gone = take_exclusive(self.files.with_suffix(".keeper"), patience)
            if gone:
                gone.close()
                self._bury()

    def _bury(self) -> None:
        """Not every container has a first process that does this for orphans."""
        if self.keeper:
            with suppress(ChildProcessError):
                os.waitpid(self.keeper, 0)


def attach(kind: str, site: Site, linger: float = 0.0) -> Lease:
    """Returns when the server answers; LaunchError says why it does not."""
    files = site.state_dir / kind
    lock = take_shared(files.with_suffix(".users"))
    try:
        url, keeper = _wait_for_url(kind, site, linger)
    except BaseException:
        lock.close()
        raise
    return Lease(url, files, lock, keeper)


def _wait_for_url(kind: str, site: Site, linger: float) -> tuple[str, int]:
    """The address, and the keeper's process id where we started it."""
    files = site.state_dir / kind
    limit = time.monotonic() + START_LIMIT
    keeper = 0
    while time.monotonic() < limit:
        if url := _running_url(files):
            return url, keeper
        if not keeper:
            keeper = _start_keeper(kind, site, linger)
        ended, status = os.waitpid(keeper, os.WNOHANG)
        if ended and status:
            raise LaunchError(_complaint(files))
        keeper = 0 if ended else keeper
        time.sleep(0.03)
    raise LaunchError(f"{kind} was not ready in ten minutes.")


def _running_url(files: Path) -> str | None:
    """The address of a server whose keeper lives, or None."""
    try:
        state = json.loads(files.with_suffix(".state").read_text())
    except (FileNotFoundError, ValueError):
        return None
    born = birth_of(state["pid"])
    return str(state["url"]) if born and born == state.get("born", born) else None


def _start_keeper(kind: str, site: Site, linger: float) -> int:
    """Its process id. It outlives us where others still use the server."""
    command = [sys.executable, "-P", "-m", "kespet_crm.services.keeper", kind]
    command += [str(site.data_dir.resolve()), "--linger", str(linger)]
    command += ["--unsafe"] if site.unsafe else []
    complaint = str((site.state_dir / kind).with_suffix(".error"))
    return os.posix_spawn(
        command[0],
        command,
        {**os.environ, "PYTHONPATH": str(SOURCE)},
        setsid=True,
        file_actions=[
            (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
            (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0),
            (os.POSIX_SPAWN_OPEN, 2, complaint, REWRITE, 0o600),
        ],
    )


def _complaint(files: Path) -> str:
    """The keeper's own sentence."""
    said = files.with_suffix(".error").read_text(errors="replace").strip()
    return said.splitlines()[-1] if said else f"{files.name} did not start."
