"""Starting worker processes together and hearing what they did."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import Any

from .clones import CLONE, url_of


class WorkerError(Exception):
    """A worker ended without telling what it did."""


@contextmanager
def workers(
    count: int, run: int, journal: Path
) -> Iterator[list[subprocess.Popen[str]]]:
    """So many processes, ready but waiting; gone at the end, whatever happened."""
    command = [sys.executable, "-m", "benchmarks.backlog.worker", str(run)]
    environment = {
        **os.environ,
        "DATABASE_URL": url_of(CLONE),
        "ERASURE_JOURNAL": str(journal),
        "DJANGO_SETTINGS_MODULE": "kespet_crm.settings",
    }
    started = [
        subprocess.Popen(
            command,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _number in range(count)
    ]
    try:
        for process in started:
            _hear(process)
        yield started
    finally:
        for process in started:
            process.kill()
            process.wait()


def let_go(started: list[subprocess.Popen[str]]) -> None:
    """All begin now."""
    for process in started:
        if process.stdin:
            process.stdin.write("go\n")
            process.stdin.flush()


def run_to_the_end(
    started: list[subprocess.Popen[str]],
) -> tuple[float, list[dict[str, Any]]]:
    """Seconds until the last was done, and what each told."""
    start = perf_counter()
    let_go(started)
    told = [json.loads(_hear(process)) for process in started]
    return perf_counter() - start, told


def _hear(process: subprocess.Popen[str]) -> str:
    line = process.stdout.readline() if process.stdout else ""
    if not line:
        raise WorkerError("a worker ended before it was done; its words stand above")
    return line.strip()
