"""The person's own page of her case: progress, download, withdrawal, certificate."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from privacy.access.download import PackageGone, take_package
from privacy.exceptions import CaseStateError
from privacy.models import Case, Certificate, CertificateState
from privacy.models.case_choices import CaseState
from privacy.parts import Place, parts_of
from privacy.services.cases import case_of_link, withdraw_case

from .private import private_page
from .rate_limit import may_try_link

CaseView = Callable[[HttpRequest, Case, str], HttpResponseBase]


def of_case(view: CaseView) -> Callable[..., HttpResponseBase]:
    """Give the view the case behind the link; one page for every wrong link."""

    @private_page
    @wraps(view)
    def wrapped(request: HttpRequest, token: str, **_: Any) -> HttpResponseBase:
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
    context = {
        "case": case,
        "token": token,
        "steps": steps_of(case),
        "days_left": case.days_left(timezone.localdate()),
        "package": case.packages.available(timezone.now()).first(),
        "certificate": Certificate.objects.filter(case=case).first(),
        "may_withdraw": case.state == CaseState.OPEN,
        "parts": parts_of(request, case, Place.PUBLIC),
    }
    return render(request, "privacy/request/case.html", context)


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


@require_POST
@of_case
def withdraw(_request: HttpRequest, case: Case, token: str) -> HttpResponse:
    """Take the request back; the page shows where it stands if it was too late."""
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
