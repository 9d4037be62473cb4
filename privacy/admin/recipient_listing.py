"""The list of notices to recipients: searched, filtered, paged, exported."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from privacy.models import NoticeAct, Recipient, RecipientNotice
from privacy.recipients.states import dress
from registry.desk.lists import Filter, apply_filters, page_by_key
from registry.desk.sealing import PARAMETER, open_text
from registry.desk.staff_of import staff_of
from registry.imports.report import neutral
from registry.queries.counting import count_rows
from registry.seams.audit import record

from .retention_export import csv_response

CHUNK = 500


def list_notices(request: HttpRequest) -> dict[str, Any]:
    """What the list's template shows."""
    text = open_text(request, request.GET.get(PARAMETER, ""))
    rows, filters = _chosen(request, text)
    page = page_by_key(request, rows, field="created_at", newest_first=True)
    now = timezone.now()
    for notice in page.rows:
        dress(notice, now)
    return {
        "page": page,
        "filters": filters,
        "text": text,
        "sealed": request.GET.get(PARAMETER, "") if text else "",
        "count": count_rows(rows),
        "filtered": bool(text or any(one.value for one in filters)),
        "query": request.GET.urlencode(),
    }


def export_notices(request: HttpRequest) -> HttpResponseBase:
    """The list as filtered, as CSV: references, no names of people."""
    text = open_text(request, request.GET.get(PARAMETER, ""))
    rows = _chosen(request, text)[0].order_by("-created_at", "-pk")
    record(actor=staff_of(request), action="recipient.notice_exported")
    heads = [
        _("Notice"),
        _("Recipient"),
        _("What was done"),
        _("Request"),
        _("Fields"),
        _("Due since"),
        _("Told on"),
        _("Reminders"),
        _("Answered on"),
        _("State"),
    ]
    return csv_response("ilmoitukset.csv", heads, _chunks(rows))


def _chosen(request: HttpRequest, text: str) -> tuple[QuerySet[Any], Any]:
    rows: QuerySet[Any] = RecipientNotice.objects.select_related("recipient", "case")
    rows = rows.filter(_matching(text)) if text else rows
    return apply_filters(request, rows, _filters())


def _matching(text: str) -> Q:
    return (
        Q(reference__iexact=text)
        | Q(case__reference__iexact=text)
        | Q(recipient__name__icontains=text)
    )


def _filters() -> tuple[Filter, ...]:
    told = Recipient.objects.filter(
        pk__in=RecipientNotice.objects.order_by().values("recipient")
    ).order_by("name")
    return (
        Filter(
            name="state",
            label=gettext_lazy("State"),
            choices=[
                ("mend", gettext_lazy("Needs action")),
                ("waiting", gettext_lazy("Waiting for an answer")),
                ("answered", gettext_lazy("Answered")),
                ("excused", gettext_lazy("Not told, with a reason")),
            ],
            apply=_of_state,
        ),
        Filter(
            name="act",
            label=gettext_lazy("What was done"),
            choices=list(NoticeAct.choices),
            apply=lambda rows, value: rows.filter(act=value),
        ),
        Filter(
            name="recipient",
            label=gettext_lazy("Recipient"),
            choices=[(str(one.pk), one.name) for one in told],
            apply=lambda rows, value: rows.filter(recipient=int(value)),
        ),
    )


def _of_state(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    notices = RecipientNotice.objects
    if value == "mend":
        return rows.filter(pk__in=notices.to_mend(timezone.now()).values("pk"))
    if value == "waiting":
        return rows.filter(pk__in=notices.waiting().values("pk"))
    if value == "answered":
        return rows.exclude(acknowledged_at=None)
    return rows.exclude(not_told_ground="")


def _chunks(rows: QuerySet[Any]) -> Iterator[list[list[str]]]:
    chunk = []
    now = timezone.now()
    for notice in rows.iterator(chunk_size=CHUNK):
        chunk.append(_cells(dress(notice, now)))
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _cells(notice: Any) -> list[str]:
    return [
        notice.reference,
        neutral(notice.recipient.name),
        notice.get_act_display(),
        notice.case.reference if notice.case else "",
        ", ".join(notice.change_words),
        _day(notice.created_at),
        _day(notice.told_at),
        str(notice.reminders),
        _day(notice.acknowledged_at),
        notice.state_word,
    ]


def _day(at: datetime | None) -> str:
    return str(timezone.localdate(at)) if at else ""
