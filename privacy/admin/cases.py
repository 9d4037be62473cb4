"""The queue of data subject requests."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path

from privacy.models import Case
from registry.admin.pages import PagesAdmin

from . import case_actions, case_pages, voucher_notes
from .case_listing import export_cases, list_cases
from .case_taking import take_page, taken_page


@admin.register(Case)
class CaseAdmin(PagesAdmin):
    """Own pages behind Django's names; the rows change by services only."""

    def changelist_view(
        self, request: HttpRequest, extra_context: Any = None
    ) -> HttpResponse:
        """The queue, what is due first on top; a search is posted to it."""
        return self.searched_list(request, "privacy/desk/case_list.html", list_cases)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: Any = None,
    ) -> HttpResponse:
        """One case."""
        case_pages.demand(request, "privacy.view_case")
        return case_pages.case_page(request, object_id, self.frame(request))

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """A request that came by phone, letter, at a fair or in person."""
        case_pages.demand(request, "privacy.take_case")
        return take_page(request, self.frame(request))

    def taken_view(self, request: HttpRequest, key: int) -> HttpResponse:
        """What to tell the person, and her receipt to print; for whoever took it."""
        case_pages.demand(request, "privacy.take_case")
        return taken_page(request, key, self.frame(request))

    def get_urls(self) -> list[URLPattern]:
        """Verbs of a case, each posted."""
        verbs = [
            path(
                f"<int:key>/{name}/",
                self.admin_site.admin_view(self._verb(view)),
                name=f"privacy_case_{name}",
            )
            for name, view in case_actions.VERBS.items()
        ]
        export = path(
            "export/",
            self.admin_site.admin_view(self.export_view),
            name="privacy_case_export",
        )
        taken = path(
            "<int:key>/taken/",
            self.admin_site.admin_view(self.taken_view),
            name="privacy_case_taken",
        )
        settle_note = path(
            "voucher-note/<int:key>/settle/",
            self.admin_site.admin_view(voucher_notes.settle),
            name="privacy_voucher_note_settle",
        )
        return [export, taken, *verbs, settle_note, *super().get_urls()]

    def export_view(self, request: HttpRequest) -> HttpResponseBase:
        """The list as filtered, as CSV."""
        case_pages.demand(request, "registry.export_person")
        case_pages.demand(request, "privacy.view_case")
        return export_cases(request)

    def frame(self, request: HttpRequest) -> dict[str, Any]:
        """What every page of the admin's frame needs."""
        return self.context_of(request)

    def _verb(self, view: case_actions.Verb) -> Any:
        def guarded(request: HttpRequest, key: int) -> HttpResponse:
            case_pages.demand(request, "privacy.decide_case")
            return view(request, key, self.frame(request))

        return guarded
