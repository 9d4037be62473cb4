"""Monthly figures: a table, a drawing, a file."""

from __future__ import annotations

import csv
from typing import Any

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from registry.desk.lists import Filter
from registry.desk.staff_of import staff_of
from registry.figures.chart import draw
from registry.figures.reading import (
    cells_of,
    choices_of,
    exported,
    months_of,
    years_of,
)
from registry.law.parameters import number
from registry.models import Measure, MonthlyFigure
from registry.seams.audit import record

from .pages import PagesAdmin

SHOWN: tuple[tuple[Measure, Any], ...] = (
    (Measure.NET_SALES, Measure.NET_SALES.label),
    (Measure.ORDERS, Measure.ORDERS.label),
    (Measure.BUYERS, _("Buyers")),
    (Measure.NEW_CUSTOMERS, Measure.NEW_CUSTOMERS.label),
    (Measure.RETURNING_CUSTOMERS, Measure.RETURNING_CUSTOMERS.label),
    (Measure.CONTACTS, Measure.CONTACTS.label),
)
MONTHS = 36
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@admin.register(MonthlyFigure)
class MonthlyFigureAdmin(PagesAdmin):
    """One page; figures are never changed by hand."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """They are counted."""
        return False

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: Any = None,
    ) -> HttpResponse:
        """A single cell has no page."""
        self.demand(request, "view")
        raise Http404

    def changelist_view(
        self, request: HttpRequest, extra_context: Any = None
    ) -> HttpResponse:
        """The chosen measure by month; ``?csv=1`` gives the same cells as a file."""
        self.demand(request, "view")
        measure = Measure(chosen(request, "measure", SHOWN) or Measure.NET_SALES)
        groups, areas = (
            choices_of(measure, "product_group"),
            choices_of(measure, "postal_area"),
        )
        years = years_of(measure)
        picked = {
            "group": chosen(request, "group", _pairs(groups)),
            "area": chosen(request, "area", _pairs(areas)),
            "year": chosen(request, "year", _pairs(years)),
        }
        cells = cells_of(
            measure,
            group=picked["group"],
            area=picked["area"],
            year=int(picked["year"] or 0) or None,
        )
        if "csv" in request.GET:
            return as_file(request, measure, cells)
        months = months_of(cells)
        months = months if picked["year"] else months[:MONTHS]
        kept = request.GET.copy()
        kept["csv"] = "1"
        context = self.context_of(
            request,
            measures=[(value, label, value == measure) for value, label in SHOWN],
            measure=measure,
            measure_label=dict(SHOWN)[measure],
            money=measure == Measure.NET_SALES,
            selects=[
                ("group", _("Product group"), groups, picked["group"]),
                ("area", _("Postal area"), areas, picked["area"]),
                ("year", _("Year"), years, picked["year"]),
            ],
            filtered=any(picked.values()),
            months=months,
            total=sum(month.value for month in months),
            chart=draw(months),
            least=number("statistics_minimum_group"),
            file=f"?{kept.urlencode()}",
        )
        return TemplateResponse(request, "registry/figures.html", context)


def as_file(request: HttpRequest, measure: Measure, cells: Any) -> HttpResponse:
    """The chosen cells as CSV, as the other files of the house: ; and UTF-8 with BOM."""
    record(actor=staff_of(request), action="figures.exported", fields=[measure.value])
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="kuukausiluvut.csv"'
    response.write("\ufeff")
    writer = csv.writer(response, delimiter=";")
    names = ("month", "product_group", "postal_area", "value", "group_size")
    fields = [MonthlyFigure._meta.get_field(name) for name in names]
    writer.writerow([str(field.verbose_name) for field in fields])  # type: ignore[union-attr]  # concrete fields only
    for row in exported(cells):
        writer.writerow([_harmless(cell) for cell in row])
    return response


def chosen(request: HttpRequest, name: str, choices: Any) -> str:
    """The value in the address, where it is one of the choices."""
    return Filter(
        name=name, label=name, choices=choices, apply=lambda rows, _value: rows
    ).chosen(request.GET)


def _pairs(values: list[Any]) -> list[tuple[str, str]]:
    return [(str(value), str(value)) for value in values]


def _harmless(cell: Any) -> Any:
    """A spreadsheet must not take a product's name for a formula."""
    if isinstance(cell, str) and cell.startswith(FORMULA):
        return f"'{cell}"
    return cell
