"""Carrying out an objection to marketing or a withdrawal: all there is left to do is to
make sure of it, and to tell the person."""

from __future__ import annotations

from django.db import transaction

from privacy.models import Case, LetterKind
from privacy.models.case_choices import CaseState
from privacy.services.cases.closing import close_granted
from privacy.services.cases.links import issue_case_link
from privacy.services.stops import people_of_stop, stop_for
from registry.seams.audit import record
from registry.seams.jobs import crash_point


def execute_stop(*, case_id: int) -> None:
    """Close the request with one letter. Killed anywhere and run again, the end is the
    same: before the commit nothing happened, after it the case is closed."""
    _stop(case_id)
    crash_point("stop.after_commit")


@transaction.atomic
def _stop(case_id: int) -> None:
    case = Case.objects.select_for_update().get(pk=case_id)
    if case.state != CaseState.APPROVED:
        return
    crash_point("stop.before_effect")
    people = people_of_stop(case)
    stop_for(case, people)
    crash_point("stop.after_effect")
    close_granted(
        case, letter=LetterKind.STOPPED, context={"link": issue_case_link(case)}
    )
    record(
        actor=None,
        action="case.granted",
        subjects=[("case", case.pk), *(("person", key) for key in sorted(people))],
    )
    crash_point("stop.before_commit")
