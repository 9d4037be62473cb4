"""The order's page: lines, totals, voucher and the next step."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from registry.choices import OrderStatus
from registry.desk.staff_of import staff_of
from registry.exceptions import OrderError
from registry.models import Order, Person
from registry.seams.audit import record
from registry.seams.panels import order_panels
from registry.services.drafts import confirm_draft
from registry.services.orders import MOVES, invoice_order, move_order

from .forms import InvoiceForm
from .listing import buyer_name, person_name

Context = dict[str, Any]


def get_order(key: str | int) -> Order:
    """The order with its buyer, contact and voucher, or 404."""
    if not str(key).isdecimal():
        raise Http404
    rows = Order.objects.select_related(
        "buyer_company", "buyer_person", "contact", "voucher"
    )
    return get_object_or_404(rows, pk=key)


def show_order(
    request: HttpRequest,
    order: Order,
    context: Context,
    *,
    invoice_form: InvoiceForm | None = None,
) -> HttpResponse:
    """The page itself; recorded as a use of the buyer's or contact's data."""
    user = staff_of(request)
    persons = [order.buyer_person_id, order.contact_id]
    shown = Person.objects.as_shown(user).in_bulk([pk for pk in persons if pk])
    record(
        actor=user,
        action="order.viewed",
        subjects=[("order", order.pk), *(("person", pk) for pk in persons if pk)],
    )
    lines = list(order.lines.order_by("pk"))
    net = sum((line.net for line in lines), Decimal(0))
    vat = sum((line.vat for line in lines), Decimal(0))
    context |= {
        "order": order,
        "buyer": buyer_name(order, shown.get(order.buyer_person_id or 0), user),
        "contact": person_name(shown.get(order.contact_id or 0), user),
        "lines": lines,
        "net": net,
        "vat": vat,
        "total": net + vat,
        "voucher": getattr(order, "voucher", None),
        "steps": _steps(order) if user.has_perm("registry.change_order") else [],
        "may_invoice": _may_invoice(request, order),
        "panels": order_panels(request, order),
        "invoice_form": invoice_form or _new_invoice(order),
    }
    status = 422 if invoice_form else 200
    return TemplateResponse(request, "registry/order_page.html", context, status=status)


def move_on(request: HttpRequest, key: int, _context: Context) -> HttpResponse:
    """One posted step of the life cycle."""
    order = get_order(key)
    wanted = request.POST.get("to", "")
    if request.method != "POST" or wanted not in OrderStatus.values:
        raise Http404
    actor, today = staff_of(request), timezone.localdate()
    try:
        if wanted == OrderStatus.INVOICED:
            raise OrderError(_("An order is invoiced by its own form."))
        if order.status == OrderStatus.DRAFT and wanted == OrderStatus.CONFIRMED:
            confirm_draft(actor=actor, order=order, on=today)
        else:
            move_order(actor=actor, order=order, to=OrderStatus(wanted), on=today)
    except OrderError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Saved."))
    return HttpResponseRedirect(reverse("admin:registry_order_change", args=[key]))


def invoice(request: HttpRequest, key: int, context: Context) -> HttpResponse:
    """Make the voucher; errors stand at their fields."""
    order = get_order(key)
    form = InvoiceForm(request.POST)
    if request.method != "POST":
        raise Http404
    if form.is_valid() and _make_invoice(request, order, form):
        messages.success(request, _("Invoiced. The voucher is locked."))
        return HttpResponseRedirect(reverse("admin:registry_order_change", args=[key]))
    return show_order(request, order, context, invoice_form=form)


def _make_invoice(request: HttpRequest, order: Order, form: InvoiceForm) -> bool:
    try:
        with transaction.atomic():
            invoice_order(actor=staff_of(request), order=order, **form.cleaned_data)
    except OrderError as error:
        form.take_error(error, "")
    except ValidationError as error:
        form.take_error(error, "voucher_number")
    except IntegrityError:
        form.add_error("voucher_number", _("This voucher number is taken."))
    return not form.errors


def _steps(order: Order) -> list[tuple[str, str]]:
    """Where the order may go next, invoicing apart."""
    after = MOVES.get(order.status, frozenset()) - {OrderStatus.INVOICED}
    labels = dict(OrderStatus.choices)
    return [(s, str(labels[s])) for s in OrderStatus.values if s in after]


def _may_invoice(request: HttpRequest, order: Order) -> bool:
    return order.status == OrderStatus.DELIVERED and request.user.has_perm(
        "registry.add_voucher"
    )


def _new_invoice(order: Order) -> InvoiceForm:
    today = timezone.localdate()
    return InvoiceForm(
        initial={
            "voucher_number": f"L-{order.number}"[:32],
            "issued_on": today,
            "financial_year_end": date(today.year, 12, 31),
        }
    )
