"""How many copies a person has had, and whether a fee would be allowed (Art. 15(3))."""

from __future__ import annotations

from privacy.models import Case
from privacy.models.case_choices import EXPORT_KINDS, CaseOutcome
from registry.law.access import CopyFee, copy_fee


def earlier_copies(case: Case) -> int:
    """Copies given to the case's person on requests received before this one."""
    if case.person_id is None or case.kind not in EXPORT_KINDS:
        return 0
    return Case.objects.filter(
        person_id=case.person_id,
        kind__in=EXPORT_KINDS,
        outcome=CaseOutcome.GRANTED,
        received_at__lt=case.received_at,
    ).count()


def fee_for(case: Case) -> CopyFee:
    """What the law says of a fee for this copy; the product asks none."""
    return copy_fee(earlier_copies(case) + 1)
