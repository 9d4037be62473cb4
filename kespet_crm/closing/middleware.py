"""While the register is closed, every address answers 503 and nothing is shown.

Live processes say that they live, administrators are told what to do, everybody else
is told to come back. Placed behind the languages and the log-in, before any view.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from privacy.restore.state import state_of_restore
from registry.seams import opening

from .entry import may_enter_closed

RETRY_AFTER = "300"
"""Seconds."""
MACHINES = ("/health/", "/metrics")
API = "/api/"
STAFF = "/admin/"

Answer = Callable[[HttpRequest], HttpResponse]


def closed_register(get_response: Answer) -> Answer:
    """The middleware."""

    def middleware(request: HttpRequest) -> HttpResponse:
        seen = opening.look()
        if seen.open or request.path.startswith(MACHINES):
            return get_response(request)
        response = _answer(request, seen.reason) or get_response(request)
        response.headers["Cache-Control"] = "no-store"
        return response

    return middleware


def _answer(request: HttpRequest, reason: str) -> HttpResponse | None:
    """None: the address goes on to its view (the log-in, and leaving)."""
    if request.path.startswith(API):
        return _turned_away(JsonResponse({"error": "closed", "reason": reason}))
    if not request.path.startswith(STAFF):
        return _page(request, "closed/public.html")
    if reason == "unknown":  # the database cannot be asked who this is
        return _page(request, "closed/public.html")
    return _answer_staff(request)


def _answer_staff(request: HttpRequest) -> HttpResponse | None:
    log_in, leave = reverse("admin:login"), reverse("admin:logout")
    user: Any = request.user
    if request.path == leave or (request.path == log_in and not user.is_authenticated):
        return None
    if not user.is_authenticated:
        return HttpResponseRedirect(log_in)
    if not may_enter_closed(user):
        return _staff_page(request, "closed/staff.html")
    if request.path == reverse("admin:language"):
        return None
    return _staff_page(request, "closed/administrator.html", state=state_of_restore())


def _staff_page(request: HttpRequest, template: str, **context: Any) -> HttpResponse:
    return _page(request, template, **admin.site.each_context(request), **context)


def _page(request: HttpRequest, template: str, **context: Any) -> HttpResponse:
    return _turned_away(render(request, template, context))


def _turned_away(response: HttpResponse) -> HttpResponse:
    response.status_code = 503
    response.headers["Retry-After"] = RETRY_AFTER
    return response
