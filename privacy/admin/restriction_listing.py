"""The list of restrictions: searched, filtered, paged, exported. No names: lists are no
use of restricted data that Art. 18(2) allows."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from privacy.models import Case, Lifting, Restriction, RestrictionGround
from privacy.services.restriction_state import (
    LiftState,
    ShownRestriction,
    states_of,
)
from registry.desk.lists import Filter, apply_filters, page_by_key
from registry.desk.sealing import PARAMETER, open_text
from registry.desk.staff_of import staff_of
from registry.imports.report import neutral
from registry.queries.counting import count_rows
from registry.seams.audit import record

from .retention_export import csv_response


def list_restrictions(request: HttpRequest) -> dict[str, Any]:
    """What the list's template shows."""
    text = open_text(request, request.GET.get(PARAMETER, ""))
    rows, filters = _chosen(request, text)
    page = page_by_key(request, rows, field="opened_at", newest_first=True)
    return {
        "page": page,
        "shown": with_references(states_of(page.rows)),
        "filters": filters,
        "text": text,
        "sealed": request.GET.get(PARAMETER, "") if text else "",
        "count": count_rows(rows),
        "filtered": bool(text or any(one.value for one in filters)),
        "query": request.GET.urlencode(),
    }


def export_restrictions(request: HttpRequest) -> HttpResponseBase:
    """The list as filtered, as CSV: references, no names and no reasons."""
    text = open_text(request, request.GET.get(PARAMETER, ""))
    rows = _chosen(request, text)[0].order_by("-opened_at", "-pk")
    record(actor=staff_of(request), action="restriction.exported")
    heads = [
        _("Person"),
        _("Ground"),
        _("Extent"),
        _("Since"),
        _("Request"),
        _("State"),
        _("May be lifted from"),
        _("Lifted on"),
    ]
    cells = [
        _cells(one, reference) for one, reference in with_references(states_of(rows))
    ]
    return csv_response("rajoitukset.csv", heads, [cells])


def with_references(
    shown: list[ShownRestriction],
) -> list[tuple[ShownRestriction, str]]:
    """Each with the reference of the request that opened it."""
    keys = {one.row.case_id for one in shown if one.row.case_id}
    named = dict(Case.objects.filter(pk__in=keys).values_list("pk", "reference"))
    return [(one, named.get(one.row.case_id or 0, "")) for one in shown]


def _chosen(request: HttpRequest, text: str) -> tuple[QuerySet[Any], Any]:
    rows: QuerySet[Any] = Restriction.objects.select_related("person")
    if text:
        cases = Case.objects.filter(reference__iexact=text.strip()).values("pk")
        rows = rows.filter(
            Q(person__reference__iexact=text.strip()) | Q(case_id__in=cases)
        )
    return apply_filters(request, rows, _filters())


def _filters() -> tuple[Filter, ...]:
    return (
        Filter(
            name="state",
            label=gettext_lazy("State"),
            choices=[
                (LiftState.STANDS, LiftState.STANDS.label),
                (LiftState.QUEUED, LiftState.QUEUED.label),
                (LiftState.TELL, LiftState.TELL.label),
                (LiftState.TOLD, LiftState.TOLD.label),
                (LiftState.LIFTED, LiftState.LIFTED.label),
            ],
            apply=_of_state,
        ),
        Filter(
            name="ground",
            label=gettext_lazy("Ground"),
            choices=RestrictionGround.choices,
            apply=lambda rows, value: rows.filter(ground=value),
        ),
    )


def _of_state(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    if value == LiftState.LIFTED:
        return rows.exclude(lifted_at=None)
    rows = rows.filter(lifted_at=None)
    if value == LiftState.STANDS:
        return rows
    if value == LiftState.TOLD:
        return rows.exclude(informed_before_lift_at=None)
    standing = Lifting.objects.filter(
        restriction=OuterRef("pk"),
        called_off_at=None,
        told_at=None,
        undeliverable_at__isnull=value == LiftState.QUEUED,
    )
    return rows.filter(Exists(standing))


def _cells(one: ShownRestriction, reference: str) -> list[str]:
    lifted, lift_from = one.row.lifted_at, one.lift_from
    return [
        neutral(one.row.person.reference),
        one.row.get_ground_display(),
        ", ".join(one.fields) or _("The whole person"),
        str(timezone.localdate(one.row.opened_at)),
        neutral(reference),
        str(one.state.label),
        f"{timezone.localtime(lift_from):%Y-%m-%d %H:%M}" if lift_from else "",
        str(timezone.localdate(lifted)) if lifted else "",
    ]
