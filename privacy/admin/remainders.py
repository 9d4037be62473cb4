"""The list «still kept»: what erasures had to leave, why, and until when."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from privacy.matrix.words import act_of, labels_of
from privacy.models import Duty, HeldRemainder
from registry.admin.pages import PagesAdmin
from registry.desk.lists import Filter, apply_filters, page_by_key
from registry.desk.sealing import PARAMETER, open_text
from registry.desk.staff_of import staff_of
from registry.queries.counting import count_rows
from registry.seams.audit import record

from .retention_export import csv_response


@admin.register(HeldRemainder)
class HeldRemainderAdmin(PagesAdmin):
    """Read only: remainders open and complete themselves."""

    def get_urls(self) -> list[URLPattern]:
        """The file before Django's own pages."""
        return [
            path(
                "export/",
                self.admin_site.admin_view(self.export_view),
                name="privacy_heldremainder_export",
            ),
            *super().get_urls(),
        ]

    def changelist_view(
        self, request: HttpRequest, extra_context: Any = None
    ) -> HttpResponse:
        """The list; a reference of a request is searched by posting it."""
        return self.searched_list(request, "privacy/desk/remainder_list.html", _listed)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: Any = None,
    ) -> HttpResponse:
        """Its page is that of the request it comes from."""
        self.demand(request, "view")
        row = get_object_or_404(HeldRemainder, pk=object_id)
        if row.case_id is None:
            return HttpResponseRedirect(
                reverse("admin:privacy_heldremainder_changelist")
            )
        return HttpResponseRedirect(
            reverse("admin:privacy_case_change", args=[row.case_id])
        )

    def export_view(self, request: HttpRequest) -> HttpResponseBase:
        """The list as filtered, as CSV: references, no names."""
        self.demand(request, "view")
        rows = _chosen(request)[0].order_by("-opened_at", "-pk")
        record(actor=staff_of(request), action="remainder.exported")
        heads = [
            _("Request"),
            _("Why"),
            _("What"),
            _("Act"),
            _("Kept since"),
            _("Until"),
            _("Let go"),
        ]
        return csv_response(
            "sailytetaan-viela.csv", heads, [[_cells(row) for row in rows]]
        )

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Never by hand."""
        return False


def dress(row: Any, today: Any) -> Any:
    """Adds what the screens say of it."""
    row.labels, row.act = labels_of(row.holdings), act_of(row.duty)
    row.is_late = bool(row.completed_at is None and row.ends_on and row.ends_on < today)
    return row


def _listed(request: HttpRequest) -> dict[str, Any]:
    rows, filters, text = _chosen(request)
    page = page_by_key(request, rows, field="opened_at", newest_first=True)
    today = timezone.localdate()
    for row in page.rows:
        dress(row, today)
    return {
        "page": page,
        "filters": filters,
        "text": text,
        "sealed": request.GET.get(PARAMETER, "") if text else "",
        "count": count_rows(rows),
        "filtered": bool(text or any(one.value for one in filters)),
        "query": request.GET.urlencode(),
    }


def _chosen(request: HttpRequest) -> tuple[QuerySet[Any], Any, str]:
    text = open_text(request, request.GET.get(PARAMETER, ""))
    rows: QuerySet[Any] = HeldRemainder.objects.select_related("case")
    if text:
        rows = rows.filter(case__reference__iexact=text.strip())
    return *apply_filters(request, rows, FILTERS), text


def _of_state(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    is_open = value == "open"
    return rows.filter(completed_at__isnull=is_open)


FILTERS = (
    Filter(
        name="state",
        label=gettext_lazy("State"),
        choices=[
            ("open", gettext_lazy("Still kept")),
            ("gone", gettext_lazy("Let go")),
        ],
        apply=_of_state,
    ),
    Filter(
        name="duty",
        label=gettext_lazy("Why"),
        choices=[(duty.value, duty.label) for duty in Duty if duty is not Duty.PROOF],
        apply=lambda rows, value: rows.filter(duty=value),
    ),
)


def _cells(row: Any) -> list[str]:
    gone = timezone.localdate(row.completed_at) if row.completed_at else ""
    return [
        row.case.reference if row.case else "",
        str(row.get_duty_display()),
        str(labels_of(row.holdings)),
        str(act_of(row.duty)),
        str(timezone.localdate(row.opened_at)),
        str(row.ends_on or row.get_review_when_display()),
        str(gone),
    ]
