"""bin/bench --faults N."""

import random
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from django.conf import settings
from django.utils import timezone

from benchmarks.backlog.clones import clone_of, connect_to, ensure_base
from benchmarks.backlog.same_rows import Fingerprint, fingerprints
from benchmarks.backlog.telling import say
from privacy.retention.planning import plan_run

from .checking import complaints, planned_digests
from .killing import Kills, disturb, finish

SEED: Final = 20261122


def measure_faults(persons: int, wanted: int) -> int:
    """Kill so many workers over as many runs as that takes; 1 where an end differs."""
    base = ensure_base(persons)
    kills, chance = Kills(), random.Random(SEED)  # noqa: S311 -- no secret
    found: list[str] = []
    try:
        undisturbed = _undisturbed(base)
        while kills.workers < wanted and not found:
            found += _disturbed(base, kills, chance, wanted, undisturbed)
    finally:
        connect_to("postgres")
    _print(kills, found)
    return 1 if found else 0


def _undisturbed(base: str) -> dict[str, Fingerprint]:
    with clone_of(base), _own_journal():
        run = plan_run(as_of=timezone.localdate())
        finish(run.pk)
        return fingerprints()


def _disturbed(
    base: str,
    kills: Kills,
    chance: random.Random,
    wanted: int,
    undisturbed: dict[str, Fingerprint],
) -> list[str]:
    with clone_of(base), _own_journal():
        run = plan_run(as_of=timezone.localdate())
        planned = planned_digests(run)
        disturb(run.pk, kills, chance, until=wanted, servers=True)
        say(f"{kills.workers} workers killed; now to the end, two side by side")
        finish(run.pk, workers=2)
        return complaints(run, planned=planned, wanted=undisturbed)


@contextmanager
def _own_journal() -> Iterator[None]:
    before = settings.ERASURE_JOURNAL
    with TemporaryDirectory() as folder:
        settings.ERASURE_JOURNAL = str(Path(folder) / "journal.jsonl")
        try:
            yield
        finally:
            settings.ERASURE_JOURNAL = before


def _print(kills: Kills, found: list[str]) -> None:
    lines = [
        f"workers killed {kills.workers}, {kills.inside} of them inside a transaction",
        f"database killed {kills.servers} times",
        *(f"  {where}: {number}" for where, number in sorted(kills.where.items())),
        *(found or ["the same end as undisturbed, each person once in the journal"]),
    ]
    sys.stdout.write("\n" + "\n".join(lines) + "\n")
