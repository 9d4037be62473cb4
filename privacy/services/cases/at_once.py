"""Rights that need no decision: they hold from the moment of confirmation."""

from __future__ import annotations

from collections.abc import Sequence

from privacy.models import Case
from privacy.models.case_choices import CaseKind
from registry.seams import gate


def take_effect_at_once(case: Case, person_ids: Sequence[int]) -> None:
    """Objection to direct marketing (Art. 21(3)) and withdrawal of consent (7(3)).

    Everyone who uses the address is covered: control of it is proof enough (C.7).
    """
    for person_id in person_ids:
        if case.kind == CaseKind.MARKETING_OBJECTION:
            gate.record_objection(
                person_id=person_id, actor=None, source=f"case {case.reference}"
            )
        elif case.kind == CaseKind.CONSENT_WITHDRAWAL:
            gate.withdraw_consent(
                person_id=person_id, actor=None, source=f"case {case.reference}"
            )
