"""The pages «Why is this still here?»: of a person, a business, an order, a row."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from registry.desk.staff_of import staff_of
from registry.models import Company, Order, Person, Staff, Voucher
from registry.seams.audit import record
from registry.seams.personal_data import registry_of_holdings

from .access import (
    holdings_of_business,
    is_hidden,
    may_see,
    may_see_reasons,
    people_of,
    sees_everybody,
    visible_holdings,
)
from .explain import explain_person, explain_row, explain_row_everywhere
from .explained import Explained, HoldingExplained

FIRST_ROWS = 5
PAGE_ROWS = 50
PERSON = "persons"
Context = dict[str, Any]


@require_safe
def person_page(request: HttpRequest, key: int, context: Context) -> HttpResponse:
    """Every row of hers that the user may see; ``?holding=`` shows one to its end."""
    user = _demand(request, "registry.view_person")
    person = get_object_or_404(Person.objects.visible_to(user), pk=key)
    return _page_of(
        request,
        person,
        visible_holdings(user),
        {
            **context,
            "subject": person.full_name,
            "back": reverse("admin:registry_person_change", args=[key]),
        },
    )


@require_safe
def company_page(request: HttpRequest, key: int, context: Context) -> HttpResponse:
    """The business of a sole trader: data about her. Other companies are no persons."""
    user = _demand(request, "registry.view_company")
    rows = Company.objects.filter(is_sole_trader=True).select_related("proprietor")
    company = get_object_or_404(rows, pk=key)
    if company.proprietor is None:
        raise Http404
    person = get_object_or_404(
        Person.objects.visible_to(user), pk=company.proprietor_id
    )
    wanted = set(holdings_of_business())
    return _page_of(
        request,
        person,
        [holding for holding in visible_holdings(user) if holding in wanted],
        {
            **context,
            "subject": company.name,
            "back": reverse("admin:registry_company_change", args=[key]),
        },
    )


@require_safe
def order_page(request: HttpRequest, key: int, context: Context) -> HttpResponse:
    """An order and its voucher, under every holding that reaches a person by them."""
    user = _demand(request, "registry.view_order")
    order = get_object_or_404(Order.objects.select_related("voucher"), pk=key)
    on = timezone.localdate()
    rows = explain_row_everywhere(Order, key, on)
    if voucher := getattr(order, "voucher", None):
        rows += explain_row_everywhere(Voucher, voucher.pk, on)
    shown = [row for row in rows if _may_see_row(user, row)]
    if len(shown) < len(rows) and not shown:
        raise Http404
    return _page_of_rows(
        request,
        shown,
        {
            **context,
            "subject": f"{_('Order')} {order.number}",
            "back": reverse("admin:registry_order_change", args=[key]),
            "voucher": voucher,
        },
    )


@require_safe
def row_page(
    request: HttpRequest, holding: str, key: int, context: Context
) -> HttpResponse:
    """One row of any holding."""
    if holding not in {one.key for one in registry_of_holdings}:
        raise Http404
    declared = registry_of_holdings[holding]
    user = staff_of(request)
    if not may_see(user, declared):
        raise PermissionDenied
    row = explain_row(holding, key, timezone.localdate())
    if row is None or not _may_see_row(user, row):
        raise Http404
    return _page_of_rows(
        request, [row], {**context, "subject": row.words, "back": row.url}
    )


def _page_of(
    request: HttpRequest, person: Person, keys: list[str], context: Context
) -> HttpResponse:
    chosen = request.GET.get("holding", "")
    whole = chosen in keys
    after = request.GET.get("after", "")
    groups = explain_person(
        person.pk,
        timezone.localdate(),
        holdings=[chosen] if whole else [*keys, PERSON],
        limit=PAGE_ROWS if whole else FIRST_ROWS,
        after=int(after) if whole and after.isdecimal() and len(after) < 19 else 0,
    )
    _record(request, [person.pk])
    hidden = is_hidden(staff_of(request), [person.pk])
    context |= {
        "hidden": hidden,
        "subject": person.reference if hidden else context["subject"],
        "main": next((g.rows[0] for g in groups if g.holding.key == PERSON), None),
        "groups": [group for group in groups if group.holding.key != PERSON],
        "whole": chosen if whole else "",
        "of_person": True,
    }
    return _answer(request, context)


def _page_of_rows(
    request: HttpRequest, rows: list[Explained], context: Context
) -> HttpResponse:
    groups = [
        HoldingExplained(holding=registry_of_holdings[row.holding], rows=(row,))
        for row in rows
    ]
    people = {
        who
        for row in rows
        for who in people_of(registry_of_holdings[row.holding], row.row_pk)
    }
    _record(request, sorted(people))
    hidden = is_hidden(staff_of(request), people)
    if hidden and len(rows) == 1:
        context["subject"] = str(registry_of_holdings[rows[0].holding].label)
    context |= {
        "hidden": hidden,
        "main": rows[0] if len(rows) == 1 else None,
        "groups": groups,
    }
    if len(rows) == 1:
        context["groups"] = []
    return _answer(request, context)


def _answer(request: HttpRequest, context: Context) -> HttpResponse:
    user = staff_of(request)
    context |= {
        "title": "",
        "plain_title": True,
        "reasons": may_see_reasons(user),
        "today": timezone.localdate(),
        "permissions": user.get_all_permissions(),
    }
    return TemplateResponse(request, "privacy/why/page.html", context)


def _may_see_row(user: Staff, row: Explained) -> bool:
    holding = registry_of_holdings[row.holding]
    return may_see(user, holding) and sees_everybody(user, holding, row.row_pk)


def _demand(request: HttpRequest, permission: str) -> Staff:
    user = staff_of(request)
    if not user.has_perm(permission):
        raise PermissionDenied
    return user


def _record(request: HttpRequest, persons: list[int]) -> None:
    record(
        actor=staff_of(request),
        action="retention.explained",
        subjects=[("person", key) for key in persons],
    )
