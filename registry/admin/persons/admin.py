"""Persons: list, page, add, edit."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern

from registry.admin.pages import PagesAdmin
from registry.admin.relationships import end_of_person
from registry.models import Person

from .editing import add_person, edit_person
from .listing import list_persons
from .page import get_person, page_context, timeline_context
from .parts import change_part
from .reveal import closed_page, is_closed, reveal_person


@admin.register(Person)
class PersonAdmin(PagesAdmin):
    """Our own pages; Django's change form would know neither versions nor sources."""

    def get_urls(self) -> list[URLPattern]:
        """Pages before Django's own, which take any path for a key."""
        return [
            self.page("edit", edit_person, verb="change"),
            self.page("part", change_part, verb="change"),
            self.page("end", end_of_person, verb="change"),
            self.page("reveal", reveal_person, verb="view_restricted"),
            *super().get_urls(),
        ]

    def changelist_view(
        self, request: HttpRequest, extra_context: Any = None
    ) -> HttpResponse:
        """The list; a search is posted to it."""
        return self.searched_list(request, "registry/person_list.html", list_persons)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: Any = None,
    ) -> HttpResponse:
        """The person's page. ``extra_context`` and bound forms on the request let
        another app answer a posted form on it."""
        self.demand(request, "view")
        person = get_person(request, object_id)
        if is_closed(request, person):
            return closed_page(request, person, self.context_of(request), None)
        if request.headers.get("X-Fragment") == "timeline":
            entries = timeline_context(request, "person", person.pk)
            return TemplateResponse(request, "registry/_timeline.html", entries)
        context = self.context_of(request, **page_context(request, person))
        status = (extra_context or {}).pop("status", 200)
        context |= extra_context or {}
        return TemplateResponse(
            request, "registry/person_page.html", context, status=status
        )

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """A new person with her source."""
        self.demand(request, "add")
        return add_person(request, self.context_of(request))
