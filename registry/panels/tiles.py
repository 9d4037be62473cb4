"""The register's tiles on the start page."""

from __future__ import annotations

from django.db.models import Prefetch
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from registry.choices import OrderStatus
from registry.models import Order, Person, Staff
from registry.seams.panels import Tile, start_tile

OPEN = (OrderStatus.DRAFT, OrderStatus.CONFIRMED, OrderStatus.DELIVERED)
SHOWN = 6


@start_tile(order=30)
def open_orders(request: HttpRequest) -> Tile | None:
    """Orders that wait for somebody: not confirmed, delivered or invoiced yet."""
    user = request.user
    if not isinstance(user, Staff) or not user.has_perm("registry.view_order"):
        return None
    rows = Order.objects.filter(status__in=OPEN)
    people = Prefetch("buyer_person", Person.objects.as_shown(user))
    rows = rows.select_related("buyer_company").prefetch_related(people)
    newest = rows.order_by("-ordered_on", "-pk")[: SHOWN + 1]
    return Tile(
        title=_("Open orders"),
        url=reverse("admin:registry_order_changelist") + "?status=open",
        template="registry/_open_orders.html",
        context={
            "orders": list(newest)[:SHOWN],
            "may_see_restricted": user.has_perm("registry.view_restricted_person"),
        },
    )
