"""What stands against erasing a person."""

from __future__ import annotations

from privacy.models.case_choices import CaseBlock
from registry.models import PersonGuard


def block_of(person_id: int) -> CaseBlock:
    """A legal hold, or a restriction; NONE where nothing stands in the way.

    Under restriction nothing is erased: the person may need the data for claims
    (18(1)(c)), and the other grounds are to be decided first (C.15).
    """
    guard = PersonGuard.objects.filter(person_id=person_id).first()
    if guard is None:
        return CaseBlock.NONE
    if guard.held:
        return CaseBlock.HELD
    return CaseBlock.RESTRICTED if guard.restricted else CaseBlock.NONE
