"""Use an embedded server: attach to the running one, or have it started.

Whoever holds a Lease keeps the server up; the lock in it may be handed on to a program
that takes this process's place (`inherit`), and the kernel lets it go at the end.
"""

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from .errors import LaunchError
from .keeper import START_LIMIT
from .locks import is_taken, take_exclusive, take_shared, try_exclusive
from .server import SOURCE, Site


@dataclass
class Lease:
    """One use of one server."""

    url: str
    files: Path
    lock: IO[str]

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


def attach(kind: str, site: Site, linger: float = 0.0) -> Lease:
    """Returns when the server answers; LaunchError says why it does not."""
    files = site.state_dir / kind
    lock = take_shared(files.with_suffix(".users"))
    limit = time.monotonic() + START_LIMIT
    keeper: subprocess.Popen[bytes] | None = None
    while time.monotonic() < limit:
        if url := _running_url(files):
            return Lease(url, files, lock)
        if keeper is None or keeper.poll() == 0:
            keeper = _start_keeper(kind, site, linger)
        elif keeper.poll() is not None:
            raise LaunchError(_complaint(keeper))
        time.sleep(0.03)
    raise LaunchError(f"{kind} was not ready in ten minutes.")


def _running_url(files: Path) -> str | None:
    """The address of a server whose keeper lives, or None."""
    try:
        state = json.loads(files.with_suffix(".state").read_text())
    except (FileNotFoundError, ValueError):
        return None
    if not is_taken(files.with_suffix(".keeper")):
        return None
    return str(state["url"]) if Path(f"/proc/{state['pid']}").exists() else None


def _start_keeper(kind: str, site: Site, linger: float) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-P", "-m", "kespet_crm.services.keeper", kind]
    command += [str(site.data_dir.resolve()), "--linger", str(linger)]
    command += ["--unsafe"] if site.unsafe else []
    return subprocess.Popen(
        command,
        cwd="/",
        env={**os.environ, "PYTHONPATH": str(SOURCE)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def _complaint(keeper: subprocess.Popen[bytes]) -> str:
    """The keeper's own sentence."""
    said = keeper.stderr.read().decode(errors="replace") if keeper.stderr else ""
    return said.strip().splitlines()[-1] if said.strip() else "A server did not start."
