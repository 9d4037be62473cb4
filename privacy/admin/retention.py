"""Runs of retention under the admin's addresses: what was due, what waits, what comes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from privacy.exceptions import PrivacyError
from privacy.models import RetentionRun
from privacy.retention.nightly import start_preview, start_run
from registry.admin.base import redirect_sealed
from registry.admin.pages import PagesAdmin
from registry.desk.staff_of import staff_of

from .case_pages import demand
from .retention_decide import approve_page, cancel_page
from .retention_export import export_lines
from .retention_forecast import refresh_view
from .retention_hold import hold_page
from .retention_lines import lines_page
from .retention_overview import overview_page
from .retention_runs import receipt_file, run_page
from .retention_upcoming import export_upcoming, upcoming_page


@admin.register(RetentionRun)
class RetentionRunAdmin(PagesAdmin):
    """The overview, one page a run, its lines, and what comes."""

    def changelist_view(
        self, request: HttpRequest, extra_context: Any = None
    ) -> HttpResponse:
        """The overview."""
        self.demand(request, "view")
        return overview_page(request, self.context_of(request))

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: Any = None,
    ) -> HttpResponse:
        """One run."""
        self.demand(request, "view")
        return run_page(request, object_id, self.context_of(request))

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Runs are started by the buttons of the overview."""
        return False

    def get_urls(self) -> list[URLPattern]:
        """Pages before Django's own, which take any path for a key."""
        return [
            self.page("lines", searched(lines_page), verb="view"),
            self.page("export", export_lines, verb="view"),
            self.page("hold", hold_page, verb="view"),
            self.page("cancel", cancel_page, verb="view"),
            self.page("receipt", receipt_file, verb="view"),
            self._address("<int:key>/approve/<slug:slug>/", "approve", self._approve),
            self._address("upcoming/", "upcoming", self._upcoming),
            self._address("upcoming/export/", "upcoming_export", self._export),
            self._address("start/", "start", start_view),
            self._address("forecast/", "forecast", refresh_view),
            *super().get_urls(),
        ]

    def _address(self, where: str, name: str, view: Any) -> URLPattern:
        guarded = self.admin_site.admin_view(view)
        pattern: URLPattern = path(where, guarded, name=f"privacy_retentionrun_{name}")
        return pattern

    def _approve(self, request: HttpRequest, key: int, slug: str) -> HttpResponse:
        return approve_page(request, key, slug, self.context_of(request))

    def _upcoming(self, request: HttpRequest) -> HttpResponse:
        self.demand(request, "view")
        if request.method == "POST":
            return redirect_sealed(request, request.POST.get("posted_search", ""))
        return upcoming_page(request, self.context_of(request))

    def _export(self, request: HttpRequest) -> HttpResponseBase:
        self.demand(request, "view")
        return export_upcoming(request, self.context_of(request))


def searched(page: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The list, with a posted search sealed first."""

    def view(request: HttpRequest, key: int, frame: dict[str, Any]) -> HttpResponse:
        if request.method == "POST":
            return redirect_sealed(request, request.POST.get("posted_search", ""))
        return page(request, key, frame)

    return view


@require_POST
def start_view(request: HttpRequest) -> HttpResponse:
    """Start a dry run as of a day, or a run as of today."""
    demand(request, "privacy.run_retention")
    try:
        run = _start(request)
    except PrivacyError as error:
        messages.error(request, str(error.message))
        return redirect("admin:privacy_retentionrun_changelist")
    return redirect("admin:privacy_retentionrun_change", run.pk)


def _start(request: HttpRequest) -> RetentionRun:
    actor = staff_of(request)
    if "dry" not in request.POST:
        return start_run(as_of=timezone.localdate(), actor=actor)
    try:
        as_of = date.fromisoformat(request.POST.get("as_of", ""))
    except ValueError:
        raise PrivacyError(_("Write the day as YYYY-MM-DD.")) from None
    return start_preview(as_of=as_of, actor=actor)
