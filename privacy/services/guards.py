"""What stands against erasing a person."""

from __future__ import annotations

from privacy.models import HeldRemainder, Restriction
from privacy.models.case_choices import CaseBlock
from registry.models import PersonGuard


def block_of(person_id: int) -> CaseBlock:
    """A restriction; NONE where nothing stands in the way.

    Under restriction nothing is erased: the person may need the data for claims
    (18(1)(c)), and the other grounds are to be decided first (C.15). What a legal hold
    or an open invoice keeps stops nothing: the plan leaves it out (privacy.matrix), and
    the restriction that follows from it ends with it."""
    if Restriction.objects.in_force().filter(person=person_id).exists():
        return CaseBlock.RESTRICTED
    guarded = PersonGuard.objects.filter(person_id=person_id, restricted=True).exists()
    if (
        guarded
        and not HeldRemainder.objects.of_persons().filter(person_id=person_id).exists()
    ):
        return CaseBlock.RESTRICTED
    return CaseBlock.NONE
