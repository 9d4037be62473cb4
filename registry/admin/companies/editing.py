"""Adding and changing companies."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from registry.desk.staff_of import staff_of
from registry.exceptions import StaleVersion
from registry.models import Company
from registry.services import company_parts as parts
from registry.services.companies import create_company, update_company

from .forms import AddressForm, EditCompanyForm, EInvoiceForm, NewCompanyForm
from .page import get_company

Context = dict[str, Any]
FIELDS = (
    "name",
    "business_id",
    "legal_form",
    "industry_code",
    "municipality_code",
    "is_sole_trader",
    "dissolved_on",
)


def add_company(request: HttpRequest, context: Context) -> HttpResponse:
    """The form of a new company."""
    form = NewCompanyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        company = _create(request, form)
        if company:
            messages.success(request, _("Saved."))
            return HttpResponseRedirect(_page_of(company.pk))
    context |= {"form": form, "title": _("New company")}
    return TemplateResponse(request, "registry/company_add.html", context)


def edit_company(request: HttpRequest, key: int, context: Context) -> HttpResponse:
    """The form of a known company; a second saver is shown what the first saved."""
    company = get_company(key)
    form = EditCompanyForm(request.POST or None, initial=_values_of(company))
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in FIELDS}
        try:
            update_company(
                actor=staff_of(request),
                company=company,
                expected_version=form.cleaned_data["version"],
                **values,
            )
        except StaleVersion:
            return _show_conflict(request, key, values, context)
        except ValidationError as error:
            form.take_error(error, "name")
        else:
            messages.success(request, _("Saved."))
            return HttpResponseRedirect(_page_of(key))
    context |= {"form": form, **_edit_context(company)}
    return TemplateResponse(request, "registry/company_edit.html", context)


def change_company_part(
    request: HttpRequest, key: int, context: Context
) -> HttpResponse:
    """One posted change of an address; back to the edit page."""
    company = get_company(key)
    act = ACTS.get(request.POST.get("act", ""))
    if act is None or request.method != "POST":
        raise Http404
    errors = act(request, company)
    if not errors:
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(reverse("admin:registry_company_edit", args=[key]))
    form = EditCompanyForm(initial=_values_of(company))
    context |= {"form": form, **_edit_context(company), **errors}
    return TemplateResponse(request, "registry/company_edit.html", context, status=422)


def _create(request: HttpRequest, form: NewCompanyForm) -> Company | None:
    data = form.cleaned_data
    actor = staff_of(request)
    try:
        with transaction.atomic():
            values = {name: data[name] for name in FIELDS if name != "name"}
            company = create_company(
                actor=actor, name=data["name"], source=_("By hand"), **values
            )
            if data["street"]:
                parts.give_address(
                    actor=actor,
                    company=company,
                    street=data["street"],
                    postal_code=data["postal_code"],
                    city=data["city"],
                )
    except ValidationError as error:
        form.take_error(error, "name")
        return None
    return company


def _show_conflict(
    request: HttpRequest, key: int, mine: Context, context: Context
) -> HttpResponse:
    fresh = get_company(key)
    again = EditCompanyForm(initial={**mine, "version": fresh.version})
    conflicts = [
        (again.fields[name].label, getattr(fresh, name), mine[name])
        for name in FIELDS
        if getattr(fresh, name) != mine[name]
    ]
    context |= {"form": again, "conflicts": conflicts, **_edit_context(fresh)}
    return TemplateResponse(request, "registry/company_edit.html", context, status=409)


def _add_address(request: HttpRequest, company: Company) -> Context:
    form = AddressForm(request.POST, prefix="address")
    if form.is_valid():
        try:
            parts.give_address(
                actor=staff_of(request), company=company, **form.cleaned_data
            )
        except ValidationError as error:
            form.take_error(error, "street")
    return {"address_form": form} if form.errors else {}


def _add_einvoice(request: HttpRequest, company: Company) -> Context:
    form = EInvoiceForm(request.POST, prefix="einvoice")
    if form.is_valid():
        try:
            parts.give_einvoice_address(
                actor=staff_of(request), company=company, **form.cleaned_data
            )
        except ValidationError as error:
            form.take_error(error, "address")
    return {"einvoice_form": form} if form.errors else {}


def _remove(request: HttpRequest, company: Company) -> Context:
    kinds: dict[str, Any] = {
        "address": company.addresses,
        "einvoice": company.einvoice_addresses,
    }
    rows, key = kinds.get(request.POST.get("part", "")), request.POST.get("pk", "")
    if rows is None or not key.isdecimal():
        raise Http404
    part = get_object_or_404(rows.all(), pk=int(key))
    parts.remove_company_part(actor=staff_of(request), part=part)
    return {}


ACTS: dict[str, Callable[[HttpRequest, Company], Context]] = {
    "add_address": _add_address,
    "add_einvoice": _add_einvoice,
    "remove": _remove,
}


def _edit_context(company: Company) -> Context:
    return {
        "company": company,
        "title": _("Edit %(name)s") % {"name": company.name},
        "address_form": AddressForm(prefix="address"),
        "einvoice_form": EInvoiceForm(prefix="einvoice"),
    }


def _values_of(company: Company) -> Context:
    return {name: getattr(company, name) for name in (*FIELDS, "version")}


def _page_of(key: int) -> str:
    return reverse("admin:registry_company_change", args=[key])
