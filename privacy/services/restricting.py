"""A request of restriction (Art. 18(1)): chosen, planned, carried out, told."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from privacy.exceptions import DecisionIncomplete
from privacy.models import Case, LetterKind, RestrictionChoice, RestrictionGround
from privacy.models.case_choices import CaseBlock, CaseKind, CaseState
from privacy.restricted_places import label_of_place
from registry.law.parameters import number
from registry.models import Person, Staff
from registry.seams.audit import record
from registry.seams.jobs import crash_point
from registry.services.restricted_fields import check_places

from .cases.closing import close_granted
from .cases.locking import lock_case, save_case
from .plan import live_plan
from .restriction_plan import choice_of
from .restrictions import open_restriction


@transaction.atomic
def choose_restriction(
    *,
    actor: Staff,
    case_id: int,
    expected_version: int,
    ground: str,
    reason: str,
    fields: Collection[str] = (),
) -> RestrictionChoice:
    """Say on which ground what is to be restricted; empty fields mean everything.

    DecisionIncomplete without a person, a ground or a reason; ValidationError for a
    field that is not hers.
    """
    case = lock_case(
        case_id=case_id, states=[CaseState.OPEN], expected_version=expected_version
    )
    if case.kind != CaseKind.RESTRICTION or case.person_id is None:
        raise DecisionIncomplete(_("Choose the person first."))
    if ground not in RestrictionGround.values:
        raise DecisionIncomplete(_("Choose one of the four grounds."))
    if not reason.strip():
        raise DecisionIncomplete(_("Give the reasons."))
    choice = RestrictionChoice(
        case=case,
        ground=ground,
        fields=check_places(person_id=case.person_id, places=fields),
        reason=reason.strip(),
        chosen_by=actor,
        chosen_at=timezone.now(),
    )
    choice.full_clean()
    choice.save()
    save_case(case)
    record(
        actor=actor,
        action="case.restriction_chosen",
        subjects=[("case", case.pk), ("person", case.person_id)],
        fields=["ground", "fields"],
    )
    return choice


def execute_restriction(*, case_id: int) -> None:
    """Open the restriction and close the request, in one transaction: killed before its
    end nothing has happened, after it everything has, the letter once."""
    _restrict(case_id)
    crash_point("restrict.after_commit")


@transaction.atomic
def _restrict(case_id: int) -> None:
    case = Case.objects.select_for_update().get(pk=case_id)
    if case.state != CaseState.APPROVED:
        return
    choice = choice_of(case)
    known = Person.objects.filter(pk=case.person_id or 0).exists()
    digest = live_plan(case, on=timezone.localdate()).digest if known else ""
    if choice is None or case.person_id is None or digest != case.plan_digest:
        _send_back(case)
        return
    crash_point("restrict.before_open")
    open_restriction(
        actor=case.decided_by,
        person_id=case.person_id,
        ground=choice.ground,
        reason=choice.reason,
        case_id=case.pk,
        fields=choice.fields,
    )
    crash_point("restrict.after_open")
    close_granted(case, letter=LetterKind.RESTRICTED, context=_words(case, choice))
    crash_point("restrict.before_commit")


def _send_back(case: Case) -> None:
    case.state = CaseState.OPEN
    case.block = CaseBlock.PLAN_CHANGED
    save_case(case)
    record(actor=None, action="case.stopped", subjects=[("case", case.pk)])


def _words(case: Case, choice: RestrictionChoice) -> dict[str, Any]:
    with override(case.language):
        return {
            "ground": str(choice.get_ground_display()),
            "fields": sorted({label_of_place(place) for place in choice.fields}),
            "since": timezone.localdate(),
            "days": number("restriction_lift_notice_days"),
        }
