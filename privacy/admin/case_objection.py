"""The officer decides an objection, and opens the erasure that follows from it."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext as _

from privacy.models.case_choices import CaseOutcome
from privacy.objecting.decide import decide_objection_case
from privacy.objecting.follow import open_erasure_after
from privacy.services.objection_decisions import Choice, Choices
from registry.desk.staff_of import staff_of

from .case_actions import register_verb, verb


@verb
def weigh(request: HttpRequest, key: int) -> str:
    """What stops and what goes on, each with its grounds."""
    posted = request.POST
    case = decide_objection_case(
        actor=staff_of(request),
        case_id=key,
        expected_version=_number(posted.get("version")),
        plan_digest=posted.get("plan", ""),
        choices=choices_in(request),
    )
    if case.outcome == CaseOutcome.REFUSED:
        return _("The objection is overridden; the letter is on its way.")
    return _("The objection is decided; the letter is on its way.")


@verb
def erase_after(request: HttpRequest, key: int) -> str:
    """Open the erasure of data that is held for nothing else."""
    erasure = open_erasure_after(
        actor=staff_of(request),
        case_id=key,
        person_id=_number(request.POST.get("person")),
    )
    return _("The erasure %(reference)s is open: look at its plan.") % {
        "reference": erasure.reference
    }


def choices_in(request: HttpRequest) -> Choices:
    """What the page posted, by activity."""
    posted = request.POST
    keys = [name.removeprefix("decision_") for name in posted if "decision_" in name]
    return {
        int(key): Choice(
            decision=posted.get(f"decision_{key}", ""),
            ground=posted.get(f"ground_{key}", ""),
            grounds=posted.get(f"grounds_{key}", ""),
        )
        for key in keys
        if key.isdecimal()
    }


def _number(value: str | None) -> int:
    return int(value) if value and value.isdecimal() else 0


register_verb("weigh", weigh)
register_verb("erase_after", erase_after)
