"""Taking a request down: sales and marketing too, for no form is required of anybody."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from privacy.controller import controller
from privacy.models import Case, LetterKind
from privacy.models.case_choices import AT_ONCE_KINDS
from registry.desk.staff_of import staff_of
from registry.models import AuditEntry, AuditSubject, Person

from .case_form import RegisterForm

Context = dict[str, Any]
TAKEN = "case.registered"


def take_page(request: HttpRequest, frame: Context) -> HttpResponse:
    """The form; what was typed stays where something is missing or to be chosen."""
    actor = staff_of(request)
    form = RegisterForm(request.POST or None, actor=actor, initial=_initial(request))
    if request.method == "POST" and form.is_valid():
        case: Case = form.register(actor)
        if request.user.has_perm("privacy.view_case"):
            return redirect("admin:privacy_case_change", case.pk)
        return redirect("admin:privacy_case_taken", case.pk)
    status = 422 if request.method == "POST" else 200
    context = {**frame, "form": form, "may_list": _may_read(request)}
    return render(request, "privacy/desk/case_add.html", context, status=status)


def taken_page(request: HttpRequest, key: int, frame: Context) -> HttpResponse:
    """Reference, last day and receipt of one's own taking; nobody else's."""
    case = get_object_or_404(Case, pk=key)
    if not _may_read(request) and not _took(request, case):
        raise PermissionDenied
    receipt = case.letters.filter(kind=LetterKind.RECEIPT).order_by("pk").first()
    visible = Person.objects.visible_to(staff_of(request))
    context = {
        **frame,
        "case": case,
        "at_once": case.kind in AT_ONCE_KINDS,
        "receipt": receipt,
        "on_paper": receipt is not None and receipt.mail_id is None,
        "person": visible.filter(pk=case.person_id or 0).first(),
        "sender": controller(),
    }
    return render(request, "privacy/desk/case_taken.html", context)


def _initial(request: HttpRequest) -> Context:
    """The person whose page the link stands on, by her key."""
    asked = request.GET.get("person", "")
    if not asked.isdecimal() or len(asked) > 18:
        return {}
    visible = Person.objects.visible_to(staff_of(request))
    person = visible.filter(pk=int(asked)).first()
    if person is None:
        return {}
    return {"person": person.reference, "language": person.language}


def _may_read(request: HttpRequest) -> bool:
    return request.user.has_perm("privacy.view_case")


def _took(request: HttpRequest, case: Case) -> bool:
    keys = AuditSubject.objects.filter(kind="case", subject_id=case.pk)
    taken = AuditEntry.objects.filter(
        pk__in=keys.values("entry_id"), at__gte=case.created_at - timedelta(minutes=1)
    )
    return taken.filter(action=TAKEN, actor_id=staff_of(request).pk).exists()
