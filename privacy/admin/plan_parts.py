"""What an erasure's duties add to the pages of a case, and what may be done there."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from privacy.exceptions import PrivacyError
from privacy.matrix.plan import outcome_of_case, plan_of_case
from privacy.matrix.words import act_of, decision_of, labels_of
from privacy.models import Case, HeldRemainder
from privacy.models.case_choices import CaseKind, CaseState
from privacy.parts import Part, Place, case_part
from privacy.services.cases import agree_to_case, send_case_back
from privacy.services.plan import live_plan
from privacy.services.plan_changes import change_line, take_change_back
from privacy.services.proposals import is_proposed, open_proposed_erasure
from registry.desk.staff_of import staff_of

from .case_actions import register_verb, verb, version_of


@case_part(Place.NOTICE, order=30)
def proposal(request: HttpRequest, case: Case) -> Part | None:
    """Held for marketing only, and it has ended: the law wants erasure (17(1))."""
    if not is_proposed(case):
        return None
    may = request.user.has_perm("privacy.decide_case")
    return Part(
        "privacy/desk/_erasure_proposed.html", {"case": case, "may_decide": may}
    )


@case_part(Place.NOTICE, order=20)
def second(request: HttpRequest, case: Case) -> Part | None:
    """Waits for a second person: agree to exactly this plan, or send it back."""
    if case.state != CaseState.SECOND:
        return None
    live = live_plan(case, on=timezone.localdate())
    return Part(
        "privacy/desk/_second.html",
        {
            "case": case,
            "changed": live.digest != case.plan_digest,
            "may_decide": request.user.has_perm("privacy.decide_case"),
            "is_first": case.decided_by_id == request.user.pk,
        },
    )


@case_part(Place.MAIN, order=20)
def outcome(_request: HttpRequest, case: Case) -> Part | None:
    """What the law decides on these facts."""
    if case.kind != CaseKind.ERASURE or case.is_closed or case.person_id is None:
        return None
    today = timezone.localdate()
    plan = plan_of_case(case, on=today)
    if plan is None:
        return None
    found = outcome_of_case(case, on=today)
    duties = [
        {"duty": duty.label, "act": act_of(duty), "labels": labels_of(keys)}
        for duty in plan.duties()
        if (keys := plan.holdings_of(duty))
    ]
    return Part(
        "privacy/desk/_erasure_outcome.html",
        {
            "decision": decision_of(found.decision),
            "outcome": found,
            "duties": duties,
            "refused_by": case.second_reason if case.block == "second_no" else "",
            "is_partial": plan.is_partial,
        },
    )


@case_part(Place.SIDE, order=30)
def still_kept(_request: HttpRequest, case: Case) -> Part | None:
    """What is still kept after the erasure, for the officer."""
    return _kept("privacy/desk/_still_kept.html", case)


@case_part(Place.PUBLIC, order=30)
def still_kept_of_mine(_request: HttpRequest, case: Case) -> Part | None:
    """The same for the person, on her own page."""
    return _kept("privacy/request/_still_kept.html", case)


def _kept(template: str, case: Case) -> Part | None:
    if case.kind != CaseKind.ERASURE or not case.is_closed:
        return None
    rows: list[dict[str, Any]] = [
        {"row": row, "labels": labels_of(row.holdings), "act": act_of(row.duty)}
        for row in HeldRemainder.objects.filter(case=case).order_by("pk")
    ]
    return Part(template, {"rows": rows}) if rows else None


@verb
def change(request: HttpRequest, key: int) -> str:
    """Take the lawful alternative of a line."""
    change_line(
        actor=staff_of(request),
        case_id=key,
        holding=request.POST.get("holding", ""),
        reason=request.POST.get("change_reason", ""),
        ground=request.POST.get("change_ground", ""),
        until=_day(request.POST.get("change_until", "")),
    )
    return _("The plan is changed.")


@verb
def unchange(request: HttpRequest, key: int) -> str:
    """Back to what the law proposes."""
    wanted = request.POST.get("change", "")
    take_change_back(
        actor=staff_of(request),
        case_id=key,
        change_id=int(wanted) if wanted.isdecimal() else 0,
    )
    return _("The plan is again as the law proposes.")


@verb
def agree(request: HttpRequest, key: int) -> str:
    """As the second person."""
    agree_to_case(
        actor=staff_of(request),
        case_id=key,
        expected_version=version_of(request),
        plan_digest=request.POST.get("plan", ""),
    )
    return _("The request is approved.")


@verb
def back(request: HttpRequest, key: int) -> str:
    """Not like this: to be decided anew."""
    send_case_back(
        actor=staff_of(request),
        case_id=key,
        expected_version=version_of(request),
        reason=request.POST.get("back_reason", ""),
    )
    return _("The request is open again.")


@verb
def propose(request: HttpRequest, key: int) -> str:
    """Open the erasure that follows from an objection or a withdrawal."""
    made = open_proposed_erasure(actor=staff_of(request), case_id=key)
    return _("Request %(reference)s for erasure is open.") % {
        "reference": made.reference
    }


def _day(text: str) -> Any:
    try:
        return parse_date(text)
    except ValueError as error:
        raise PrivacyError(_("Enter a valid date.")) from error


register_verb("change_line", change)
register_verb("unchange_line", unchange)
register_verb("agree", agree)
register_verb("send_back", back)
register_verb("erase_too", propose)
