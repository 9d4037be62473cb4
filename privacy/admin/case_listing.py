"""The queue of requests: searched, filtered, paged, exported; what is due first on top."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from privacy.models import Case, CaseLetter, CaseMessage
from privacy.models.case import CaseQuerySet
from privacy.models.case_choices import (
    CaseChannel,
    CaseKind,
    CaseState,
    ClockState,
)
from registry.desk.lists import Filter, apply_filters
from registry.desk.sealing import PARAMETER, open_text
from registry.desk.staff_of import staff_of
from registry.law.parameters import number
from registry.models import Person, PersonEmail
from registry.seams.audit import record

from .retention_export import csv_response

PAGE_SIZE = 50
MOST = 1_000


def list_cases(request: HttpRequest) -> dict[str, Any]:
    """What the list's template shows; a fixed number of queries."""
    text = open_text(request, request.GET.get(PARAMETER, ""))
    rows, filters = _chosen(request, text)
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("p"))
    today = timezone.localdate()
    kept = request.GET.copy()
    kept.pop("p", None)
    return {
        "page": page,
        "rows": [{"case": case, "days": case.days_left(today)} for case in page],
        "warning_days": number("dsr_warning_days"),
        "filters": filters,
        "text": text,
        "sealed": request.GET.get(PARAMETER, "") if text else "",
        "filtered": bool(text or any(one.value for one in filters)),
        "query": kept.urlencode(),
        "may_register": request.user.has_perm("privacy.take_case"),
        "may_export": request.user.has_perm("registry.export_person"),
    }


def export_cases(request: HttpRequest) -> HttpResponseBase:
    """The list as filtered, as CSV: references and dates, nobody's name or words."""
    text = open_text(request, request.GET.get(PARAMETER, ""))
    rows = _chosen(request, text)[0]
    record(actor=staff_of(request), action="case.list_exported")
    heads = [
        _("Reference"),
        _("Right"),
        _("Channel"),
        _("State"),
        _("Outcome"),
        _("Received"),
        _("Target day"),
        _("Last lawful day"),
        _("Clock"),
        _("Days left"),
        _("Closed"),
    ]
    today = timezone.localdate()
    return csv_response("pyynnot.csv", heads, [[_cells(case, today) for case in rows]])


def _cells(case: Case, today: Any) -> list[Any]:
    closed = timezone.localdate(case.closed_at) if case.closed_at else ""
    return [
        case.reference,
        case.get_kind_display(),
        case.get_channel_display(),
        case.get_state_display(),
        case.get_outcome_display() if case.is_closed else "",
        case.received_on,
        case.target_due,
        case.legal_due,
        case.get_clock_state_display(),
        "" if case.is_closed else case.days_left(today),
        closed,
    ]


def _chosen(request: HttpRequest, text: str) -> tuple[CaseQuerySet, Any]:
    undelivered = CaseLetter.objects.undelivered().filter(case=OuterRef("pk"))
    cases = CaseMessage.objects.marking_unread(Case.objects.by_days_left())
    cases = cases.annotate(has_undelivered=Exists(undelivered))
    cases = cases.filter(_matching(text)) if text else cases
    rows, filters = apply_filters(request, cases, _filters())
    if not request.GET.get("state") and not text:
        rows = rows.exclude(state=CaseState.UNCONFIRMED)
    return rows, filters  # type: ignore[return-value]  # the filters keep its class


def _matching(text: str) -> Q:
    """By reference, by name or address as written, and by those of the person."""
    words = text.split()
    named = Q()
    for word in words:
        named &= Q(family_name__icontains=word) | Q(given_name__icontains=word)
    persons = Person.objects.filter(
        named
        | Q(reference__iexact=text)
        | Q(pk__in=PersonEmail.objects.filter(normalised=text.lower()).values("person"))
    )
    return (
        Q(reference__iexact=text)
        | Q(email__icontains=text)
        | Q(name__icontains=text)
        | Q(person_id__in=list(persons.values_list("pk", flat=True)[:MOST]))
    )


def _filters() -> tuple[Filter, ...]:
    return (
        Filter(
            name="show",
            label=gettext_lazy("Needs attention"),
            choices=[
                ("overdue", gettext_lazy("Overdue")),
                ("soon", gettext_lazy("Due within days")),
                ("paused", gettext_lazy("Clock stands")),
                ("extended", gettext_lazy("Extended")),
                ("unread", gettext_lazy("Unread message")),
                ("undelivered", gettext_lazy("Letter not delivered")),
            ],
            apply=_showing,
        ),
        Filter(
            name="kind",
            label=gettext_lazy("Right"),
            choices=CaseKind.choices,
            apply=lambda rows, value: rows.filter(kind=value),
        ),
        Filter(
            name="state",
            label=gettext_lazy("State"),
            choices=CaseState.choices,
            apply=lambda rows, value: rows.filter(state=value),
        ),
        Filter(
            name="channel",
            label=gettext_lazy("Channel"),
            choices=CaseChannel.choices,
            apply=lambda rows, value: rows.filter(channel=value),
        ),
    )


def _showing(rows: Any, value: str) -> Any:
    today = timezone.localdate()
    if value == "overdue":
        return rows.overdue(today)
    if value == "soon":
        last = today + timedelta(days=number("dsr_warning_days"))
        running = rows.pending().exclude(clock_state=ClockState.PAUSED)
        return running.filter(legal_due__lte=last)
    if value == "unread":
        return rows.filter(has_unread=True)
    if value == "undelivered":
        return rows.filter(has_undelivered=True)
    return rows.exclude(state=CaseState.CLOSED).filter(clock_state=value)
