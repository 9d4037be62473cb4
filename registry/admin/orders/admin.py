"""Orders: list, page, drafts, next steps, invoice."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern

from registry.admin.pages import PagesAdmin
from registry.models import Order

from .editing import add_order, edit_order
from .listing import list_orders
from .page import get_order, invoice, move_on, show_order


@admin.register(Order)
class OrderAdmin(PagesAdmin):
    """Our own pages."""

    def get_urls(self) -> list[URLPattern]:
        """Pages before Django's own."""
        return [
            self.page("edit", edit_order, verb="change"),
            self.page("move", move_on, verb="change"),
            self.page("invoice", invoice, verb="change"),
            *super().get_urls(),
        ]

    def changelist_view(
        self, request: HttpRequest, extra_context: Any = None
    ) -> HttpResponse:
        """The list; a search is posted to it."""
        return self.searched_list(request, "registry/order_list.html", list_orders)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: Any = None,
    ) -> HttpResponse:
        """The order's page."""
        self.demand(request, "view")
        return show_order(request, get_order(object_id), self.context_of(request))

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """A new draft."""
        self.demand(request, "add")
        return add_order(request, self.context_of(request))
