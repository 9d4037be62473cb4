"""The officer's pages: the queue and one case."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from privacy.access.copies import fee_for
from privacy.models import Case, Certificate, MentionChoice
from privacy.models.case_choices import (
    CaseBlock,
    CaseKind,
    CaseState,
    IdentityMethod,
    RefusalGround,
)
from privacy.parts import Place, parts_of
from privacy.services.execute import is_carried_out
from privacy.services.guards import block_of
from privacy.services.mentions import excerpts_of, note_mentions
from privacy.services.plan import live_plan
from privacy.services.preview import field_label, label_of
from privacy.services.traces import traces_of_case
from registry.desk.staff_of import staff_of
from registry.law.parameters import number
from registry.models import AuditEntry, AuditSubject, Person
from registry.seams.audit import record

from .plan_table import plan_context

PAGE_SIZE = 50
UNNOTED = (IdentityMethod.NONE, IdentityMethod.CODE)
"""Never chosen by hand: the single-use link notes by itself that it was used."""

Context = dict[str, Any]


def demand(request: HttpRequest, permission: str) -> None:
    """PermissionDenied without it."""
    if not request.user.has_perm(permission):
        raise PermissionDenied


def case_page(
    request: HttpRequest,
    key: str | int,
    frame: Context,
    *,
    typed: Context | None = None,
    status: int = 200,
) -> HttpResponse:
    """One case with its plan as it is now. ``typed``: what must not be lost."""
    case = Case.objects.filter(pk=key).first() if str(key).isdecimal() else None
    if case is None:
        raise Http404
    today = timezone.localdate()
    is_open = case.state == CaseState.OPEN
    if is_open and case.kind == CaseKind.ERASURE:
        note_mentions(case, on=today)
    plan = live_plan(case, on=today) if not case.is_closed else None
    stored = case.plans.order_by("-pk").first()
    lines = plan.lines if plan else stored.lines if stored else []
    context = {
        **frame,
        "case": case,
        "days": case.days_left(today),
        "warning_days": number("dsr_warning_days"),
        "person": Person.objects.filter(pk=case.person_id or 0).first(),
        "holders": _holders(case),
        "fee": fee_for(case),
        "plan": plan,
        **plan_context(case, lines, is_open=is_open),
        "mentions": _mentions(case) if is_open else [],
        "is_open": is_open,
        "may_decide": is_open and request.user.has_perm("privacy.decide_case"),
        "is_carried_out": is_carried_out(case.kind),
        "guard": _guard_words(case),
        "grounds": RefusalGround.choices,
        "methods": [m for m in IdentityMethod.choices if m[0] not in UNNOTED],
        "package": case.packages.order_by("-pk").first(),
        "certificate": Certificate.objects.filter(case=case).first(),
        "history": _history(case),
        "typed": typed or {},
        "parts": parts_of(request, case, Place.NOTICE, Place.MAIN, Place.SIDE),
    }
    _record_view(request, case)
    return render(request, "privacy/desk/case.html", context, status=status)


def _holders(case: Case) -> list[Person]:
    keys = case.candidates.values("person_id")
    return list(Person.objects.filter(pk__in=keys).order_by("pk"))


def _mentions(case: Case) -> list[Context]:
    traces = traces_of_case(case)
    return [
        {
            "review": review,
            "where": label_of(review.holding_key),
            "field": field_label(review.holding_key, review.field),
            "excerpts": list(excerpts_of(review, traces)),
            "open": review.choice == MentionChoice.OPEN,
        }
        for review in case.mentions.order_by("choice", "pk")
    ]


def _guard_words(case: Case) -> str:
    if case.kind != CaseKind.ERASURE or case.person_id is None or case.is_closed:
        return ""
    block = block_of(case.person_id)
    return str(CaseBlock(block).label) if block else ""


def _history(case: Case) -> list[AuditEntry]:
    found = AuditSubject.objects.filter(kind="case", subject_id=case.pk)
    keys = list(found.order_by("-at").values_list("entry_id", flat=True)[:100])
    entries = AuditEntry.objects.filter(pk__in=keys).exclude(action="case.viewed")
    return list(entries.order_by("at", "pk"))


def _record_view(request: HttpRequest, case: Case) -> None:
    subjects = [("case", case.pk)]
    if case.person_id:
        subjects.append(("person", case.person_id))
    record(
        actor=staff_of(request),
        action="case.viewed",
        subjects=subjects,
        purpose="rights",
    )
