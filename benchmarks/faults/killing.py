"""Workers as processes of their own, killed at named lines and at random moments."""

import os
import random
import signal
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from time import monotonic, sleep
from typing import Final

import psycopg2
from django.db import OperationalError, connection, connections

from privacy.models import RetentionRun
from privacy.restore.marks import close_own
from privacy.retention.pace import Pace
from privacy.retention.run import carry_out

INSIDE: Final = (
    "retention.before_journal",
    "journal.after_line",
    "journal.after_done",
    "retention.after_journal",
    "retention.after_delete",
    "retention.before_commit",
)
"""Points while the batch's transaction is open."""
BETWEEN: Final = (
    "retention.after_share",
    "retention.after_commit",
    "retention.after_batch",
)
LONGEST: Final = 1.0
"""Seconds that a worker lives at most: a point may not come by."""
NAME: Final = "kespet-faults-{}"
SESSION: Final = (
    "SELECT pid, xact_start IS NOT NULL AND state <> 'idle'"
    " FROM pg_stat_activity WHERE application_name = %s ORDER BY backend_start LIMIT 1"
)


@dataclass
class Kills:
    """What died. ``inside``: while its transaction was open."""

    workers: int = 0
    inside: int = 0
    servers: int = 0
    where: Counter[str] = field(default_factory=Counter)

    def note(self, where: str, *, inside: bool) -> None:
        """A worker died there."""
        self.workers += 1
        self.inside += inside
        self.where[where] += 1


class Steady(Pace):
    """Batches of one size, so that a small register lasts for many kills."""

    def note(self, *, lines: int, seconds: float) -> None:
        """Time changes nothing."""


@dataclass
class Fate:
    """A worker, and how it is to die: at ``point``, or after ``seconds``."""

    pid: int
    point: str
    seconds: float


def disturb(
    run: int, kills: Kills, chance: random.Random, *, until: int, servers: bool
) -> None:
    """Kill one or two workers at a time until so many died, or the run is over."""
    size = 1 + RetentionRun.objects.get(pk=run).lines.count() // (3 * until)
    while kills.workers < until and not _is_over(run):
        fates = [
            _start(run, size, chance)
            for _turn in range(min(chance.choice((1, 2)), until - kills.workers))
        ]
        began = monotonic()
        for fate in sorted(fates, key=lambda f: f.seconds):
            _await_death(fate, began, kills, server=servers and chance.random() < 0.05)


def finish(run: int, workers: int = 1) -> None:
    """Carry the run out undisturbed, by so many processes side by side."""
    for pid in [_fork(run, 50, "") for _turn in range(workers)]:
        _pid, status = os.waitpid(pid, 0)
        if os.waitstatus_to_exitcode(status) != 0:
            raise RuntimeError("a worker that nobody killed failed")


def _start(run: int, size: int, chance: random.Random) -> Fate:
    point = chance.choice((*INSIDE, *BETWEEN, *[""] * 6))
    turn = chance.randint(1, 3)
    seconds = LONGEST if point else chance.uniform(0.01, 0.5)
    return Fate(_fork(run, size, f"{point}:{turn}" if point else ""), point, seconds)


def _fork(run: int, size: int, point: str) -> int:
    close_own()
    connections.close_all()
    pid = os.fork()
    if pid:
        return pid
    os.environ["PGAPPNAME"] = NAME.format(os.getpid())
    os.environ["KESPET_CRASH_AT"] = point
    os.environ["KESPET_ALLOW_CRASH"] = "1"
    code = 1
    try:
        carry_out(run, pace=Steady(size=size))
        code = 0
    finally:
        os._exit(code)


def _await_death(fate: Fate, began: float, kills: Kills, *, server: bool) -> None:
    while monotonic() - began < fate.seconds:
        pid, status = os.waitpid(fate.pid, os.WNOHANG)
        if pid:
            _note_end(fate, status, kills)
            return
        sleep(0.002)
    os.kill(fate.pid, signal.SIGSTOP)
    session, inside = _session_of(fate.pid)
    if server and session:
        os.kill(session, signal.SIGKILL)
        kills.servers += 1
    os.kill(fate.pid, signal.SIGKILL)
    _pid, status = os.waitpid(fate.pid, 0)
    if os.waitstatus_to_exitcode(status) == -signal.SIGKILL:
        where = "with the database" if server and session else "at a random moment"
        kills.note(where, inside=inside)
    if server and session:
        wait_for_server()


def _note_end(fate: Fate, status: int, kills: Kills) -> None:
    if os.waitstatus_to_exitcode(status) == -signal.SIGKILL:
        kills.note(fate.point, inside=fate.point in INSIDE)


def _session_of(pid: int) -> tuple[int, bool]:
    """The worker's session with the server, and whether its transaction is open."""
    with closing(_aside()) as aside, aside.cursor() as cursor:
        cursor.execute(SESSION, [NAME.format(pid)])
        found: Sequence[tuple[int, bool]] = cursor.fetchall()
    return found[0] if found else (0, False)


def _aside() -> psycopg2.extensions.connection:
    aside: psycopg2.extensions.connection = psycopg2.connect(
        **connection.get_connection_params()
    )
    return aside


def wait_for_server(seconds: float = 60.0) -> None:
    """Until it has recovered from its crash."""
    began = monotonic()
    while True:
        connections.close_all()
        try:
            connection.ensure_connection()
        except OperationalError:
            if monotonic() - began > seconds:
                raise
            sleep(0.05)
        else:
            return


def _is_over(run: int) -> bool:
    return RetentionRun.objects.get(pk=run).is_over
