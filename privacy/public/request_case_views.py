"""The person's own page of her case: progress, messages, download, withdrawal,
certificate."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from privacy.access.download import PackageGone, take_package
from privacy.exceptions import CaseStateError
from privacy.models import Case, Certificate, CertificateState
from privacy.models.case_choices import CaseState
from privacy.parts import Place, parts_of
from privacy.services.cases import add_case_message, case_of_link, withdraw_case

from .private import private_page
from .rate_limit import may_try_link, may_write
from .request_progress import MessageForm, progress_of

CaseView = Callable[[HttpRequest, Case, str], HttpResponseBase]


def of_case(view: CaseView) -> Callable[..., HttpResponseBase]:
    """Give the view the case behind the link; one page for every wrong link."""

    @private_page
    @wraps(view)
    def wrapped(request: HttpRequest, token: str, **_more: Any) -> HttpResponseBase:
        if not may_try_link(request):
            return render(request, "429.html", status=429)
        try:
            case = case_of_link(token)
        except Case.DoesNotExist:
            return render(request, "privacy/request/old_link.html", status=404)
        return view(request, case, token)

    return wrapped


@require_safe
@of_case
def show_case(request: HttpRequest, case: Case, token: str) -> HttpResponse:
    """Where the request stands."""
    return case_response(request, case, token)


@require_POST
@of_case
def write(request: HttpRequest, case: Case, token: str) -> HttpResponse:
    """A message of hers; what she typed stays in its field when it is not taken."""
    form = MessageForm(request.POST)
    if not form.is_valid():
        return case_response(request, case, token, form=form, status=422)
    if not may_write(case.pk):
        return case_response(request, case, token, form=form, status=429)
    add_case_message(case=case, from_person=True, text=form.cleaned_data["message"])
    messages.success(request, _("Your message has reached us."))
    return redirect("privacy:request_case", token=token)


def case_response(
    request: HttpRequest,
    case: Case,
    token: str,
    *,
    form: MessageForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page, also where something posted on it was refused."""
    context = {
        "case": case,
        "token": token,
        "steps": steps_of(case),
        "package": case.packages.available(timezone.now()).first(),
        "certificate": Certificate.objects.filter(case=case).first(),
        "may_withdraw": case.state in (CaseState.OPEN, CaseState.SECOND),
        "parts": parts_of(request, case, Place.PUBLIC),
        "message_form": form or MessageForm(),
        "too_many": status == 429,
        **progress_of(case, today=timezone.localdate()),
    }
    return render(request, "privacy/request/case.html", context, status=status)


@require_POST
@of_case
def download(_request: HttpRequest, case: Case, token: str) -> HttpResponseBase:
    """The ZIP; each download counts."""
    try:
        package = take_package(case_id=case.pk)
    except PackageGone:
        return redirect("privacy:request_case", token=token)
    return FileResponse(
        package.path.open("rb"),
        as_attachment=True,
        filename=f"{case.reference}.zip",
        content_type="application/zip",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@of_case
def withdraw(request: HttpRequest, case: Case, token: str) -> HttpResponse:
    """Take the request back, after a page that says what it means; her own page shows
    where the request stands if it was too late."""
    if request.method != "POST":
        context = {
            "case": case,
            "token": token,
            "may_withdraw": case.state == CaseState.OPEN,
        }
        return render(request, "privacy/request/withdraw.html", context)
    with suppress(CaseStateError):
        withdraw_case(case_id=case.pk)
    return redirect("privacy:request_case", token=token)


@require_safe
@of_case
def certificate(_request: HttpRequest, case: Case, token: str) -> HttpResponse:
    """The signed certificate, once final."""
    found = Certificate.objects.filter(case=case, state=CertificateState.FINAL).first()
    if found is None:
        return redirect("privacy:request_case", token=token)
    return certificate_response(found)


def certificate_response(found: Certificate) -> HttpResponse:
    """The document as a file that ``verify_certificate`` reads."""
    body = json.dumps(found.document, ensure_ascii=False, indent=2, sort_keys=True)
    response = HttpResponse(body, content_type="application/json; charset=utf-8")
    name = f"{found.case.reference}-certificate.json"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def steps_of(case: Case) -> list[dict[str, Any]]:
    """The way of a request, for the reader: received, confirmed, decided, done."""
    done = {
        "received": True,
        "confirmed": case.confirmed_at is not None,
        "decided": case.decided_at is not None or case.state == CaseState.CLOSED,
        "closed": case.state == CaseState.CLOSED,
    }
    current = next((name for name, is_done in done.items() if not is_done), "")
    return [
        {"name": name, "done": is_done, "current": name == current}
        for name, is_done in done.items()
    ]
