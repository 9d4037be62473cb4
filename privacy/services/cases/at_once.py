"""What holds from the moment of confirmation, before anybody decides anything."""

from __future__ import annotations

from collections.abc import Sequence

from privacy.models import Case
from privacy.models.case_choices import AT_ONCE_KINDS, CaseKind, CaseState
from privacy.services.objections import begin_objection
from privacy.services.plan import digest_of
from privacy.services.stops import stop_for
from registry.models import Staff
from registry.seams.jobs import enqueue_job

from .locking import save_case
from .shown import tell_identity_shown

JOB = "case.execute"


def take_effect_at_once(
    case: Case, person_ids: Sequence[int], *, actor: Staff | None = None
) -> bool:
    """Call whenever a confirmed, open, locked case learns whom it is about. Whether a
    worker answers the person next, with nobody's decision.

    An objection to direct marketing (Art. 21(3)) and a withdrawal of consent (7(3))
    hold for everyone who uses the address: control of it is proof enough (C.7). An
    objection on own grounds restricts the processing of the one who showed who she is
    (Art. 18(1)(d)), and so does contested accuracy (Art. 18(1)(a)).
    """
    if case.state != CaseState.OPEN:
        return False
    if case.kind in AT_ONCE_KINDS:
        return _stop_at_once(case, person_ids, actor)
    if case.kind == CaseKind.OBJECTION and case.person_id and case.identity_shown_at:
        begin_objection(case, actor=actor)
    tell_identity_shown(case)
    return False


def _stop_at_once(case: Case, person_ids: Sequence[int], actor: Staff | None) -> bool:
    """Now, and then a worker closes the case: nothing is decided against her."""
    if not person_ids and not case.email:
        return False
    stop_for(case, person_ids, actor=actor)
    case.state = CaseState.APPROVED
    case.plan_digest = digest_of(case.kind, [], [])
    save_case(case)
    enqueue_job(kind=JOB, payload={"case": case.pk})
    return True
