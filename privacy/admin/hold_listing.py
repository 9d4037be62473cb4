"""The list of legal holds: searched, filtered, paged, exported."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from privacy.models import LegalHold
from privacy.services.hold_states import with_release
from registry.desk.lists import Filter, apply_filters, page_by_key
from registry.desk.sealing import PARAMETER, open_text
from registry.desk.staff_of import staff_of
from registry.imports.report import neutral
from registry.models import Staff
from registry.queries.counting import count_rows
from registry.seams.audit import record

from .hold_forms import staff_name
from .retention_export import csv_response

DAYS = (("overdue", 0), ("30", 30), ("90", 90))


def list_holds(request: HttpRequest) -> dict[str, Any]:
    """What the list's template shows."""
    text = open_text(request, request.GET.get(PARAMETER, ""))
    rows, filters = _chosen(request, text)
    page = page_by_key(request, rows, field="opened_at", newest_first=True)
    today = timezone.localdate()
    for hold in page.rows:
        dress(hold, today)
    return {
        "page": page,
        "filters": filters,
        "text": text,
        "sealed": request.GET.get(PARAMETER, "") if text else "",
        "count": count_rows(rows),
        "filtered": bool(text or any(one.value for one in filters)),
        "query": request.GET.urlencode(),
    }


def export_holds(request: HttpRequest) -> HttpResponseBase:
    """The list as filtered, as CSV: references, no names and no reasons."""
    text = open_text(request, request.GET.get(PARAMETER, ""))
    rows = _chosen(request, text)[0].order_by("-opened_at", "-pk")
    record(actor=staff_of(request), action="hold.exported")
    heads = [
        _("Hold"),
        _("What is held"),
        _("Data from"),
        _("Data until"),
        _("Owner"),
        _("Placed on"),
        _("Next review by"),
        _("State"),
        _("Released on"),
    ]
    today = timezone.localdate()
    cells = [_cells(dress(hold, today)) for hold in rows]
    return csv_response("poistokiellot.csv", heads, [cells])


def dress(hold: Any, today: Any) -> Any:
    """Adds what the screens say of a hold: subject, state, days to the review."""
    hold.subject = hold.person or hold.company or hold.order
    hold.subject_reference = hold.order.number if hold.order else hold.subject.reference
    hold.owner_name = staff_name(hold.owner)
    hold.is_late = hold.released_at is None and hold.next_review_by < today
    hold.state_word, hold.state_tone = _state(hold)
    hold.review_words = _review_words((hold.next_review_by - today).days)
    return hold


def holds_with_all() -> QuerySet[LegalHold]:
    """Holds with what ``dress`` reads."""
    rows = with_release(LegalHold.objects.with_next_review())
    return rows.select_related("person", "company", "order", "owner")


def _state(hold: Any) -> tuple[str, str]:
    if hold.released_at:
        return _("Released"), ""
    if hold.is_waiting:
        return _("Release asked for"), "warn"
    return _("In force"), "accent"


def _review_words(days: int) -> str:
    if days < 0:
        late = ngettext("%(n)s day late", "%(n)s days late", -days)
        return late % {"n": -days}
    if days == 0:
        return _("today")
    return ngettext("in %(n)s day", "in %(n)s days", days) % {"n": days}


def _chosen(request: HttpRequest, text: str) -> tuple[QuerySet[Any], Any]:
    rows: QuerySet[Any] = holds_with_all()
    rows = rows.filter(_matching(text)) if text else rows
    return apply_filters(request, rows, _filters())


def _matching(text: str) -> Q:
    """By the hold's own reference, or that of what it holds; names too."""
    found = (
        Q(person__reference__iexact=text)
        | Q(company__reference__iexact=text)
        | Q(order__number__iexact=text)
        | Q(company__name__icontains=text)
        | Q(person__family_name__icontains=text)
        | Q(person__given_name__icontains=text)
    )
    own = re.fullmatch(r"(?:PK-)?(\d{1,9})", text.strip(), re.IGNORECASE)
    return found | Q(pk=int(own[1])) if own else found


def _filters() -> tuple[Filter, ...]:
    owners = Staff.objects.filter(
        pk__in=LegalHold.objects.order_by().values("owner")
    ).order_by("username")
    return (
        Filter(
            name="state",
            label=gettext_lazy("State"),
            choices=[
                ("in_force", gettext_lazy("In force")),
                ("waiting", gettext_lazy("Release asked for")),
                ("released", gettext_lazy("Released")),
            ],
            apply=_of_state,
        ),
        Filter(
            name="owner",
            label=gettext_lazy("Owner"),
            choices=[(str(one.pk), staff_name(one)) for one in owners],
            apply=lambda rows, value: rows.filter(owner=int(value)),
        ),
        Filter(
            name="review",
            label=gettext_lazy("Review"),
            choices=[
                ("overdue", gettext_lazy("Late")),
                ("30", gettext_lazy("Within 30 days")),
                ("90", gettext_lazy("Within 90 days")),
            ],
            apply=_of_review,
        ),
    )


def _of_state(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    if value == "released":
        return rows.exclude(released_at=None)
    rows = rows.filter(released_at=None)
    return rows.filter(is_waiting=True) if value == "waiting" else rows


def _of_review(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    today = timezone.localdate()
    rows = rows.filter(released_at=None)
    if value == "overdue":
        return rows.filter(next_review_by__lt=today)
    return rows.filter(next_review_by__lte=today + timedelta(days=int(value)))


def _cells(hold: Any) -> list[str]:
    released = timezone.localdate(hold.released_at) if hold.released_at else ""
    return [
        hold.reference,
        neutral(hold.subject_reference),
        str(hold.from_on or ""),
        str(hold.until_on or ""),
        neutral(hold.owner_name),
        str(timezone.localdate(hold.opened_at)),
        str(hold.next_review_by),
        hold.state_word,
        str(released),
    ]
