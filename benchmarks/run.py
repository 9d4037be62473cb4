"""What bin/bench does, once Django is set up."""

import argparse
import sys
from pathlib import Path
from typing import Final

from .backlog.run import measure_backlog
from .faults.rights.run import measure_rights_faults
from .faults.run import measure_faults
from .heavy.run import measure_heavy
from .report import print_growth, print_run, write_json
from .sizes import measure_at, start_afresh

USAGE: Final = "Measure the product beside plain SQL, on a scratch database."
SMALLEST: Final = 10_000
MOST: Final = 1_000_000


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/bench", description=USAGE)
    parser.add_argument("--persons", type=int, default=100_000, metavar="N")
    parser.add_argument("--json", type=Path, metavar="FILE")
    parser.add_argument(
        "--backlog", action="store_true", help="a third of the register due at once"
    )
    parser.add_argument(
        "--heavy", action="store_true", help="one person with a thousand rows"
    )
    parser.add_argument(
        "--faults", type=int, metavar="N", help="kill N workers of each kind of work"
    )
    parser.add_argument(
        "--of", choices=("retention", "rights"), help="of this work only (--faults)"
    )
    arguments = parser.parse_args()
    if not 100 <= arguments.persons <= MOST:
        parser.error(f"--persons is from 100 to {MOST}")
    return arguments


def main() -> int:
    """Measure at ten thousand persons and at N, so that growth can be told."""
    arguments = read_arguments()
    if arguments.faults:
        return _faults(arguments)
    if arguments.heavy:
        return measure_heavy(arguments.persons, arguments.json)
    if arguments.backlog:
        return measure_backlog(arguments.persons, arguments.json)
    sizes = sorted({min(SMALLEST, arguments.persons), arguments.persons})
    start_afresh()
    runs = []
    for persons in sizes:
        runs.append(measure_at(persons))
        sys.stdout.write(f"\n{print_run(runs[-1])}\n")
        sys.stdout.flush()
    if len(runs) > 1:
        sys.stdout.write(f"\n{print_growth(runs)}\n")
    if arguments.json:
        write_json(arguments.json, runs)
    return 0


def _faults(arguments: argparse.Namespace) -> int:
    works = {"retention": measure_faults, "rights": measure_rights_faults}
    return max(
        measure(arguments.persons, arguments.faults)
        for name, measure in works.items()
        if arguments.of in (None, name)
    )
