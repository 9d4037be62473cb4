"""Asking: the form, the page that thanks, and the link in the mail."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from privacy.exceptions import CaseStateError
from privacy.models import Case
from privacy.models.case_choices import CaseKind
from privacy.services.cases import (
    confirm_case,
    deny_request,
    peek_confirmation,
    peek_proof,
    prove_identity,
    receive_request,
)
from registry.seams.tokens import TokenError

from .private import private_page
from .rate_limit import may_ask, may_mail, may_try_link
from .request_form import RequestForm


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """The form. Whoever sends it gets the same answer, known or unknown. Whoever floods
    somebody's address cannot keep her from asking: the request is stored all the same,
    and its mail leaves when the address has had fewer (decision 0051)."""
    if request.method != "POST":
        initial = {"kind": request.GET.get("kind", "")}
        return _show_form(request, RequestForm(initial=initial))
    form = RequestForm(request.POST)
    if not form.is_valid():
        return _show_form(request, form, status=422)
    if not may_ask(request, hasty=form.is_hasty):
        return _show_form(request, form, status=429)
    if not form.is_trapped:
        receive_request(
            mail_now=may_mail(form.cleaned_data["email"]),
            kind=CaseKind(form.cleaned_data["kind"]),
            email=form.cleaned_data["email"],
            name=form.cleaned_data["name"],
            details=form.cleaned_data["details"],
            language=get_language() or "fi",
        )
    return redirect("privacy:request_sent")


@private_page
@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """What happens next: one page for everybody."""
    return render(request, "privacy/request/sent.html")


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Mail scanners open links: only the button uses this one up."""
    if not may_try_link(request):
        return render(request, "429.html", status=429)
    if request.method != "POST":
        return _show_button(request, token)
    try:
        confirmed = confirm_case(token)
    except (TokenError, CaseStateError, Case.DoesNotExist):
        return _show_old_link(request)
    return redirect("privacy:request_case", token=confirmed.token)


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def identity(request: HttpRequest, token: str) -> HttpResponse:
    """At her own address: is the request hers? Only a button uses the link up."""
    if not may_try_link(request):
        return render(request, "429.html", status=429)
    try:
        if request.method != "POST":
            context = {"case": peek_proof(token)}
            return render(request, "privacy/request/identity.html", context)
        return _take_answer(request, token)
    except (TokenError, CaseStateError, Case.DoesNotExist):
        return _show_old_link(request)


def _take_answer(request: HttpRequest, token: str) -> HttpResponse:
    if request.POST.get("answer") == "yes":
        return redirect("privacy:request_case", token=prove_identity(token).token)
    if request.POST.get("answer") == "no":
        deny_request(token)
        return render(request, "privacy/request/denied.html")
    return redirect("privacy:request_identity", token=token)


def _show_form(
    request: HttpRequest, form: RequestForm, *, status: int = 200
) -> HttpResponse:
    context = {"form": form, "too_many": status == 429}
    return render(request, "privacy/request/form.html", context, status=status)


def _show_button(request: HttpRequest, token: str) -> HttpResponse:
    try:
        case = peek_confirmation(token)
    except Case.DoesNotExist:
        return _show_old_link(request)
    return render(request, "privacy/request/confirm.html", {"case": case})


def _show_old_link(request: HttpRequest) -> HttpResponse:
    return render(request, "privacy/request/old_link.html", status=404)
