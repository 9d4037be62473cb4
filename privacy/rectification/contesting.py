"""Contested accuracy restricts what is contested until it is decided (18(1)(a))."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import override

from privacy.models import Case, Lifting, Restriction, RestrictionGround
from privacy.models.case_choices import CaseKind, CaseState
from privacy.services.liftings import begin_lifting
from privacy.services.restrictions import open_restriction


def contest_accuracy(case: Case) -> None:
    """Restrict, once the person has shown who she is: never on the word of somebody who
    only reads a shared mailbox. Once a case, however often identity is shown."""
    if case.kind != CaseKind.RECTIFICATION or case.person_id is None:
        return
    if (
        case.identity_shown_at is None
        or Restriction.objects.filter(case_id=case.pk).exists()
    ):
        return
    with override(case.language):
        reason = _("The person contests the accuracy, request %(reference)s.")
        words = reason % {"reference": case.reference}
    open_restriction(
        actor=None,
        person_id=case.person_id,
        ground=RestrictionGround.ACCURACY,
        reason=words,
        case_id=case.pk,
    )


def end_contest(case: Case) -> None:
    """Begin the lifting of what this request opened; by the human who decided it."""
    with override(case.language):
        reason = _("The accuracy has been decided, request %(reference)s.")
        words = reason % {"reference": case.reference}
    begin_lifting(actor=case.decided_by, reason=words, case_id=case.pk)


def end_decided_contests() -> int:
    """Begin the liftings of requests that were refused, withdrawn or closed; how many.
    Any number of times: a lifting that has begun is not begun again."""
    begun = Lifting.objects.standing().values("restriction")
    open_ones = Restriction.objects.in_force().filter(ground=RestrictionGround.ACCURACY)
    waiting = open_ones.exclude(pk__in=begun).values("case_id")
    done = Case.objects.filter(
        pk__in=waiting, kind=CaseKind.RECTIFICATION, state=CaseState.CLOSED
    )
    for case in done:
        end_contest(case)
    return len(done)
