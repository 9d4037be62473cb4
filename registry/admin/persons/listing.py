"""The list of persons."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from registry.choices import Channel, Language, PersonKind
from registry.desk.lists import Filter, KeyPage, apply_filters, page_by_key
from registry.desk.sealing import PARAMETER, open_text
from registry.desk.staff_of import staff_of
from registry.models import Person, PersonEmail, PersonPhone, Position, Source, Staff
from registry.models.showing import rows_as_shown
from registry.queries.counting import count_rows
from registry.queries.persons import narrow_to_text
from registry.seams.panels import list_columns

from .page import points

FEW = 1_000
"""Up to so many matches are found first and then ordered; more are met on the way."""


def _from_channel(rows: QuerySet[Any], channel: str) -> QuerySet[Any]:
    found = Source.objects.filter(channel=channel)
    keys = list(found.values_list("person", flat=True)[: FEW + 1])
    if len(keys) <= FEW:
        return rows.filter(pk__in=keys)
    return rows.filter(Exists(found.filter(person=OuterRef("pk"))))


FILTERS = (
    Filter(
        name="kind",
        label=_("Kind"),
        choices=PersonKind.choices,
        apply=lambda rows, value: rows.filter(kind=value),
    ),
    Filter(
        name="language",
        label=_("Language"),
        choices=Language.choices,
        apply=lambda rows, value: rows.filter(language=value),
    ),
    Filter(
        name="channel",
        label=_("Source"),
        choices=Channel.choices,
        apply=_from_channel,
    ),
)


def _parts(user: Staff) -> list[Any]:
    standing = Position.objects.filter(ends_on=None).select_related("company")
    return [
        Prefetch("emails", rows_as_shown(points(PersonEmail), user)),
        Prefetch("phones", rows_as_shown(points(PersonPhone), user)),
        Prefetch("positions", rows_as_shown(standing.order_by("pk"), user)),
    ]


def list_persons(request: HttpRequest) -> dict[str, Any]:
    """What the list's template shows. Cost: a fixed number of queries, each of at
    most a page of rows or ten thousand index entries."""
    user = staff_of(request)
    text = open_text(request, request.GET.get(PARAMETER, ""))
    rows: QuerySet[Any] = Person.objects.visible_to(user)
    narrowed = narrow_to_text(rows, text) if text else None
    rows = narrowed.rows if narrowed else rows
    rows, filters = apply_filters(request, rows, FILTERS)
    shown = rows.as_shown(user).prefetch_related(*_parts(user))  # type: ignore[attr-defined]  # rows of persons
    page = page_by_key(request, shown, field="sort_key")
    _dress(page, user)
    filtered = bool(text or any(one.value for one in filters))
    return {
        "page": page,
        "filters": filters,
        "text": text,
        "sealed": request.GET.get(PARAMETER, "") if text else "",
        "partial": bool(narrowed and narrowed.partial),
        "count": count_rows(rows if filtered else Person.objects.all()),
        "columns": [column.label for column in list_columns()],
        "filtered": filtered,
    }


def _dress(page: KeyPage, user: Any) -> None:
    """E-mails, phones and positions in one query each, then other apps' columns."""
    keys = [person.pk for person in page.rows]
    from_others = [column.load(keys, user) for column in list_columns()]
    for person in page.rows:
        person.extra = [values.get(person.pk, "") for values in from_others]
