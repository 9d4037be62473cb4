"""The keeper: one process per embedded server, in a session of its own.

Starts the server, starts it again should it die, and stops it when its last user has
gone, even one that was killed: users hold a lock that the kernel lets go for them.
Run as `python -m kespet_crm.services.keeper KIND DATA_DIR [--unsafe] [--linger S]`.
"""

import argparse
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType
from typing import IO

from .errors import DISK_FULL, LaunchError, describe_os_error, tells_of_full_disk
from .locks import let_go, take_exclusive, try_exclusive
from .postgres import Postgres
from .processes import birth_of, stop_process
from .server import Server, Site
from .valkey import Valkey

KINDS: dict[str, type[Postgres] | type[Valkey]] = {
    "postgres": Postgres,
    "valkey": Valkey,
}
START_LIMIT = 600.0
STOP_LIMIT = 60.0
LOOK_EVERY = 0.2
LOG_LIMIT = 5_000_000


class Keeper:
    """Owns `state_dir/KIND.*`: state (pid and URL), locks, log, last error."""

    def __init__(self, kind: str, site: Site, linger: float) -> None:
        self.files = site.state_dir / kind
        self.linger = linger
        self.server: Server = KINDS[kind](site)
        self.stopping = False
        self.idle_since: float | None = None

    def run(self) -> None:
        lock = take_exclusive(self.files.with_suffix(".keeper"), patience=2.0)
        if lock is None:
            return
        state = self.files.with_suffix(".state")
        state.unlink(missing_ok=True)
        self.server.prepare()
        process = self._start()
        try:
            self._publish(state)
            with self.files.with_suffix(".users").open("a+") as users:
                while self._is_needed(users):
                    process = self._watched(process)
                    time.sleep(LOOK_EVERY)
                state.unlink(missing_ok=True)
                stop_process(process, self.server.stop_signal, STOP_LIMIT)
        finally:
            stop_process(process, self.server.stop_signal, STOP_LIMIT)
            self.server.clear_up()
        lock.close()

    def _publish(self, state: Path) -> None:
        """Whole at once: a reader never sees half of it."""
        facts = {"pid": os.getpid(), "born": birth_of(os.getpid())}
        unfinished = state.with_suffix(".state.new")
        unfinished.touch(mode=0o600)
        unfinished.write_text(json.dumps({**facts, "url": self.server.url}))
        unfinished.replace(state)

    def stop(self, _signal: int, _frame: FrameType | None) -> None:
        self.stopping = True

    def _start(self) -> subprocess.Popen[bytes]:
        log = self.files.with_suffix(".log")
        if log.exists() and log.stat().st_size > LOG_LIMIT:
            log.replace(log.with_suffix(".log.1"))
        process = self.server.start(log)
        limit = time.monotonic() + START_LIMIT
        while not self.server.is_ready(process):
            if process.poll() is not None:
                raise LaunchError(_reason(self.files.name, log))
            if time.monotonic() > limit:
                stop_process(process, self.server.stop_signal, STOP_LIMIT)
                raise LaunchError(f"{self.files.name} was not ready in ten minutes.")
            time.sleep(0.05)
        return process

    def _watched(self, process: subprocess.Popen[bytes]) -> subprocess.Popen[bytes]:
        """The server, started again should it have died; what it left may linger."""
        if process.poll() is None:
            return process
        limit = time.monotonic() + START_LIMIT
        while True:
            try:
                self.server.prepare()
                return self._start()
            except LaunchError:
                if self.stopping or time.monotonic() > limit:
                    raise
                time.sleep(1)

    def _is_needed(self, users: IO[str]) -> bool:
        """False leaves us with the users' lock, so that newcomers wait for our end."""
        if self.stopping or not self.files.with_suffix(".state").exists():
            return False
        if not try_exclusive(users):
            self.idle_since = None
            return True
        self.idle_since = self.idle_since or time.monotonic()
        if time.monotonic() - self.idle_since >= self.linger:
            return False
        let_go(users)
        return True


def _reason(kind: str, log: Path) -> str:
    """One sentence out of the end of a server's log."""
    lines = log.read_text(errors="replace").strip().splitlines()[-20:]
    if tells_of_full_disk("\n".join(lines)):
        return DISK_FULL
    return f"{kind} did not start: {lines[-1] if lines else 'no reason given'}"


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("kind", choices=KINDS)
    parser.add_argument("data_dir", type=Path)
    parser.add_argument("--unsafe", action="store_true")
    parser.add_argument("--linger", type=float, default=0.0)
    options = parser.parse_args()
    os.chdir("/")
    site = Site(options.data_dir, unsafe=options.unsafe)
    try:
        keeper = Keeper(options.kind, site, options.linger)
        signal.signal(signal.SIGTERM, keeper.stop)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        keeper.run()
    except LaunchError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except OSError as error:
        sys.stderr.write(f"{describe_os_error(error)}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
