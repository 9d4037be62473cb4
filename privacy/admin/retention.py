"""Runs of retention: what was due, what was done, what will be due."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _

from privacy.exceptions import PrivacyError
from privacy.models import RetentionRun
from privacy.retention.nightly import start_preview, start_run
from registry.admin.base import BaseModelAdmin
from registry.desk.staff_of import staff_of
from registry.law.parameters import number
from registry.seams.jobs import Job

from .case_pages import demand

SHOWN = 50


@admin.register(RetentionRun)
class RetentionRunAdmin(BaseModelAdmin):
    """A list, one page a run, and two buttons."""

    def changelist_view(
        self, request: HttpRequest, extra_context: Any = None
    ) -> HttpResponse:
        """The newest runs, and the form of a dry run."""
        demand(request, "privacy.view_retentionrun")
        runs = RetentionRun.objects.order_by("-pk")[:SHOWN]
        context = {
            **self._frame(request),
            "runs": runs,
            "today": timezone.localdate(),
            "years": number("notice_retention_years"),
            "months": number("relationship_inactivity_months"),
            "may_run": request.user.has_perm("privacy.run_retention"),
        }
        return render(request, "privacy/desk/retention_list.html", context)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: Any = None,
    ) -> HttpResponse:
        """One run, with its progress while it lasts."""
        demand(request, "privacy.view_retentionrun")
        run = get_object_or_404(RetentionRun, pk=_key(object_id))
        job = Job.objects.filter(
            kind__startswith="retention.", payload__run=run.pk
        ).order_by("-pk")
        context = {
            **self._frame(request),
            "run": run,
            "job": job.first(),
            "waiting": run.in_case,
            "by_rule": sorted(run.counts.items()),
            "rows": sorted(run.rows_by_holding.items()),
            "is_over": run.is_over,
        }
        return render(request, "privacy/desk/retention_run.html", context)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Runs are started by the buttons of the list."""
        return False

    def get_urls(self) -> list[URLPattern]:
        """The two buttons."""
        return [
            path(
                "start/",
                self.admin_site.admin_view(self.start_view),
                name="privacy_retentionrun_start",
            ),
            *super().get_urls(),
        ]

    def start_view(self, request: HttpRequest) -> HttpResponse:
        """Start a dry run as of a day, or a run as of today."""
        demand(request, "privacy.run_retention")
        if request.method != "POST":
            raise Http404
        try:
            run = _start(request)
        except PrivacyError as error:
            messages.error(request, error.message)
            return redirect("admin:privacy_retentionrun_changelist")
        return redirect("admin:privacy_retentionrun_change", run.pk)

    def _frame(self, request: HttpRequest) -> dict[str, Any]:
        return {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "",
            "plain_title": True,
        }


def _key(text: str) -> int:
    return int(text) if text.isdecimal() else 0


def _start(request: HttpRequest) -> RetentionRun:
    actor = staff_of(request)
    if "dry" not in request.POST:
        return start_run(as_of=timezone.localdate(), actor=actor)
    try:
        as_of = date.fromisoformat(request.POST.get("as_of", ""))
    except ValueError:
        raise PrivacyError(_("Write the day as YYYY-MM-DD.")) from None
    return start_preview(as_of=as_of, actor=actor)
