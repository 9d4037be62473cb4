"""The one way in which a person's data goes on request: whole, or around what stays."""

from __future__ import annotations

from privacy.matrix.plan import ErasurePlan
from registry.seams.personal_data import OutcomeLine, erase, erase_partly


def carry_out(plan: ErasurePlan) -> list[OutcomeLine]:
    """Erase as planned, in the caller's transaction; what was done."""
    if not plan.is_partial:
        return erase([plan.person_id], on=plan.on)
    return erase_partly(plan.person_id, staying=plan.staying, on=plan.on)
