"""Companies: list, page, add, edit."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern

from registry.admin.pages import PagesAdmin
from registry.admin.persons.page import timeline_context
from registry.admin.relationships import end_of_company
from registry.models import Company

from .editing import add_company, change_company_part, edit_company
from .listing import list_companies
from .page import company_context, get_company


@admin.register(Company)
class CompanyAdmin(PagesAdmin):
    """Our own pages."""

    def get_urls(self) -> list[URLPattern]:
        """Pages before Django's own."""
        return [
            self.page("edit", edit_company, verb="change"),
            self.page("part", change_company_part, verb="change"),
            self.page("end", end_of_company, verb="change"),
            *super().get_urls(),
        ]

    def changelist_view(
        self, request: HttpRequest, extra_context: Any = None
    ) -> HttpResponse:
        """The list; a search is posted to it."""
        return self.searched_list(request, "registry/company_list.html", list_companies)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: Any = None,
    ) -> HttpResponse:
        """The company's page."""
        self.demand(request, "view")
        company = get_company(object_id)
        if request.headers.get("X-Fragment") == "timeline":
            entries = timeline_context(request, "company", company.pk)
            return TemplateResponse(request, "registry/_timeline.html", entries)
        context = self.context_of(request, **company_context(request, company))
        status = (extra_context or {}).pop("status", 200)
        context |= extra_context or {}
        return TemplateResponse(
            request, "registry/company_page.html", context, status=status
        )

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """A new company."""
        self.demand(request, "add")
        return add_company(request, self.context_of(request))
