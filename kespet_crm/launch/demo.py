"""Demo data: on the first start into an empty database, and never into a used one."""

from pathlib import Path

from .environment import Environment, demo_mark
from .preparing import run_manage

LOGINS = ("myynti", "markkinointi", "tietosuoja", "yllapito")
STARTED, DONE = "started", "done"


def prepare_demo(environment: Environment, *, wanted: bool, is_empty: bool) -> None:
    """Seed where that is due, and say in DEMO whether this is a demo.

    The mark says «started» until the seeding is through: a start that was interrupted
    goes on with it, for seed_demo is repeatable."""
    mark = demo_mark(environment.variables)
    state = mark.read_text() if mark.exists() else ""
    wanted = wanted and environment.variables.get("DEMO") not in {"0", "false", "False"}
    if not wanted or not (is_empty or state):
        environment.variables["DEMO"] = "0"
        return
    environment.variables["DEMO"] = "1"
    if state != DONE:
        _seed(environment, mark)


def is_settled(environment: Environment, *, wanted: bool) -> bool:
    """Whether an earlier start has written the demo data that is wanted, if it is."""
    mark = demo_mark(environment.variables)
    return not wanted or (mark.exists() and mark.read_text() == DONE)


def _seed(environment: Environment, mark: Path) -> None:
    mark.write_text(STARTED)
    run_manage(environment, "seed_demo")
    mark.write_text(DONE)
