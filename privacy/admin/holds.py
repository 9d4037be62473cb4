"""Legal holds: the list, one page a hold, and what may be done with it."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path

from privacy.models import LegalHold
from registry.admin.pages import PagesAdmin

from .hold_listing import export_holds, list_holds
from .hold_pages import add_hold, get_hold, release, review, show_hold


@admin.register(LegalHold)
class LegalHoldAdmin(PagesAdmin):
    """Our own pages: a hold is placed, reviewed and released, never edited."""

    def get_urls(self) -> list[URLPattern]:
        """Pages before Django's own."""
        return [
            path(
                "export/",
                self.admin_site.admin_view(self.export_view),
                name="privacy_legalhold_export",
            ),
            self.page("review", review, verb="change"),
            self.page("release", release, verb="change"),
            *super().get_urls(),
        ]

    def changelist_view(
        self, request: HttpRequest, extra_context: Any = None
    ) -> HttpResponse:
        """The list; a search is posted to it."""
        return self.searched_list(request, "privacy/desk/hold_list.html", list_holds)

    def export_view(self, request: HttpRequest) -> HttpResponseBase:
        """The list as filtered, as CSV."""
        self.demand(request, "view")
        return export_holds(request)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: Any = None,
    ) -> HttpResponse:
        """One hold."""
        self.demand(request, "view")
        return show_hold(request, get_hold(object_id), self.context_of(request))

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """A new hold."""
        self.demand(request, "add")
        return add_hold(request, self.context_of(request))
