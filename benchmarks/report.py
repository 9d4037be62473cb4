"""The table for people and the JSON for machines."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from .loading import Rate
from .tasks import Result
from .timing import Times


@dataclass
class Run:
    """Everything measured at one size."""

    persons: int
    fill_seconds: float
    results: list[Result] = field(default_factory=list)
    rates: list[Rate] = field(default_factory=list)

    def times(self) -> dict[str, Times]:
        return {result.name: result.product for result in self.results}


def growth(small: Run, large: Run) -> dict[str, tuple[float, float]]:
    """How many times longer each task takes at the larger size: median and computed."""
    before, after = small.times(), large.times()
    return {
        name: (
            round(after[name].p50 / max(times.p50, 0.01), 2),
            round(after[name].cpu / max(times.cpu, 0.01), 2),
        )
        for name, times in before.items()
        if name in after
    }


def print_run(run: Run) -> str:
    """One size as a table; times in milliseconds."""
    lines = [
        f"{run.persons:,} persons (filled in {run.fill_seconds:.0f} s)".replace(
            ",", " "
        ),
        f"{'':28}{'p50':>8}{'p95':>8}{'cpu':>8}{'queries':>9}"
        f"{'SQL p50':>9}{'SQL p95':>9}{'ratio':>8}",
    ]
    lines += [
        f"{r.name:28}{r.product.p50:8.1f}{r.product.p95:8.1f}{r.product.cpu:8.1f}"
        f"{r.product.queries:9}"
        f"{r.plain.p50:9.2f}{r.plain.p95:9.2f}{r.ratio:8.1f}"
        for r in run.results
    ]
    lines += [
        f"{r.name:28}{r.product:8.0f} rows/s of {r.rows}"
        + (f"; COPY {r.copy:.0f} rows/s; {r.ratio} times" if r.copy else "")
        for r in run.rates
    ]
    return "\n".join(lines)


def print_growth(runs: Sequence[Run]) -> str:
    """The larger size against the smallest; 1.0 is flat."""
    small, large = runs[0], runs[-1]
    lines = [
        f"{f'growth from {small.persons} to {large.persons}':28}{'p50':>8}{'cpu':>8}"
    ]
    lines += [
        f"{name:28}{median:8.2f}{cpu:8.2f}"
        for name, (median, cpu) in growth(small, large).items()
    ]
    return "\n".join(lines)


def as_json(runs: Sequence[Run]) -> dict[str, Any]:
    """Milliseconds, rows a second, and growth from the smallest to the largest."""
    return {
        "runs": [
            {
                **asdict(run),
                "ratios": {r.name: r.ratio for r in run.results},
            }
            for run in runs
        ],
        "growth": growth(runs[0], runs[-1]) if len(runs) > 1 else {},
    }


def write_json(path: Path, runs: Sequence[Run]) -> None:
    """The file that --json names."""
    path.write_text(json.dumps(as_json(runs), indent=1) + "\n", encoding="utf-8")
