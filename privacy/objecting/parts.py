"""Objections and stops on the pages of their cases."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from privacy.models import (
    AssessmentDecision,
    Case,
    Objection,
    ObjectionKind,
    OverridingGround,
)
from privacy.models.case_choices import AT_ONCE_KINDS, CaseKind, CaseState
from privacy.parts import Part, Place, case_part
from privacy.services.plan import live_plan
from privacy.services.stops import people_of_stop
from registry.models import Person

from .follow import FOLLOWED, erasures_after, people_to_erase
from .weighing import Weighing, weigh

Context = dict[str, Any]


@case_part(Place.MAIN, order=30)
def weighing_part(request: HttpRequest, case: Case) -> Part | None:
    """Each activity against its balancing test: to be decided, or as it was decided."""
    if case.kind != CaseKind.OBJECTION:
        return None
    objection = _objection_of(case)
    if objection is None:
        return Part("privacy/desk/_objection.html", {"waits_for_person": True})
    if objection.decided_at or case.state != CaseState.OPEN:
        return Part("privacy/desk/_objection_decided.html", _decided(objection))
    may_decide = request.user.has_perm("privacy.decide_case")
    today = timezone.localdate()
    concerned = weigh(objection.person_id or 0, on=today)
    context = {
        "case": case,
        "may_decide": may_decide,
        "lines": [_line(one, request) for one in concerned],
        "grounds": [choice for choice in OverridingGround.choices if choice[0]],
        "digest": live_plan(case, on=today).digest,
    }
    return Part("privacy/desk/_objection.html", context)


@case_part(Place.MAIN, order=31)
def stop_part(_request: HttpRequest, case: Case) -> Part | None:
    """What holds already, and for whom."""
    if case.kind not in AT_ONCE_KINDS or case.state == CaseState.UNCONFIRMED:
        return None
    if case.state == CaseState.OPEN:
        return None
    people = Person.objects.filter(pk__in=people_of_stop(case)).order_by("pk")
    return Part("privacy/desk/_stopped.html", {"case": case, "people": list(people)})


@case_part(Place.MAIN, order=32)
def erasure_part(request: HttpRequest, case: Case) -> Part | None:
    """Data held for nothing else is to be erased: one click, then a plan to approve."""
    if case.kind not in FOLLOWED or not case.is_closed:
        return None
    opened = erasures_after(case)
    people = Person.objects.filter(pk__in=people_to_erase(case)).order_by("pk")
    lines = [{"person": one, "erasure": opened.get(one.pk)} for one in people]
    if not lines:
        return None
    may_open = request.user.has_perm("privacy.decide_case")
    return Part(
        "privacy/desk/_erasure_follows.html",
        {"case": case, "lines": lines, "may_open": may_open},
    )


@case_part(Place.PUBLIC, order=20)
def for_the_person(_request: HttpRequest, case: Case) -> Part | None:
    """What already holds, in the same words whether we know the address or not."""
    if case.kind in AT_ONCE_KINDS and case.state != CaseState.UNCONFIRMED:
        return Part("privacy/request/_stopped.html", {"case": case})
    if case.kind != CaseKind.OBJECTION:
        return None
    objection = _objection_of(case)
    if objection is None:
        return None
    decided = _decided(objection) if case.is_closed else {}
    return Part("privacy/request/_objection.html", {"case": case, **decided})


def _objection_of(case: Case) -> Objection | None:
    return Objection.objects.filter(
        case_id=case.pk, kind=ObjectionKind.OWN_GROUNDS, person=case.person_id
    ).first()


def _line(one: Weighing, request: HttpRequest) -> Context:
    key = one.activity.pk
    return {
        "weighing": one,
        "key": key,
        "decision": request.POST.get(f"decision_{key}", _preset(one)),
        "ground": request.POST.get(f"ground_{key}", ""),
        "grounds": request.POST.get(f"grounds_{key}", ""),
    }


def _preset(one: Weighing) -> str:
    """Chosen where there is no choice."""
    return "" if one.may_override else str(AssessmentDecision.UPHELD)


def _decided(objection: Objection) -> Context:
    rows = objection.assessments.select_related("activity", "balancing_test")
    return {
        "objection": objection,
        "rows": rows.order_by("activity__slug"),
        "by_default": objection.decided_at and objection.decided_by_id is None,
    }
