"""One run: what each rule lets go, who approved it, how far it is, what it did."""

from __future__ import annotations

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from privacy.models import (
    LineNote,
    LineState,
    RetentionLine,
    RetentionRun,
    RetentionRunRule,
    RunRuleState,
)
from privacy.retention.naming import rule_titles
from privacy.retention.summary import WITH_PERSONS, erased_of, flat_counts
from registry.desk.staff_of import staff_of
from registry.queries.counting import count_rows
from registry.seams.audit import record
from registry.seams.jobs import Job

from .retention_words import data_label

Context = dict[str, Any]


def run_page(request: HttpRequest, key: str | int, frame: Context) -> HttpResponse:
    """One run, with its progress while it lasts."""
    run = find_run(key)
    job = Job.objects.filter(kind__startswith="retention.", payload__run=run.pk)
    rules = _rules(request, run)
    context = {
        **frame,
        "run": run,
        "job": job.order_by("-pk").first() if not run.is_over else None,
        "is_going": run.state in ("planned", "running"),
        "rules": [one for one in rules if one["holdings"]],
        "quiet_rules": [one["title"] for one in rules if not one["holdings"]],
        "erased": _erased(run),
        "totals": erased_of(run),
        "left": [] if run.dry_run else _left(run),
        "may_cancel": not run.is_over
        and request.user.has_perm("privacy.run_retention"),
    }
    return TemplateResponse(request, "privacy/desk/retention_run.html", context)


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


def _rules(request: HttpRequest, run: RetentionRun) -> list[Context]:
    found = list(run.rules.prefetch_related("approvals__staff").order_by("slug"))
    titles = rule_titles(rule.slug for rule in found)
    may = request.user.has_perm("privacy.approve_retention") and not run.is_over
    shown = [
        {
            "rule": rule,
            "title": titles[rule.slug],
            "holdings": by_holding(rule.holdings),
            "approvals": approvals_of(rule),
            "is_waiting": rule.state == RunRuleState.WAITING and rule.needed,
            "may_approve": may
            and rule.state == RunRuleState.WAITING
            and not has_approved(request, rule),
        }
        for rule in found
    ]
    return sorted(shown, key=lambda one: not one["is_waiting"])


def approvals_of(rule: RetentionRunRule) -> list[Any]:
    """Approvals that bind what stands in the plan now."""
    valid = [a for a in rule.approvals.all() if a.digest == rule.digest]
    return sorted(valid, key=lambda approval: approval.at)


def has_approved(request: HttpRequest, rule: RetentionRunRule) -> bool:
    return any(a.staff_id == staff_of(request).pk for a in approvals_of(rule))


def by_holding(counts: dict[str, int]) -> list[tuple[str, int]]:
    pairs = ((data_label(key), rows) for key, rows in counts.items() if rows)
    return sorted(pairs, key=lambda pair: (-pair[1], pair[0]))


def _erased(run: RetentionRun) -> list[tuple[str, str, int]]:
    """A trial also counts what goes with the persons; no row stands in it twice."""
    found = [row for row in flat_counts(run.erased) if row[2]]
    ruled = {row[1] for row in found if row[0] != WITH_PERSONS}
    found = [row for row in found if row[0] != WITH_PERSONS or row[1] not in ruled]
    titles = rule_titles(row[0] for row in found if row[0])
    titles[WITH_PERSONS] = _("With the persons")
    named = ((titles.get(rule, ""), data_label(key), rows) for rule, key, rows in found)
    return sorted(named, key=lambda row: (row[0], -row[2], row[1]))


def _left(run: RetentionRun) -> list[Context]:
    """Lines that the run leaves alone, by state and reason."""
    lines = RetentionLine.objects.filter(run=run)
    kinds = lines.exclude(state=LineState.OPEN).order_by("state", "note")
    return [
        {
            "state": state,
            "label": LineState(state).label,
            "why": LineNote(note).label if note else "",
            "count": count_rows(lines.filter(state=state, note=note)),
        }
        for state, note in kinds.values_list("state", "note").distinct()
    ]
