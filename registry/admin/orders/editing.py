"""Writing and changing drafts."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from registry.choices import OrderStatus
from registry.desk.staff_of import staff_of
from registry.exceptions import OrderError
from registry.models import Company, Order, Person, Staff
from registry.services.drafts import create_draft, update_draft
from registry.services.orders import Line

from .forms import LineFormSet, OrderForm
from .page import get_order

Context = dict[str, Any]
LINE_FIELDS = ("product", "quantity", "unit_price", "vat_rate")


def add_order(request: HttpRequest, context: Context) -> HttpResponse:
    """A new draft for the company or private person named in the address by key."""
    user = staff_of(request)
    buyer = _buyer_in(request, user)
    if buyer is None:
        return TemplateResponse(request, "registry/order_start.html", context)
    form, lines = _forms(request, _contacts(buyer, user))
    if request.method == "POST" and form.is_valid() and lines.is_valid():
        try:
            order = create_draft(
                actor=user, lines=_lines_of(lines), **_buyer_value(buyer), **_data(form)
            )
        except ValidationError as error:
            form.take_error(error, "ordered_on")
        else:
            return _done(request, order)
    context |= {"form": form, "lines": lines, "buyer": buyer, "title": _("New order")}
    return TemplateResponse(request, "registry/order_edit.html", context)


def edit_order(request: HttpRequest, key: int, context: Context) -> HttpResponse:
    """Change a draft."""
    user, order = staff_of(request), get_order(key)
    buyer = order.buyer_company or order.buyer_person
    if order.status != OrderStatus.DRAFT or not buyer:
        messages.error(request, _("Only a draft can be changed."))
        return HttpResponseRedirect(_page_of(key))
    form, lines = _forms(request, _contacts(buyer, user), order)
    if request.method == "POST" and form.is_valid() and lines.is_valid():
        try:
            update_draft(actor=user, order=order, lines=_lines_of(lines), **_data(form))
        except OrderError as error:
            form.take_error(error, "")
        except ValidationError as error:
            form.take_error(error, "ordered_on")
        else:
            return _done(request, order)
    title = _("Edit order %(number)s") % {"number": order.number}
    context |= {"form": form, "lines": lines, "buyer": buyer, "title": title}
    return TemplateResponse(request, "registry/order_edit.html", context)


def _buyer_in(request: HttpRequest, user: Staff) -> Company | Person | None:
    company, person = request.GET.get("company", ""), request.GET.get("person", "")
    if company.isdecimal():
        return get_object_or_404(Company, pk=int(company))
    if person.isdecimal():
        found = get_object_or_404(Person.objects.visible_to(user), pk=int(person))
        first = found.positions.filter(ends_on=None).select_related("company").first()
        return found if found.private_customer or not first else first.company
    if company or person:
        raise Http404
    return None


def _contacts(buyer: Company | Person, user: Staff) -> QuerySet[Person] | None:
    """People of the buying company; a private person needs no contact."""
    if isinstance(buyer, Person):
        return None
    visible = Person.objects.visible_to(user)
    return visible.filter(positions__company=buyer).order_by("sort_key").distinct()


def _forms(
    request: HttpRequest, contacts: Any, order: Order | None = None
) -> tuple[OrderForm, Any]:
    posted = request.POST if request.method == "POST" else None
    if order is None:
        start: Context = {"ordered_on": timezone.localdate()}
        start["contact"] = request.GET.get("person", "")
        rows: list[Context] = []
    else:
        start = {n: getattr(order, n) for n in ("ordered_on", "reference", "contact")}
        rows = [
            {name: getattr(line, name) for name in LINE_FIELDS}
            for line in order.lines.order_by("pk")
        ]
    form = OrderForm(posted, initial=start, contacts=contacts)
    return form, LineFormSet(posted, initial=rows, prefix="lines")


def _data(form: OrderForm) -> Context:
    return dict(form.cleaned_data)


def _buyer_value(buyer: Company | Person) -> Context:
    kind = "buyer_company" if isinstance(buyer, Company) else "buyer_person"
    return {kind: buyer}


def _lines_of(lines: Any) -> list[Line]:
    return [
        form.as_line()
        for form in lines.forms
        if form.cleaned_data and not form.cleaned_data.get("DELETE")
    ]


def _done(request: HttpRequest, order: Order) -> HttpResponse:
    messages.success(request, _("Saved."))
    return HttpResponseRedirect(_page_of(order.pk))


def _page_of(key: int) -> str:
    return reverse("admin:registry_order_change", args=[key])
