"""Deciding about a run: approve what a rule lets go, or cancel."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from privacy.exceptions import PrivacyError
from privacy.models import PeriodRule, RetentionRun, RetentionRunRule, RunRuleState
from privacy.retention.approving import approve
from privacy.retention.ending import cancel_run
from privacy.retention.naming import rule_titles
from privacy.retention.streams import PERSONS
from registry.desk.staff_of import staff_of
from registry.validators import validate_free_text

from .case_pages import demand
from .retention_runs import approvals_of, by_holding, find_run, has_approved

Context = dict[str, Any]


class CancelForm(forms.Form):
    """Why the run is stopped."""

    reason = forms.CharField(
        label=gettext_lazy("Why is the run cancelled?"),
        max_length=300,
        validators=[validate_free_text],
        widget=forms.Textarea(attrs={"class": "k-input", "rows": 3}),
    )


def approve_page(
    request: HttpRequest, key: int, slug: str, frame: Context
) -> HttpResponse:
    """What one rule lets go, to be read before it is approved; then the approval."""
    demand(request, "privacy.approve_retention")
    run = find_run(key)
    rule = get_object_or_404(run.rules.filter(state=RunRuleState.WAITING), slug=slug)
    if request.method == "POST":
        return _approve(request, run, rule)
    terms = PeriodRule.objects.filter(slug=slug, version=rule.version).first()
    context = {
        **frame,
        "run": run,
        "rule": rule,
        "title_of_rule": rule_titles([slug])[slug],
        "terms": terms,
        "holdings": by_holding(rule.holdings),
        "approvals": approvals_of(rule),
        "of_persons": PERSONS in rule.holdings,
        "is_mine": has_approved(request, rule),
    }
    return TemplateResponse(request, "privacy/desk/retention_approve.html", context)


def cancel_page(request: HttpRequest, key: int, frame: Context) -> HttpResponse:
    """Stop the run; what has gone is gone, the rest is planned anew next night."""
    demand(request, "privacy.run_retention")
    run = find_run(key)
    if run.is_over:
        raise Http404
    form = CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            cancel_run(
                run_id=run.pk,
                actor=staff_of(request),
                reason=form.cleaned_data["reason"],
            )
        except PrivacyError as error:
            form.add_error(None, str(error.message))
        else:
            messages.success(request, _("The run is being cancelled."))
            return _to_run(run)
    context = {**frame, "run": run, "form": form}
    return TemplateResponse(
        request,
        "privacy/desk/retention_cancel.html",
        context,
        status=422 if form.errors else 200,
    )


def _approve(
    request: HttpRequest, run: RetentionRun, rule: RetentionRunRule
) -> HttpResponse:
    digest = request.POST.get("digest", "")
    try:
        approve(run=run, rule=rule.slug, actor=staff_of(request), digest=digest)
    except PrivacyError as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, _("Your approval is recorded."))
    return _to_run(run)


def _to_run(run: RetentionRun) -> HttpResponse:
    return redirect("admin:privacy_retentionrun_change", run.pk)
