"""The company's page: its people, orders and dealings."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, Q
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from registry.admin.persons.page import points, timeline_context
from registry.desk.staff_of import staff_of
from registry.industries import industry_label
from registry.models import (
    Company,
    Order,
    Person,
    PersonEmail,
    PersonPhone,
    Position,
    Staff,
)
from registry.models.showing import rows_as_shown
from registry.seams.audit import record
from registry.seams.panels import company_panels

PEOPLE = 100


def get_company(key: str | int) -> Company:
    """The company with its addresses, or 404."""
    if not str(key).isdecimal():
        raise Http404
    rows = Company.objects.prefetch_related("addresses", "einvoice_addresses")
    return get_object_or_404(rows, pk=key)


def company_context(request: HttpRequest, company: Company) -> dict[str, Any]:
    """Everything the page shows."""
    user = staff_of(request)
    record(actor=user, action="company.viewed", subjects=[("company", company.pk)])
    panels = company_panels(request, company)
    return {
        "company": company,
        "industry": industry_label(company.industry_code),
        "people": people_of(company, user),
        "orders": _orders_of(company, user),
        "main_panels": [p for p in panels if p.place == "main"],
        "side_panels": [p for p in panels if p.place != "main"],
        **timeline_context(request, "company", company.pk),
    }


def people_of(company: Company, user: Staff) -> list[Position]:
    """Who stands there today, those this user may see, in Finnish order."""
    if not user.has_perm("registry.view_person"):
        return []
    today = timezone.localdate()
    rows = company.positions.filter(
        Q(ends_on=None) | Q(ends_on__gte=today),
        person__in=Person.objects.visible_to(user),
    )
    shown = rows_as_shown(rows, user).prefetch_related(
        Prefetch("person", Person.objects.as_shown(user)),
        Prefetch("person__emails", rows_as_shown(points(PersonEmail), user)),
        Prefetch("person__phones", rows_as_shown(points(PersonPhone), user)),
    )
    return list(shown.order_by("person__sort_key", "pk")[:PEOPLE])


def _orders_of(company: Company, user: Staff) -> list[Order]:
    if not user.has_perm("registry.view_order"):
        return []
    return list(company.orders.order_by("-ordered_on", "-pk")[:8])
