"""Keeps web, worker and beat running, and stops them in that order."""

import os
import signal
import subprocess
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kespet_crm.services.errors import LaunchError
from kespet_crm.services.processes import start_process, stop_process
from kespet_crm.services.server import SOURCE

LOG_LIMIT = 20_000_000
PATIENCE = {"web": 15.0, "worker": 20.0, "beat": 5.0}
TOO_OFTEN = 5  # restarts of one process in a minute


@dataclass
class Program:
    """One long-running process: its command, and when it had to be started again."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    starts: deque[float] = field(default_factory=lambda: deque(maxlen=TOO_OFTEN))

    def start(self, environment: Mapping[str, str], logs: Path) -> None:
        log = logs / f"{self.name}.log"
        if log.exists() and log.stat().st_size > LOG_LIMIT:
            log.replace(log.with_suffix(".log.1"))
        with log.open("ab") as output:
            self.process = start_process(
                self.command, cwd=SOURCE, env=environment, output=output
            )
        self.starts.append(time.monotonic())

    @property
    def has_died(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    @property
    def dies_too_often(self) -> bool:
        full = len(self.starts) == TOO_OFTEN
        return full and self.starts[-1] - self.starts[0] < 60

    def stop(self) -> None:
        """Ask it to finish, then sweep what is left of its session."""
        if self.process is None:
            return
        stop_process(self.process, signal.SIGTERM, PATIENCE.get(self.name, 10.0))
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            return


@dataclass
class Supervisor:
    """The programs in the order of stopping."""

    programs: list[Program]
    environment: Mapping[str, str]
    logs: Path

    def start(self, until_served: Callable[[], None]) -> None:
        """The first program has the machine to itself until it serves."""
        self.logs.mkdir(mode=0o700, parents=True, exist_ok=True)
        first, *others = self.programs
        first.start(self.environment, self.logs)
        until_served()
        for program in others:
            program.start(self.environment, self.logs)

    def watch(self) -> None:
        """Start again what has died; LaunchError when that does not help."""
        for program in self.programs:
            if not program.has_died:
                continue
            if program.dies_too_often:
                raise LaunchError(
                    f"The {program.name} process stops again and again: "
                    f"{self.logs / program.name}.log tells why."
                )
            program.start(self.environment, self.logs)

    def stop(self) -> None:
        for program in self.programs:
            program.stop()
