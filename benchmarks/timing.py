"""Running something some times and telling its middle and its slow end."""

import gc
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, process_time
from typing import Final

from django.db import connection
from django.test.utils import CaptureQueriesContext

ROUNDS: Final = 30
_WARMING: Final = 5

Work = Callable[[], object]
Prepare = Callable[[int], Work]
"""Makes the work of the n-th round; only the work itself is timed and counted."""


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds: median and 95th percentile; queries of one round; and `cpu`, the
    median of what this process and its database session computed, which says most on
    a machine that has other work (0 where the system does not tell)."""

    p50: float
    p95: float
    queries: int = 0
    cpu: float = 0.0


def measure(prepare: Prepare) -> Times:
    """Warm up, time every round, then count the queries of one more round."""
    for turn in range(_WARMING):
        prepare(turn)()
    gc.collect()
    rounds = [_time(prepare(turn)) for turn in range(ROUNDS)]
    work = prepare(0)
    with CaptureQueriesContext(connection) as captured:
        work()
    taken = sorted(wall for wall, _cpu in rounds)
    return Times(
        p50=percentile(taken, 50),
        p95=percentile(taken, 95),
        queries=len(captured.captured_queries),
        cpu=percentile(sorted(cpu for _wall, cpu in rounds), 50),
    )


def _time(work: Work) -> tuple[float, float]:
    """Milliseconds by the clock, and computed."""
    computed, start = _computed(), perf_counter()
    work()
    return (perf_counter() - start) * 1_000, (_computed() - computed) * 1_000


def _computed() -> float:
    """Seconds that this process and its database session have computed so far."""
    session = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat")
    try:
        return process_time() + int(session.read_text().split()[0]) / 1e9
    except OSError:
        return 0.0


def percentile(ordered: list[float], share: int) -> float:
    """Of values in ascending order."""
    position = min(round(len(ordered) * share / 100), len(ordered) - 1)
    return round(ordered[position], 2)
