"""Which requests a worker carries out, and which the officer does by hand."""

from __future__ import annotations

from privacy.models.case_choices import EXPORT_KINDS, CaseKind

CARRIED_OUT = frozenset({*EXPORT_KINDS, CaseKind.ERASURE})


def is_carried_out(kind: str) -> bool:
    """Whether approval starts a job; the others are closed when approved."""
    return kind in CARRIED_OUT
