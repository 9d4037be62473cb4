"""What leaves within thirty days: a list and a file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from privacy.retention.naming import rule_titles
from privacy.retention.streams import PERSONS
from privacy.retention.upcoming import (
    DAYS,
    Group,
    Leaving,
    describe,
    describe_all,
    groups,
)
from registry.desk.lists import Filter, KeyPage, apply_filters, page_by_key
from registry.desk.staff_of import staff_of
from registry.models import Staff
from registry.queries.counting import count_rows
from registry.seams.audit import record

from .case_pages import demand
from .retention_export import EXPORT, csv_response, heads, people_cells, record_export
from .retention_table import chosen_sort, columns_of, typed_text
from .retention_words import data_label, why_url

DATA = "data"
FIELDS = {"due_on": "", "name": "person__sort_key"}
COLUMNS = (
    (gettext_lazy("Whose data"), "name"),
    (gettext_lazy("Rule"), ""),
    (gettext_lazy("Leaves on"), "due_on"),
    (gettext_lazy("What holds it"), ""),
)


def upcoming_page(request: HttpRequest, frame: dict[str, Any]) -> HttpResponse:
    """One page of one kind of data. Cost: a fixed number of queries."""
    today = timezone.localdate()
    known = groups()
    group = _chosen_group(request, known)
    rows, filters, text, sealed, partial = _chosen_rows(request, group, today)
    sort = _sort(request, group)
    page = page_by_key(request, rows, field=FIELDS[sort] or group.field)
    shown = _shown(group, page)
    _record_view(request, shown)
    context = {
        **frame,
        "days": DAYS,
        "group": group,
        "group_label": data_label(group.holding),
        "tabs": _tabs(known, group, today),
        "page": page,
        "rows": shown,
        "filters": filters,
        "text": text,
        "sealed": sealed,
        "partial": partial,
        "filtered": bool(text or any(one.value for one in filters)),
        "count": count_rows(rows),
        "columns": _columns(request, group, sort),
        "sorts": _sorts(group),
        "sort": sort,
        "query": request.GET.urlencode(),
        "may_hold": request.user.has_perm("privacy.add_legalhold"),
        "may_export": request.user.has_perm(EXPORT),
        "of_persons": group.holding == PERSONS,
    }
    return TemplateResponse(request, "privacy/desk/retention_upcoming.html", context)


def export_upcoming(request: HttpRequest, _frame: dict[str, Any]) -> HttpResponseBase:
    """The same rows as CSV."""
    demand(request, EXPORT)
    group = _chosen_group(request, groups())
    rows = _chosen_rows(request, group, timezone.localdate())[0]
    actor = staff_of(request)
    lines = (list(_lines_of(chunk, actor)) for chunk in describe_all(group, rows))
    keys = ("person", "reference", "data", "row", "rule", "leaves_on", "why")
    return csv_response("tulevat-poistot.csv", list(heads(keys)), lines)


def _lines_of(chunk: list[Leaving], actor: Staff) -> Iterator[list[Any]]:
    titles = rule_titles(one.rule for one in chunk)
    record_export(actor, [one.named for one in chunk])
    for one in chunk:
        yield [
            *people_cells(one.named),
            data_label(one.holding),
            one.pk,
            titles[one.rule],
            one.leaves_on.isoformat(),
            holds_words(held=one.held, restricted=one.restricted),
        ]


def holds_words(*, held: bool, restricted: bool) -> str:
    """What keeps the row past its day, in words."""
    words = [_("Legal hold")] if held else []
    return ", ".join([*words, _("Restricted")] if restricted else words)


def _chosen_group(request: HttpRequest, known: list[Group]) -> Group:
    if not known:
        raise Http404
    asked = request.GET.get(DATA, "")
    named = (group for group in known if group.holding == asked)
    return next(named, known[0])


def _chosen_rows(request: HttpRequest, group: Group, today: date) -> Any:
    text, sealed = typed_text(request)
    titles = rule_titles(stream.rule for stream in group.streams)
    by_rule = Filter(
        name="rule",
        label=_("Rule"),
        choices=list(titles.items()),
        apply=lambda rows, _value: rows,
    )
    chosen = by_rule.chosen(request.GET)
    rows: QuerySet[Any] = group.rows(today=today, rule=chosen)
    rows, filters = apply_filters(request, rows, (by_rule,) if len(titles) > 1 else ())
    rows, partial = group.narrow(rows, text) if text else (rows, False)
    return rows, filters, text, sealed, partial


def _sort(request: HttpRequest, group: Group) -> str:
    return chosen_sort(request, [key for key, _label in _sorts(group)])


def _sorts(group: Group) -> list[tuple[str, Any]]:
    """Orders on offer: only persons stand in an index by name."""
    by_day = (("due_on", _("Leaves on")),)
    by_name = (("name", _("Whose data")),) if group.holding == PERSONS else ()
    return [*by_day, *by_name]


def _columns(request: HttpRequest, group: Group, sort: str) -> Any:
    by_name = group.holding == PERSONS
    shown = [(label, key if by_name or key != "name" else "") for label, key in COLUMNS]
    return columns_of(request, shown, chosen=sort)


def _tabs(known: list[Group], chosen: Group, today: date) -> list[dict[str, Any]]:
    tabs: list[dict[str, Any]] = [
        {
            "label": data_label(group.holding),
            "count": count_rows(group.rows(today=today)),
            "is_chosen": group is chosen,
            "url": f"?{DATA}={group.holding}",
            "of_persons": group.holding == PERSONS,
        }
        for group in known
    ]
    return [t for t in tabs if t["count"].number or t["is_chosen"] or t["of_persons"]]


def _shown(group: Group, page: KeyPage) -> list[dict[str, Any]]:
    titles = rule_titles(stream.rule for stream in group.streams)
    return [
        {
            "row": one,
            "rule": titles[one.rule],
            "why_url": why_url(one.holding, one.pk),
        }
        for one in describe(group, page.rows)
    ]


def _record_view(request: HttpRequest, shown: list[dict[str, Any]]) -> None:
    people = {person.pk for one in shown for person in one["row"].named.persons}
    record(
        actor=staff_of(request),
        action="retention.upcoming_viewed",
        subjects=[("person", pk) for pk in sorted(people)],
        purpose="rights",
    )
