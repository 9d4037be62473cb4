"""Each measurement of the burst, one after the other, each in a clone of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any, Final

from django.utils import timezone

from benchmarks.subjects import choose_subjects
from privacy.models import RetentionRun
from privacy.retention.run import plan_run

from .bare import Measured, due_keys, erase_bare
from .clones import clone_of
from .same_rows import Fingerprint, differences, fingerprints
from .staff_pages import Browser, measure_pages, web_process
from .telling import say
from .workers import let_go, run_to_the_end, workers

NAME: Final = "journal.jsonl"
ROUNDS: Final = 100
PAUSE_MS: Final = 2_000
"""Rest of the throttled worker between two batches of at most 0.7 seconds: about a
quarter of one core."""


@dataclass
class Memory:
    """MiB: the most that the worker had held after a tenth of the work, and at the
    end; and its database session at the end."""

    early: float
    late: float
    session: float


@dataclass
class Burst:
    """Everything measured. ``differing`` names tables that the product and the bare
    statements did not leave the same."""

    persons: int
    due: int = 0
    plan_seconds: float = 0.0
    one: Measured | None = None
    two: Measured | None = None
    bare: Measured | None = None
    memory: Memory | None = None
    differing: list[str] = field(default_factory=list)
    idle: dict[str, float] = field(default_factory=dict)
    throttled: dict[str, float] = field(default_factory=dict)

    @property
    def goals(self) -> dict[str, float]:
        """What the issue asks, as ratios: against bare SQL, two against one, pages."""
        one, two, bare = self.one, self.two, self.bare
        if not (one and two and bare):
            return {}
        return {
            "one_to_bare": _ratio(one.rate, bare.rate),
            "one_to_bare_computed": _ratio(one.computed_rate, bare.computed_rate),
            "two_to_one": _ratio(two.rate, one.rate),
            **{
                f"throttled_{name}": _ratio(self.throttled[name], idle)
                for name, idle in self.idle.items()
                if name in self.throttled
            },
        }


def _ratio(one: float, other: float) -> float:
    return round(one / max(other, 0.001), 2)


def measure_burst(base: str, persons: int) -> Burst:
    """All of it; the machine should have nothing else to do."""
    burst = Burst(persons)
    with clone_of(base):
        before = fingerprints()
        say("bare statements erase in batches of 1 000")
        burst.bare = erase_bare()
        wanted = fingerprints()
    with clone_of(base), _planned(burst) as run:
        say("one worker carries the run out")
        burst.one, told = _carry_out(run, 1, burst.due)
        burst.memory = _memory(told[0])
        burst.differing = _compare(before, wanted)
    with clone_of(base), _planned(burst) as run:
        say("two workers carry the run out")
        burst.two, _told = _carry_out(run, 2, burst.due)
    with clone_of(base), _planned(burst) as run:
        _measure_staff(burst, run)
    return burst


def _compare(
    before: dict[str, Fingerprint], wanted: dict[str, Fingerprint]
) -> list[str]:
    """First that there was something to erase, then that both erased the same."""
    assert before != wanted, "nothing was erased"  # noqa: S101 -- a proof, not a check
    found = differences(wanted, fingerprints())
    say(f"differing tables: {', '.join(found) or 'none'}")
    return found


@contextmanager
def _planned(burst: Burst) -> Iterator[int]:
    """A run with its plan; the plan is measured each time, the quickest counts."""
    say("planning")
    start = perf_counter()
    run = plan_run(as_of=timezone.localdate())
    taken = perf_counter() - start
    burst.plan_seconds = min(burst.plan_seconds or taken, taken)
    burst.due = sum(RetentionRun.objects.get(pk=run.pk).counts.values())
    say(f"planned {burst.due} lines in {taken:.1f} s")
    yield run.pk


def _carry_out(
    run: int, count: int, persons: int
) -> tuple[Measured, list[dict[str, Any]]]:
    with (
        TemporaryDirectory() as folder,
        workers(count, run, Path(folder) / NAME) as started,
    ):
        seconds, told = run_to_the_end(started)
    measured = Measured(
        persons,
        seconds,
        sum(t["program_seconds"] for t in told),
        sum(t["session_seconds"] for t in told),
    )
    state = RetentionRun.objects.get(pk=run)
    say(f"{measured.rate} persons/s; the run is {state.state}")
    return measured, told


def _memory(told: dict[str, Any]) -> Memory:
    return Memory(told["early_mib"], told["late_mib"], told["session_mib"])


def _measure_staff(burst: Burst, run: int) -> None:
    """Pages idle, then beside a throttled worker; it need not come to its end."""
    gone = set(due_keys())
    subjects = [s for s in choose_subjects() if s.pk not in gone]
    with TemporaryDirectory() as folder, web_process(Path(folder) / NAME) as port:
        browser = Browser(port)
        say("pages of staff, warming")
        measure_pages(browser, subjects, 10)
        say("pages of staff, idle")
        burst.idle = measure_pages(browser, subjects, ROUNDS)
        RetentionRun.objects.filter(pk=run).update(pause_ms=PAUSE_MS)
        with workers(1, run, Path(folder) / NAME) as started:
            let_go(started)
            say("pages of staff beside a throttled worker")
            burst.throttled = measure_pages(
                browser, subjects, ROUNDS, lambda: started[0].poll() is None
            )
