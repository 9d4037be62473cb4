"""The pages of imports under the admin's own addresses."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path

from registry.admin.base import BaseModelAdmin
from registry.models import ImportRun

from . import pages

Context = dict[str, Any]
RunPage = Callable[[HttpRequest, ImportRun, Context], HttpResponse]


@admin.register(ImportRun)
class ImportRunAdmin(BaseModelAdmin):
    """List and report for all who may view imports; the rest needs import_people."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Importing is one permission."""
        return request.user.has_perm("registry.import_people")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Who imports also sees what became of it."""
        may_import = self.has_add_permission(request)
        return may_import or super().has_view_permission(request, obj)

    def changelist_view(
        self, request: HttpRequest, extra_context: Any = None
    ) -> HttpResponse:
        """Recent imports, newest first."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return pages.list_page(request, self._context(request))

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Step one: the file."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        return pages.upload_page(request, self._context(request))

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: Any = None,
    ) -> HttpResponse:
        """The step at which the import stands."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        run = get_object_or_404(ImportRun, pk=int(object_id))
        return pages.run_page(request, run, self._context(request))

    def get_urls(self) -> list[URLPattern]:
        """The steps of one import, before Django's own addresses."""
        return [
            self._step("preview", pages.preview_page),
            self._step("start", pages.start),
            self._step("cancel", pages.cancel),
            self._step("refused.csv", pages.refused_csv),
            self._step("refused.xlsx", pages.refused_xlsx),
            *super().get_urls(),
        ]

    def _step(self, name: str, page: RunPage) -> URLPattern:
        @wraps(page)
        def guarded(request: HttpRequest, key: int) -> HttpResponse:
            if not self.has_add_permission(request):
                raise PermissionDenied
            run = get_object_or_404(ImportRun, pk=key)
            return page(request, run, self._context(request))

        address = f"<int:key>/{name}"
        url_name = f"registry_importrun_{name.replace('.', '_')}"
        step: URLPattern = path(
            address, self.admin_site.admin_view(guarded), name=url_name
        )
        return step

    def _context(self, request: HttpRequest) -> Context:
        frame = self.admin_site.each_context(request)
        may_import = self.has_add_permission(request)
        return {**frame, "opts": self.opts, "title": "", "may_import": may_import}
