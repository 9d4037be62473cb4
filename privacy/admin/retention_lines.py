"""The lines of a run: a list, a file, and putting some of them on hold."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from privacy.models import LineState, RetentionLine, RetentionRun
from privacy.retention.lines import lines_of, narrow_lines, page_by_name
from privacy.retention.naming import name_rows, rule_titles
from privacy.services.preview import label_of
from registry.desk.lists import (
    PAGE_SIZE,
    Filter,
    KeyPage,
    ShownFilter,
    apply_filters,
    page_by_key,
)
from registry.desk.staff_of import staff_of
from registry.queries.counting import count_rows
from registry.seams.audit import record

from .retention_table import chosen_sort, columns_of, page_of, place_in, typed_text
from .retention_words import why_url

SORTS = ("due_on", "name", "rule", "holding")
COLUMNS = (
    (gettext_lazy("Whose data"), "name"),
    (gettext_lazy("Data"), "holding"),
    (gettext_lazy("Rule"), "rule"),
    (gettext_lazy("Leaves on"), "due_on"),
    (gettext_lazy("State"), ""),
)
Lines = QuerySet[RetentionLine]


def lines_page(request: HttpRequest, key: int, frame: dict[str, Any]) -> HttpResponse:
    """One page of lines. Cost: a fixed number of queries, of a page each."""
    run = get_object_or_404(RetentionRun, pk=key)
    lines, filters, text, sealed, partial = chosen_lines(request, run)
    sort = chosen_sort(request, SORTS)
    page = _page(request, lines, sort)
    dress(page.rows)
    _record_view(request, run, page.rows)
    context = {
        **frame,
        "run": run,
        "page": page,
        "filters": filters,
        "text": text,
        "sealed": sealed,
        "partial": partial,
        "filtered": bool(text or any(one.value for one in filters)),
        "count": count_rows(lines),
        "columns": columns_of(request, COLUMNS, chosen=sort),
        "sorts": [(key, label) for label, key in COLUMNS if key],
        "sort": sort,
        "by_name": sort == "name",
        "query": request.GET.urlencode(),
        "may_hold": not run.is_over and request.user.has_perm("privacy.add_legalhold"),
        "may_export": request.user.has_perm("registry.export_person"),
    }
    return TemplateResponse(request, "privacy/desk/retention_lines.html", context)


def chosen_lines(
    request: HttpRequest, run: RetentionRun
) -> tuple[Lines, list[ShownFilter], str, str, bool]:
    """The lines that search and filters leave; the list and the file ask alike."""
    text, sealed = typed_text(request)
    lines, filters = apply_filters(request, lines_of(run), filters_of(run))
    lines, partial = narrow_lines(lines, text) if text else (lines, False)
    return lines, filters, text, sealed, partial


def filters_of(run: RetentionRun) -> tuple[Filter, ...]:
    """Rule, data, state: what this run has."""
    rules = list(run.rules.order_by("slug"))
    titles = rule_titles(rule.slug for rule in rules)
    holdings = sorted({key for rule in rules for key in rule.holdings})
    return (
        Filter(
            name="rule",
            label=_("Rule"),
            choices=[(rule.slug, titles[rule.slug]) for rule in rules],
            apply=lambda rows, value: rows.filter(rule=value),
        ),
        Filter(
            name="holding",
            label=_("Data"),
            choices=[(key, label_of(key)) for key in holdings],
            apply=lambda rows, value: rows.filter(holding=value),
        ),
        Filter(
            name="state",
            label=_("State"),
            choices=LineState.choices,
            apply=lambda rows, value: rows.filter(state=value),
        ),
    )


def dress(lines: list[RetentionLine]) -> None:
    """Names and addresses for what stands on the page."""
    named = name_rows((line.holding, line.row_pk, line.person_id) for line in lines)
    titles = rule_titles(line.rule for line in lines)
    for line in lines:
        line.rule_title = titles[line.rule]  # type: ignore[attr-defined]  # for the template
        line.named = named[line.holding, line.row_pk]  # type: ignore[attr-defined]  # for the template
        line.why_url = why_url(line.holding, line.row_pk)  # type: ignore[attr-defined]  # for the template


def _page(request: HttpRequest, lines: Lines, sort: str) -> KeyPage:
    if sort != "name":
        return page_by_key(request, lines, field=sort)
    start, back = place_in(request)
    found = page_by_name(lines, start=start, back=back, size=PAGE_SIZE + 1)
    return page_of(request, found, start=start, back=back)


def _record_view(
    request: HttpRequest, run: RetentionRun, lines: list[RetentionLine]
) -> None:
    people = {p.pk for line in lines for p in line.named.persons}  # type: ignore[attr-defined]  # dressed
    record(
        actor=staff_of(request),
        action="retention.lines_viewed",
        subjects=[("run", run.pk), *(("person", pk) for pk in sorted(people))],
        purpose="rights",
    )


def lines_url(run: RetentionRun) -> str:
    """The list's address."""
    return reverse("admin:privacy_retentionrun_lines", args=[run.pk])
