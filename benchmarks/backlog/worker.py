"""One worker process: `python -m benchmarks.backlog.worker RUN`.

Says «ready», waits for a line, carries the run out as the job's worker does, and says
what it computed as JSON.
"""

import json
import os
import sys
from time import perf_counter

import django
from django.db import connection

from .computing import backend_seconds, own_seconds, resident_mib


class _Watch:
    """Hears of every batch; memory after a tenth of the work."""

    def __init__(self) -> None:
        self.batches, self.early = 0, 0.0

    def __call__(self, done: int, total: int) -> None:
        self.batches += 1
        if not self.early and done * 10 >= total:
            self.early = resident_mib(os.getpid(), "VmHWM")


def main(run: int) -> None:
    from privacy.retention.run import carry_out  # noqa: PLC0415 -- Django comes first

    connection.ensure_connection()
    backend = connection.connection.info.backend_pid
    _say("ready")
    sys.stdin.readline()
    watch = _Watch()
    start, computed, session = perf_counter(), own_seconds(), backend_seconds(backend)
    carry_out(run, progress=watch)
    told = {
        "seconds": perf_counter() - start,
        "program_seconds": own_seconds() - computed,
        "session_seconds": backend_seconds(backend) - session,
        "batches": watch.batches,
        "early_mib": watch.early,
        "late_mib": resident_mib(os.getpid(), "VmHWM"),
        "session_mib": resident_mib(backend, "RssAnon"),
    }
    _say(json.dumps(told))


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    django.setup()
    main(int(sys.argv[1]))
