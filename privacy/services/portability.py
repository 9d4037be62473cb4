"""Which data a kind of request carries (Art. 15, 20)."""

from __future__ import annotations

from privacy.models.case_choices import CaseKind
from registry.seams.personal_data import Origin


def origins_of(kind: str) -> tuple[Origin, ...] | None:
    """Portability carries what she gave and what we observed, no conclusions of ours;
    access carries everything (None)."""
    if kind == CaseKind.PORTABILITY:
        return (Origin.PROVIDED, Origin.OBSERVED)
    return None
