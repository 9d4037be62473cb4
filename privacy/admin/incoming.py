"""Incoming mail: what was not understood waits here for the officer."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern

from privacy.models import IncomingMail
from registry.admin.pages import PagesAdmin

from .incoming_pages import list_mail, show_mail, sort_it


@admin.register(IncomingMail)
class IncomingMailAdmin(PagesAdmin):
    """Our own pages: a mail is sorted, never edited; none is written here."""

    def get_urls(self) -> list[URLPattern]:
        """Pages before Django's own."""
        return [self.page("sort", sort_it, verb="change"), *super().get_urls()]

    def changelist_view(
        self, request: HttpRequest, extra_context: Any = None
    ) -> HttpResponse:
        """The list; a search is posted to it."""
        return self.searched_list(request, "privacy/desk/incoming_list.html", list_mail)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: Any = None,
    ) -> HttpResponse:
        """One mail."""
        self.demand(request, "view")
        return show_mail(request, object_id, self.context_of(request))

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Mail comes by receive_mail."""
        return False
