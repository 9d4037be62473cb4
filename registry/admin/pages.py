"""ModelAdmins whose pages are our own: permission, then one view function."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import URLPattern, path

from .base import BaseModelAdmin, redirect_sealed

Context = dict[str, Any]
ListView = Callable[[HttpRequest], Context]
PageView = Callable[[HttpRequest, int, Context], HttpResponseBase]


class PagesAdmin(BaseModelAdmin):
    """Adds pages under ``<key>/<name>/``, each behind a permission."""

    def context_of(self, request: HttpRequest, **more: Any) -> Context:
        """What every page of the admin's frame needs."""
        frame = self.admin_site.each_context(request)
        return {**frame, "opts": self.opts, "plain_title": True, "title": "", **more}

    def demand(self, request: HttpRequest, verb: str) -> None:
        """PermissionDenied without the permission ``<verb>_<model>``."""
        name = f"{self.opts.app_label}.{verb}_{self.opts.model_name}"
        if not request.user.has_perm(name):
            raise PermissionDenied

    def searched_list(
        self, request: HttpRequest, template: str, rows: ListView
    ) -> HttpResponse:
        """A list of our own; a search is posted to it and comes back sealed."""
        self.demand(request, "view")
        if request.method == "POST":
            return redirect_sealed(request, request.POST.get("posted_search", ""))
        context = self.context_of(request, **rows(request))
        return TemplateResponse(request, template, context)

    def page(self, name: str, view: PageView, *, verb: str) -> URLPattern:
        """One more page of an object."""

        def guarded(request: HttpRequest, key: int) -> HttpResponseBase:
            self.demand(request, verb)
            return view(request, key, self.context_of(request))

        pattern: URLPattern = path(
            f"<int:key>/{name}/",
            self.admin_site.admin_view(guarded),
            name=f"{self.opts.app_label}_{self.opts.model_name}_{name}",
        )
        return pattern
