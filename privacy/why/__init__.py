"""«Why is this still here?»: each row's rule, evidence, end and what holds it."""

from .explain import Explainer, explain_person, explain_row, explain_row_everywhere
from .explained import (
    Blocker,
    BlockerKind,
    Evidence,
    Explained,
    HoldingExplained,
    OnTheDay,
    Outcome,
)
from .naming import SELECTED

__all__ = [
    "SELECTED",
    "Blocker",
    "BlockerKind",
    "Evidence",
    "Explained",
    "Explainer",
    "HoldingExplained",
    "OnTheDay",
    "Outcome",
    "explain_person",
    "explain_row",
    "explain_row_everywhere",
]
