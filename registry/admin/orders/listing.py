"""The list of orders, newest first."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from registry.choices import OrderStatus
from registry.desk.lists import Filter, apply_filters, page_by_key
from registry.desk.sealing import PARAMETER, open_text
from registry.desk.staff_of import staff_of
from registry.models import Company, Order, Person, Staff
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
    user = staff_of(request)
    people = Prefetch("buyer_person", Person.objects.as_shown(user))
    rows: QuerySet[Any] = Order.objects.select_related("buyer_company")
    rows = rows.prefetch_related(people)
    rows = rows.filter(pk__in=_matching(text)) if text else rows
    rows, filters = apply_filters(request, rows, FILTERS)
    page = page_by_key(request, rows, field="ordered_on", newest_first=True)
    for order in page.rows:
        order.buyer = buyer_name(order, order.buyer_person, user)
    return {
        "page": page,
        "filters": filters,
        "text": text,
        "sealed": request.GET.get(PARAMETER, "") if text else "",
        "count": count_rows(rows),
        "filtered": bool(text or any(one.value for one in filters)),
    }


def buyer_name(order: Order, person: Person | None, user: Staff) -> str:
    """The buyer; of a restricted person what this reader may see."""
    if order.buyer_company:
        return order.buyer_company.name
    return person_name(person, user)


def person_name(person: Person | None, user: Staff) -> str:
    """The name of a person read ``as_shown``: behind a mask while it is restricted, and
    nothing at all for those who may not know of her."""
    if person is None:
        return ""
    if person.hidden and not user.has_perm("registry.view_restricted_person"):
        return ""
    return person.full_name


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
