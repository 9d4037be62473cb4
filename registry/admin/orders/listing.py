"""The list of orders, newest first."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from registry.choices import OrderStatus
from registry.desk.lists import Filter, apply_filters, page_by_key
from registry.desk.sealing import PARAMETER, open_text
from registry.desk.staff_of import staff_of
from registry.models import Company, Order
from registry.panels.tiles import OPEN
from registry.queries.counting import count_rows
from registry.queries.search import read_query
from registry.queries.search.sources import match_names

MOST = 1_000


def _of_status(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    wanted = OPEN if value == "open" else (value,)
    return rows.filter(status__in=wanted)


FILTERS = (
    Filter(
        name="status",
        label=_("Status"),
        choices=[("open", _("Open")), *OrderStatus.choices],
        apply=_of_status,
    ),
)


def list_orders(request: HttpRequest) -> dict[str, Any]:
    """What the list's template shows; a fixed number of queries."""
    text = open_text(request, request.GET.get(PARAMETER, ""))
    rows: QuerySet[Any] = Order.objects.select_related(
        "buyer_company", "buyer_person__guard"
    )
    rows = rows.filter(pk__in=_matching(text)) if text else rows
    rows, filters = apply_filters(request, rows, FILTERS)
    page = page_by_key(request, rows, field="ordered_on", newest_first=True)
    for order in page.rows:
        order.buyer = buyer_name(order, may_see_all=_sees_all(request))
    return {
        "page": page,
        "filters": filters,
        "text": text,
        "sealed": request.GET.get(PARAMETER, "") if text else "",
        "count": count_rows(rows),
        "filtered": bool(text or any(one.value for one in filters)),
    }


def buyer_name(order: Order, *, may_see_all: bool) -> str:
    """The buyer; a restricted person only for those who may see her."""
    if order.buyer_company:
        return order.buyer_company.name
    person = order.buyer_person
    if person is None:
        return ""
    guard = getattr(person, "guard", None)
    return "" if guard and guard.restricted and not may_see_all else person.full_name


def _sees_all(request: HttpRequest) -> bool:
    return staff_of(request).has_perm("registry.view_restricted_person")


def _matching(text: str) -> list[int]:
    """Keys of orders by the beginning of the number, or by the buying company."""
    reading = read_query(text)
    found = Order.objects.filter(number__startswith=text.upper())
    keys = list(found.order_by().values_list("pk", flat=True)[:MOST])
    if reading.words:
        companies = match_names(Company.objects.all(), reading, limit=MOST)
        bought = Order.objects.filter(buyer_company__in=companies)
        keys += bought.order_by().values_list("pk", flat=True)[:MOST]
    return keys
