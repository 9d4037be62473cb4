"""The staff's admin site."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, path
from unfold.sites import UnfoldAdminSite

from privacy.compliance.automated import automated_page
from privacy.compliance.page import compliance_page
from privacy.why import pages as why
from registry.desk.search import search_page
from registry.desk.start import start_page
from registry.seams import opening

from .closing.entry import StaffLoginForm
from .language import choose_language


class KespetAdminSite(UnfoldAdminSite):
    """One site for all staff; permissions decide who sees what."""

    login_form = StaffLoginForm

    def index(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """The start page: what matters today."""
        return start_page(request, self.each_context(request))

    def search(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """The one search box; posted, so that nothing typed stands in an address."""
        return search_page(request, self.each_context(request))

    def compliance(self, request: HttpRequest) -> HttpResponse:
        """The data protection officer's landing page."""
        return compliance_page(request, self.each_context(request))

    def automated(self, request: HttpRequest) -> HttpResponse:
        """Rules that decide anything about people (Art. 22)."""
        return automated_page(request, self.each_context(request))

    def why(self, view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        """A page «Why is this still here?» within this site's frame."""

        def page(request: HttpRequest, **key: Any) -> HttpResponse:
            return view(request, **key, context=self.each_context(request))

        return cast("Callable[..., HttpResponse]", self.admin_view(page))

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        """Not offered: it would put names into addresses (see search)."""
        raise Http404

    def app_index(
        self, request: HttpRequest, app_label: str, extra_context: Any = None
    ) -> HttpResponse:
        """Not offered: the sidebar is the list of what there is."""
        raise Http404

    def get_app_list(
        self, request: HttpRequest, app_label: str | None = None
    ) -> list[dict[str, Any]]:
        """Empty but for an app's own page: the sidebar needs no list of all models."""
        return super().get_app_list(request, app_label) if app_label else []

    def extra_urls(self) -> list[URLPattern | URLResolver]:
        """Addresses besides those of the models."""
        return [
            path("language/", self.admin_view(choose_language), name="language"),
            path("compliance/", self.admin_view(self.compliance), name="compliance"),
            path("automated/", self.admin_view(self.automated), name="automated_rules"),
            path("why/person/<int:key>/", self.why(why.person_page), name="why_person"),
            path(
                "why/company/<int:key>/", self.why(why.company_page), name="why_company"
            ),
            path("why/order/<int:key>/", self.why(why.order_page), name="why_order"),
            path(
                "why/row/<slug:holding>/<int:key>/",
                self.why(why.row_page),
                name="why_row",
            ),
        ]

    def login(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """Never cached, so that going back after logging out shows nothing."""
        context = {**(extra_context or {}), "is_closed": not opening.is_open()}
        response = super().login(request, context)
        response["Cache-Control"] = "no-store"
        return response
