"""«Export and erase one person with a thousand rows», at two sizes of the register."""

import json
import os
import sys
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter
from typing import Final

from django.db import connection

from benchmarks.faults.rights.preparing import ask_for, new_officer
from benchmarks.sizes import start_afresh
from benchmarks.timing import percentile
from kespet_crm.seeding.bulk import fill_register
from privacy.models import Case
from privacy.models.case_choices import CaseKind, CaseState
from privacy.services.execute import execute_case
from registry.models import Person

from .people import ROWS, burden, spread_people
from .work import Work, delete_bare, erase_one, export, select_bare, watched

PERSONS: Final = 22
SMALLEST: Final = 10_000


@dataclass(frozen=True, slots=True)
class Heavy:
    """Milliseconds of one piece of work over so many persons: by the clock, and what
    its statements took."""

    name: str
    persons: int
    statements: int
    p50: float
    p95: float
    database_p50: float
    database_p95: float


def measure_heavy(persons: int, file: Path | None) -> int:
    """At ten thousand persons and at N, each in a register of its own size."""
    sizes = sorted({min(SMALLEST, persons), persons})
    runs = {size: measure_at(size) for size in sizes}
    if len(runs) > 1:
        sys.stdout.write(f"{_growth(*runs.values())}\n")
    if file:
        told = {size: [asdict(one) for one in found] for size, found in runs.items()}
        file.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    return 0


def measure_at(size: int) -> list[Heavy]:
    """Fill to the size, from nothing, for the fill goes on from the number of persons;
    burden some of them, and take them one after the other."""
    start_afresh()
    fill_register(size)
    people = spread_people(3 * PERSONS)
    for person in people:
        burden(person, f"R{size}-")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    first, second, third = (people[turn::3] for turn in range(3))
    found = [
        _measure("all rows, plain SQL", select_bare, first),
        _measure("export, into a ZIP", export, first),
        _measure("deletes by hand", delete_bare, second),
        _measure("erase by the map", erase_one, first),
        _whole(third),
    ]
    sys.stdout.write(f"\n{_table(size, found)}\n")
    sys.stdout.flush()
    return found


def _whole(people: list[Person]) -> Heavy:
    """A worker carries out approved requests: journal, mentions, sweeps, rescan,
    letter and certificate included."""
    officer = new_officer(f"heavy-{people[0].pk}")
    asked = {p.pk: ask_for(officer, CaseKind.ERASURE, p).case_id for p in people}

    def carry_out(person: Person) -> None:
        execute_case(case_id=asked[person.pk])

    found = _measure("erasure, in whole", carry_out, people)
    closed = Case.objects.filter(pk__in=asked.values(), state=CaseState.CLOSED)
    if closed.count() != len(people):
        raise RuntimeError("a request was not carried out")
    return found


def _measure(name: str, work: Work, people: list[Person]) -> Heavy:
    """The first one warms."""
    taken = [_time(work, person) for person in people][1:]
    clock = sorted(wall for wall, _database, _statements in taken)
    database = sorted(spent for _wall, spent, _statements in taken)
    return Heavy(
        name=name,
        persons=len(taken),
        statements=taken[-1][2],
        p50=percentile(clock, 50),
        p95=percentile(clock, 95),
        database_p50=percentile(database, 50),
        database_p95=percentile(database, 95),
    )


def _time(work: Work, person: Person) -> tuple[float, float, int]:
    start = perf_counter()
    with watched() as watch:
        work(person)
    return (perf_counter() - start) * 1_000, watch.milliseconds, watch.statements


def _table(size: int, found: Iterable[Heavy]) -> str:
    head = f"one person with {ROWS} rows, register of {size} persons"
    load = " ".join(f"{part:.1f}" for part in os.getloadavg())
    lines = [
        f"{head} (load {load})",
        f"{'':24}{'p50':>9}{'p95':>9}{'db p50':>9}{'db p95':>9}{'statements':>12}",
    ]
    lines += [
        f"{one.name:24}{one.p50:9.1f}{one.p95:9.1f}"
        f"{one.database_p50:9.1f}{one.database_p95:9.1f}{one.statements:12}"
        for one in found
    ]
    return "\n".join(lines)


def _growth(small: list[Heavy], large: list[Heavy]) -> str:
    lines = [f"{'growth':24}{'p50':>9}{'db p50':>9}"]
    lines += [
        f"{before.name:24}{after.p50 / before.p50:9.2f}"
        f"{after.database_p50 / before.database_p50:9.2f}"
        for before, after in zip(small, large, strict=True)
    ]
    return "\n".join(lines)
