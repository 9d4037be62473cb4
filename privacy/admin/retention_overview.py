"""Retention at a glance: last night, what waits, what comes, all runs."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from privacy.models import RetentionRun
from privacy.retention.naming import rule_titles
from privacy.retention.streams import PERSONS
from privacy.retention.summary import (
    erased_of,
    last_run,
    tell_last_night,
    waiting_rules,
)
from privacy.retention.upcoming import DAYS, groups
from registry.desk.lists import page_by_key
from registry.law.parameters import number
from registry.queries.counting import count_rows

from .retention_forecast import forecast_box
from .retention_words import data_label

RUNS_A_PAGE = 20


def overview_page(request: HttpRequest, frame: dict[str, Any]) -> HttpResponse:
    """Cost: a fixed number of queries, of at most ten thousand index entries each."""
    now = timezone.now()
    waiting = waiting_rules()
    titles = rule_titles(rule.slug for rule in waiting)
    runs = RetentionRun.objects.all()
    page = page_by_key(
        request, runs, field="created_at", newest_first=True, size=RUNS_A_PAGE
    )
    context = {
        **frame,
        **forecast_box(request),
        "sentence": tell_last_night(last_run(), now=now),
        "waiting": [{"rule": rule, "title": titles[rule.slug]} for rule in waiting],
        "coming": _coming(),
        "days": DAYS,
        "page": page,
        "runs": [_shown(run) for run in page.rows],
        "today": timezone.localdate(),
        "years": number("notice_retention_years"),
        "months": number("relationship_inactivity_months"),
        "may_run": request.user.has_perm("privacy.run_retention"),
        "may_approve": request.user.has_perm("privacy.approve_retention"),
    }
    return TemplateResponse(request, "privacy/desk/retention_list.html", context)


def _shown(run: RetentionRun) -> dict[str, Any]:
    left_alone = run.held + run.restricted + run.in_case
    return {"run": run, "erased": erased_of(run), "left_alone": left_alone}


def _coming() -> list[dict[str, Any]]:
    """How much leaves in the coming days, persons first; each by an index. Of other
    data only what there is."""
    today = timezone.localdate()
    found: list[dict[str, Any]] = [
        {
            "holding": group.holding,
            "label": data_label(group.holding),
            "count": count_rows(group.rows(today=today)),
        }
        for group in groups()
    ]
    return [one for one in found if one["count"].number or one["holding"] == PERSONS]
