"""«Why is this still here?»: each row's rule, evidence, end and what holds it."""

from .explain import explain_person, explain_row, explain_row_everywhere
from .explained import (
    Blocker,
    BlockerKind,
    Evidence,
    Explained,
    HoldingExplained,
    OnTheDay,
    Outcome,
)

__all__ = [
    "Blocker",
    "BlockerKind",
    "Evidence",
    "Explained",
    "HoldingExplained",
    "OnTheDay",
    "Outcome",
    "explain_person",
    "explain_row",
    "explain_row_everywhere",
]
