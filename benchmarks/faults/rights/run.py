"""bin/bench --faults N --of rights."""

import random
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from django.conf import settings

from benchmarks.backlog.clones import clone_of, connect_to, ensure_base
from benchmarks.backlog.telling import say
from benchmarks.faults.killing import Kills

from .checking import complaints, twice
from .killing import disturb, environment, finish
from .points import points_of_rights
from .preparing import ask_for_all, new_officer, persons_to_ask

SEED: Final = 20261122
EACH: Final = 10
"""Requests of each right in a round."""


def measure_rights_faults(persons: int, wanted: int) -> int:
    """Kill so many workers of the rights desk; 1 where a case ends otherwise than
    once."""
    base = ensure_base(persons)
    kills, chance = Kills(), random.Random(SEED)  # noqa: S311 -- no secret
    found: list[str] = []
    repeated = 0
    try:
        with clone_of(base), _own_files() as (sent, journal):
            officer, people = new_officer(), persons_to_ask()
            env = environment(sent, journal)
            asked = []
            while kills.workers < wanted and not found:
                asked += ask_for_all(officer, people, EACH)
                disturb(env, points_of_rights(), kills, chance, until=wanted)
                say(f"{kills.workers} workers killed over {len(asked)} requests")
                finish(env)
                found = complaints(asked, sent)
            repeated = twice(sent)
    finally:
        connect_to("postgres")
    _print(kills, len(asked), repeated, found)
    return 1 if found else 0


@contextmanager
def _own_files() -> Iterator[tuple[Path, Path]]:
    before = settings.ERASURE_JOURNAL
    with TemporaryDirectory() as folder:
        sent, journal = Path(folder) / "sent", Path(folder) / "journal.jsonl"
        sent.mkdir()
        settings.ERASURE_JOURNAL = str(journal)
        try:
            yield sent, journal
        finally:
            settings.ERASURE_JOURNAL = before


def _print(kills: Kills, asked: int, repeated: int, found: list[str]) -> None:
    lines = [
        f"requests {asked}, workers killed {kills.workers}",
        f"letters given to the server a second time: {repeated}",
        *(f"  {where}: {number}" for where, number in sorted(kills.where.items())),
        *(found or ["each request ended once, with one letter of each kind"]),
    ]
    sys.stdout.write("\n" + "\n".join(lines) + "\n")
