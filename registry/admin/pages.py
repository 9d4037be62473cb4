"""ModelAdmins whose pages are our own: permission, then one view function."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path

from .base import BaseModelAdmin

Context = dict[str, Any]
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
