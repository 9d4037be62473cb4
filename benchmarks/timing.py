"""Running something some times and telling its middle and its slow end."""

import gc
from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter
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
    """Milliseconds: median, 95th percentile and best; queries of one round. The best
    says most on a machine that has other work."""

    p50: float
    p95: float
    queries: int = 0
    best: float = 0.0


def measure(prepare: Prepare) -> Times:
    """Warm up, time every round, then count the queries of one more round."""
    for turn in range(_WARMING):
        prepare(turn)()
    gc.collect()
    taken = sorted(_time(prepare(turn)) for turn in range(ROUNDS))
    work = prepare(0)
    with CaptureQueriesContext(connection) as captured:
        work()
    return Times(
        p50=_percentile(taken, 50),
        p95=_percentile(taken, 95),
        queries=len(captured.captured_queries),
        best=round(taken[0], 2),
    )


def _time(work: Work) -> float:
    start = perf_counter()
    work()
    return (perf_counter() - start) * 1_000


def _percentile(ordered: list[float], share: int) -> float:
    position = min(round(len(ordered) * share / 100), len(ordered) - 1)
    return round(ordered[position], 2)
