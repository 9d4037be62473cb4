"""Rules of retention: the list, one page a rule, and what may be done with them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path

from privacy.exceptions import PrivacyError
from privacy.models import PeriodRule
from registry.admin.base import BaseModelAdmin

from . import period_rule_acts as acts
from .case_pages import demand
from .period_rule_export import export_rules
from .period_rule_pages import list_context, rule_context

VIEW, CHANGE = "privacy.view_periodrule", "privacy.change_periodrule"
Act = Callable[[HttpRequest, PeriodRule], None]


@admin.register(PeriodRule)
class PeriodRuleAdmin(BaseModelAdmin):
    """Read by the officer, the auditor and the administrator; changed by the officer."""

    def changelist_view(
        self, request: HttpRequest, extra_context: Any = None
    ) -> HttpResponse:
        """What is in force, what waits, what is offered."""
        demand(request, VIEW)
        context = self._frame(request) | list_context(request)
        return render(request, "privacy/desk/rule_list.html", context)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: Any = None,
    ) -> HttpResponse:
        """One version in plain words."""
        demand(request, VIEW)
        context = self._frame(request) | rule_context(_rule(object_id))
        return render(request, "privacy/desk/rule.html", context)

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """A rule of one's own, as a proposal."""
        demand(request, "privacy.add_periodrule")
        return acts.propose_page(request, self._frame(request))

    def get_urls(self) -> list[URLPattern]:
        """Each act has an address of its own."""
        pages = [
            ("edit", self.edit_view),
            ("off", self.off_view),
            ("withdraw", self.withdraw_view),
            ("on", self.on_view),
            ("try", self.try_view),
            ("cancel", self.cancel_view),
        ]
        own = [
            path(
                f"<path:object_id>/{name}/",
                self.admin_site.admin_view(view),
                name=f"privacy_periodrule_{name}",
            )
            for name, view in pages
        ]
        export = path(
            "export/",
            self.admin_site.admin_view(self.export_view),
            name="privacy_periodrule_export",
        )
        return [export, *own, *super().get_urls()]

    def export_view(self, request: HttpRequest) -> HttpResponse:
        """All versions as CSV."""
        demand(request, VIEW)
        return export_rules(request)

    def edit_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Another period, basis or approval."""
        demand(request, CHANGE)
        return acts.edit_page(request, _rule(object_id), self._frame(request))

    def off_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Ask for the rule to be switched off."""
        demand(request, CHANGE)
        return acts.off_page(request, _rule(object_id), self._frame(request))

    def withdraw_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Give a proposal up."""
        demand(request, CHANGE)
        return acts.withdraw_page(request, _rule(object_id), self._frame(request))

    def on_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Switch a proposal on, bound to the dry run that was seen."""
        return _post(request, object_id, acts.switch_on)

    def try_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Start a dry run or a back-test."""
        return _post(request, object_id, acts.start_trial)

    def cancel_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Stop a trial under way."""
        return _post(request, object_id, acts.cancel_trial)

    def _frame(self, request: HttpRequest) -> dict[str, Any]:
        return {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "",
            "plain_title": True,
            "may_change": request.user.has_perm(CHANGE),
        }


def _post(request: HttpRequest, key: str, act: Act) -> HttpResponse:
    demand(request, CHANGE)
    if request.method != "POST":
        raise Http404
    rule = _rule(key)
    try:
        act(request, rule)
    except PrivacyError as error:
        messages.error(request, error.message)
    return redirect("admin:privacy_periodrule_change", rule.pk)


def _rule(key: str) -> PeriodRule:
    return get_object_or_404(PeriodRule, pk=int(key) if key.isdecimal() else 0)
