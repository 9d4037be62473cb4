"""Whether an objection on own grounds may be overridden, and what follows (Art. 21(1))."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

Refusal = Literal[
    "direct_marketing",
    "no_balancing_test",
    "no_compelling_ground",
    "no_written_grounds",
    "no_named_human",
]

COMPELLING: Final = frozenset({"claims", "security", "abuse", "others"})
"""Grounds that may override. An interest of the controller alone, a commercial one
above all, is not among them (P48)."""


@dataclass(frozen=True, slots=True)
class Override:
    """Whether processing may go on in spite of the objection; why not, otherwise."""

    allowed: bool
    refused_because: Refusal | None = None


def judge_override(
    *,
    direct_marketing: bool,
    balancing_test_in_force: bool,
    ground: str,
    written_grounds: str,
    decided_by_human: bool,
) -> Override:
    """Art. 21(1), 21(3), 22. What cannot be shown by a balancing test in force is not
    shown; direct marketing is never weighed."""
    checks: tuple[tuple[bool, Refusal], ...] = (
        (not direct_marketing, "direct_marketing"),
        (balancing_test_in_force, "no_balancing_test"),
        (ground in COMPELLING, "no_compelling_ground"),
        (bool(written_grounds.strip()), "no_written_grounds"),
        (decided_by_human, "no_named_human"),
    )
    for holds, refusal in checks:
        if not holds:
            return Override(allowed=False, refused_because=refusal)
    return Override(allowed=True)


def is_upheld_by_default(*, legal_due: date, on: date) -> bool:
    """What nobody has decided by the last lawful day is granted the day after: the
    burden of showing overriding grounds is ours (Art. 21(1), 12(3))."""
    return on > legal_due
