"""The officer's part of a request of restriction, and the restrictions of any request."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext as _

from privacy.exceptions import DecisionIncomplete
from privacy.models import Case, Restriction, RestrictionGround
from privacy.models.case_choices import CaseKind, CaseState
from privacy.parts import Part, Place, case_part
from privacy.restricted_places import label_of_place, places_of
from privacy.services.restricting import choose_restriction
from privacy.services.restriction_plan import choice_of
from privacy.services.restriction_state import states_of
from registry.desk.staff_of import staff_of
from registry.models import Person
from registry.services.restricted_use import is_restricted, may_look

from .case_actions import register_verb, verb


@case_part(Place.MAIN, order=30)
def choosing(request: HttpRequest, case: Case) -> Part | None:
    """Ground, fields and reason; the values for those who decide only."""
    if case.kind != CaseKind.RESTRICTION or case.person_id is None:
        return None
    chosen = choice_of(case)
    open_to_choose = case.state == CaseState.OPEN and request.user.has_perm(
        "privacy.decide_case"
    )
    if not open_to_choose and chosen is None:
        return None
    typed = request.POST if request.method == "POST" else {}
    return Part(
        "privacy/desk/_restriction_choice.html",
        {
            "case": case,
            "chosen": chosen,
            "chosen_fields": [label_of_place(p) for p in chosen.fields]
            if chosen
            else [],
            "open": open_to_choose,
            "grounds": RestrictionGround.choices,
            "places": _places(request, case.person_id) if open_to_choose else [],
            "ticked": _ticked(request, chosen.fields if chosen else []),
            "ground": typed.get("ground", chosen.ground if chosen else ""),
            "reason": typed.get("restriction_reason", chosen.reason if chosen else ""),
        },
    )


@case_part(Place.SIDE, order=40)
def opened(_request: HttpRequest, case: Case) -> Part | None:
    """The restrictions that this request opened, and how far their lifting is."""
    if case.kind not in (
        CaseKind.RESTRICTION,
        CaseKind.RECTIFICATION,
        CaseKind.OBJECTION,
    ):
        return None
    found = list(Restriction.objects.filter(case_id=case.pk).order_by("pk"))
    if not found:
        return None
    return Part("privacy/desk/_case_restrictions.html", {"rows": states_of(found)})


@verb
def restriction(request: HttpRequest, key: int) -> str:
    """What is to be restricted, and why."""
    version = request.POST.get("version", "")
    whole = request.POST.get("extent") != "fields"
    choose_restriction(
        actor=staff_of(request),
        case_id=key,
        expected_version=int(version) if version.isdecimal() else 0,
        ground=request.POST.get("ground", ""),
        reason=request.POST.get("restriction_reason", ""),
        fields=() if whole else _some(request),
    )
    return _("Chosen. The plan below shows what is restricted.")


register_verb("restriction", restriction)


def _some(request: HttpRequest) -> list[str]:
    places = request.POST.getlist("places")
    if not places:
        raise DecisionIncomplete(_("Choose at least one field, or the whole person."))
    return places


def _ticked(request: HttpRequest, chosen: list[str]) -> list[str]:
    return request.POST.getlist("places") if request.method == "POST" else chosen


def _places(request: HttpRequest, person_id: int) -> list[dict[str, str]]:
    """Values only where they are not restricted already, or were revealed."""
    person = Person.objects.filter(pk=person_id).first()
    if person is None:
        return []
    hidden = is_restricted(person_id) and not may_look(
        actor=staff_of(request), person_id=person_id
    )
    return [
        {"place": p.place, "label": p.label, "value": "" if hidden else p.value}
        for p in places_of(person)
    ]
