"""The burst as a table for people and as JSON for machines."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from .bare import Measured
from .measuring import Burst


def print_burst(burst: Burst) -> str:
    """Persons a second, ratios, memory, pages."""
    lines = [
        f"{burst.persons:,} persons, {burst.due:,} due at once".replace(",", " "),
        f"{'plan':28}{burst.plan_seconds:9.1f} s",
        f"{'':28}{'persons/s':>11}{'seconds':>9}{'program':>9}{'session':>9}"
        f"{'persons/s computed':>20}",
    ]
    for name, measured in (
        ("bare statements", burst.bare),
        ("the run, one worker", burst.one),
        ("the run, two workers", burst.two),
    ):
        if measured:
            lines.append(_line(name, measured))
    lines += [f"{name:28}{ratio:9.2f}" for name, ratio in burst.goals.items()]
    if burst.memory:
        lines.append(
            f"{'worker, MiB':28}{burst.memory.early:9.1f} early"
            f"{burst.memory.late:9.1f} late, session {burst.memory.session:.1f}"
        )
    lines += [
        f"{f'{name}, p95 ms':28}{idle:9.1f} idle{burst.throttled.get(name, 0):9.1f} throttled"
        for name, idle in burst.idle.items()
    ]
    lines.append(f"{'tables that differ':28}  {', '.join(burst.differing) or 'none'}")
    return "\n".join(lines)


def _line(name: str, measured: Measured) -> str:
    return (
        f"{name:28}{measured.rate:11.0f}{measured.seconds:9.1f}"
        f"{measured.program_seconds:9.1f}{measured.session_seconds:9.1f}"
        f"{measured.computed_rate:20.0f}"
    )


def as_json(burst: Burst) -> dict[str, Any]:
    """Everything, with the ratios that the goals speak of."""
    rates = {
        name: measured.rate
        for name in ("bare", "one", "two")
        if (measured := getattr(burst, name))
    }
    return {"backlog": {**asdict(burst), "rates": rates, "goals": burst.goals}}


def write_json(path: Path, burst: Burst) -> None:
    """The file that --json names."""
    path.write_text(json.dumps(as_json(burst), indent=1) + "\n", encoding="utf-8")
