"""Restrictions: the list, one page each, and what may be done with them."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path

from privacy.models import Restriction
from registry.admin.pages import PagesAdmin

from . import restriction_pages as pages
from .restriction_listing import export_restrictions, list_restrictions


@admin.register(Restriction)
class RestrictionAdmin(PagesAdmin):
    """Our own pages: a restriction is opened, told of and lifted, never edited."""

    def get_urls(self) -> list[URLPattern]:
        """Pages before Django's own."""
        return [
            path(
                "export/",
                self.admin_site.admin_view(self.export_view),
                name="privacy_restriction_export",
            ),
            self.page("begin", pages.begin, verb="change"),
            self.page("announce", pages.announce, verb="change"),
            self.page("calloff", pages.calloff, verb="change"),
            self.page("lift", pages.lift, verb="change"),
            *super().get_urls(),
        ]

    def changelist_view(
        self, request: HttpRequest, extra_context: Any = None
    ) -> HttpResponse:
        """The list; a search is posted to it."""
        template = "privacy/desk/restriction_list.html"
        return self.searched_list(request, template, list_restrictions)

    def export_view(self, request: HttpRequest) -> HttpResponseBase:
        """The list as filtered, as CSV."""
        self.demand(request, "view")
        return export_restrictions(request)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: Any = None,
    ) -> HttpResponse:
        """One restriction."""
        self.demand(request, "view")
        row = pages.get_restriction(object_id)
        return pages.show_restriction(request, row, self.context_of(request))

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """A new restriction."""
        self.demand(request, "add")
        return pages.add_restriction(request, self.context_of(request))
