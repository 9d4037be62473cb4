"""One run: what each rule lets go, who approved it, how far it is, what it did."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from privacy.exceptions import PrivacyError
from privacy.models import (
    LineNote,
    LineState,
    PeriodRule,
    RetentionLine,
    RetentionRun,
    RetentionRunRule,
    RunRuleState,
)
from privacy.retention.approving import approve
from privacy.retention.cancelling import cancel_run
from privacy.retention.summary import erased_of, flat_counts
from privacy.services.preview import label_of
from registry.desk.staff_of import staff_of
from registry.queries.counting import RowCount, count_rows
from registry.seams.audit import record
from registry.seams.jobs import Job
from registry.validators import validate_free_text

from .case_pages import demand
from .retention_words import rule_titles

Context = dict[str, Any]


class CancelForm(forms.Form):
    """Why the run is stopped."""

    reason = forms.CharField(
        label=gettext_lazy("Why is the run cancelled?"),
        max_length=300,
        validators=[validate_free_text],
        widget=forms.Textarea(attrs={"class": "k-input", "rows": 3}),
    )


def run_page(request: HttpRequest, key: str | int, frame: Context) -> HttpResponse:
    """One run, with its progress while it lasts."""
    run = find_run(key)
    job = Job.objects.filter(kind__startswith="retention.", payload__run=run.pk)
    context = {
        **frame,
        "run": run,
        "job": job.order_by("-pk").first() if not run.is_over else None,
        "is_going": run.state in ("planned", "running"),
        "rules": _rules(request, run),
        "erased": _erased(run),
        "totals": erased_of(run),
        "left": [] if run.dry_run else _left(run),
        "may_cancel": not run.is_over
        and request.user.has_perm("privacy.run_retention"),
    }
    return TemplateResponse(request, "privacy/desk/retention_run.html", context)


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
        "holdings": _by_holding(rule.holdings),
        "approvals": _approvals(rule),
        "is_mine": _has_approved(request, rule),
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
            cancel_run(run, actor=staff_of(request), reason=form.cleaned_data["reason"])
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


def receipt_file(request: HttpRequest, key: int, _frame: Context) -> HttpResponse:
    """The signed receipt; it carries no personal data."""
    run = find_run(key)
    if not run.receipt:
        raise Http404
    record(
        actor=staff_of(request),
        action="retention.receipt_downloaded",
        subjects=[("run", run.pk)],
    )
    text = json.dumps(run.receipt, ensure_ascii=False, indent=2, sort_keys=True)
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    name = f"retention-{run.as_of:%Y-%m-%d}-{run.pk}-receipt.json"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def find_run(key: str | int) -> RetentionRun:
    """The run, or Http404."""
    found = RetentionRun.objects.select_related("started_by")
    return get_object_or_404(found, pk=int(key) if str(key).isdecimal() else 0)


def _approve(
    request: HttpRequest, run: RetentionRun, rule: RetentionRunRule
) -> HttpResponse:
    digest = request.POST.get("digest", "")
    try:
        approve(run, rule.slug, actor=staff_of(request), digest=digest)
    except PrivacyError as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, _("Your approval is recorded."))
    return _to_run(run)


def _rules(request: HttpRequest, run: RetentionRun) -> list[Context]:
    found = list(run.rules.prefetch_related("approvals__staff").order_by("slug"))
    titles = rule_titles(rule.slug for rule in found)
    may = request.user.has_perm("privacy.approve_retention") and not run.is_over
    return [
        {
            "rule": rule,
            "title": titles[rule.slug],
            "holdings": _by_holding(rule.holdings),
            "approvals": _approvals(rule),
            "is_waiting": rule.state == RunRuleState.WAITING and rule.needed,
            "may_approve": may
            and rule.state == RunRuleState.WAITING
            and not _has_approved(request, rule),
        }
        for rule in found
    ]


def _approvals(rule: RetentionRunRule) -> list[Any]:
    """Approvals that bind what stands in the plan now."""
    valid = [a for a in rule.approvals.all() if a.digest == rule.digest]
    return sorted(valid, key=lambda approval: approval.at)


def _has_approved(request: HttpRequest, rule: RetentionRunRule) -> bool:
    return any(a.staff_id == staff_of(request).pk for a in _approvals(rule))


def _by_holding(counts: dict[str, int]) -> list[tuple[str, int]]:
    pairs = ((label_of(key), rows) for key, rows in counts.items() if rows)
    return sorted(pairs, key=lambda pair: (-pair[1], pair[0]))


def _erased(run: RetentionRun) -> list[tuple[str, str, int]]:
    found = [row for row in flat_counts(run.erased) if row[2]]
    titles = rule_titles(rule for rule, _holding, _rows in found if rule)
    named = ((titles.get(rule, ""), label_of(key), rows) for rule, key, rows in found)
    return sorted(named, key=lambda row: (row[0], -row[2], row[1]))


def _left(run: RetentionRun) -> list[tuple[str, str, RowCount]]:
    """(state, why, how many) of lines that the run leaves alone."""
    lines = RetentionLine.objects.filter(run=run)
    kinds = lines.exclude(state=LineState.OPEN).order_by("state", "note")
    return [
        (
            str(LineState(state).label),
            str(LineNote(note).label) if note else "",
            count_rows(lines.filter(state=state, note=note)),
        )
        for state, note in kinds.values_list("state", "note").distinct()
    ]


def _to_run(run: RetentionRun) -> HttpResponse:
    return redirect("admin:privacy_retentionrun_change", run.pk)
