"""Workers as fresh processes, killed at a named line or at a random moment."""

import os
import random
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Final

from django.db import connection
from django.utils import timezone

from benchmarks.backlog.clones import url_of
from benchmarks.faults.killing import Kills
from privacy.models import Case
from privacy.models.case_choices import CaseState
from privacy.services.cases.approve import drive_again
from registry.models import OutgoingMail
from registry.seams.jobs import Job, JobState
from registry.seams.mail.models import MailState

COMMAND: Final = (sys.executable, "-m", "benchmarks.faults.rights.worker")
LONGEST: Final = 2.0
"""Seconds that a worker lives at most after it began: a point may not come by."""


def environment(folder: Path, journal: Path) -> dict[str, str]:
    """What a worker sees: this database, a journal and a folder of sent mail."""
    return {
        **os.environ,
        "DATABASE_URL": url_of(str(connection.settings_dict["NAME"])),
        "ERASURE_JOURNAL": str(journal),
        "EMAIL_URL": f"filemail:///{folder}",
        "DJANGO_SETTINGS_MODULE": "kespet_crm.settings",
        "KESPET_ALLOW_CRASH": "1",
    }


def disturb(
    env: Mapping[str, str],
    points: Sequence[str],
    kills: Kills,
    chance: random.Random,
    *,
    until: int,
) -> None:
    """Kill two workers at a time until so many died, or nothing is left to do."""
    while kills.workers < until and work_is_left():
        chosen = [chance.choice((*points, "", "")) for _turn in range(2)]
        turns = [f"{point}:{chance.randint(1, 2)}" if point else "" for point in chosen]
        workers = [_start({**env, "KESPET_CRASH_AT": turn}) for turn in turns]
        for worker in workers:
            _hear(worker)
        for worker, point in zip(workers, chosen, strict=True):
            _await_death(worker, point, kills, chance)
        let_time_pass()


def finish(env: Mapping[str, str]) -> None:
    """Undisturbed, two side by side, until nothing is left."""
    for _round in range(20):
        workers = [_start(env) for _turn in range(2)]
        for worker in workers:
            _hear(worker)
        if any(worker.wait(timeout=600) for worker in workers):
            raise RuntimeError("a worker that nobody killed failed")
        let_time_pass()
        if not work_is_left():
            return


def let_time_pass() -> None:
    """Minutes in which nobody hears of the dead: what beat would do afterwards."""
    past = timezone.now() - timedelta(minutes=5)
    Job.objects.filter(state=JobState.RUNNING).update(heartbeat_at=past)
    OutgoingMail.objects.filter(state=MailState.SENDING).update(next_attempt_at=past)
    drive_again()


def work_is_left() -> bool:
    """Cases under way, or letters that have not left."""
    return (
        Case.objects.filter(state=CaseState.APPROVED).exists()
        or OutgoingMail.objects.filter(blanked_at=None).exists()
        or OutgoingMail.objects.untold().exists()
    )


def _start(env: Mapping[str, str]) -> subprocess.Popen[str]:
    return subprocess.Popen(COMMAND, env=dict(env), stdout=subprocess.PIPE, text=True)


def _hear(worker: subprocess.Popen[str]) -> None:
    if worker.stdout is None or worker.stdout.readline().strip() != "ready":
        raise RuntimeError("a worker did not start; its words stand above")


def _await_death(
    worker: subprocess.Popen[str], point: str, kills: Kills, chance: random.Random
) -> None:
    where = point or "at a random moment"
    try:
        worker.wait(timeout=LONGEST if point else chance.uniform(0.0, 0.4))
    except subprocess.TimeoutExpired:
        worker.kill()
        where = "at a random moment"
    if worker.wait() == -signal.SIGKILL:
        kills.note(where, inside=False)
