"""Reading the figures: sums of cells by month, and what can be chosen.

Every sum is of whole cells, so nothing that is asked here can tell of fewer people than
the smallest group (registry.figures.cells)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Max, QuerySet, Sum

from registry.models import Measure, MonthlyFigure

PARTS = {
    Measure.BUYERS: (
        Measure.NEW_CUSTOMERS,
        Measure.RETURNING_CUSTOMERS,
        Measure.BUYERS,
    )
}
"""All buyers are the new, the returning and the undivided ones together."""


@dataclass(frozen=True, kw_only=True)
class Month:
    """One month's sum; ``at_least``: so many stand behind its largest cell."""

    month: date
    value: Decimal
    at_least: int


def cells_of(
    measure: Measure, *, group: str = "", area: str = "", year: int | None = None
) -> QuerySet[MonthlyFigure]:
    """The cells of a measure; group, area and year narrow them."""
    rows = MonthlyFigure.objects.filter(measure__in=PARTS.get(measure, (measure,)))
    if group:
        rows = rows.filter(product_group=group)
    if area:
        rows = rows.filter(postal_area=area)
    if year:
        rows = rows.filter(month__gte=date(year, 1, 1), month__lte=date(year, 12, 1))
    return rows


def months_of(rows: QuerySet[MonthlyFigure]) -> list[Month]:
    """Sums by month, the newest first; one statement."""
    found = rows.values("month").annotate(sum=Sum("value"), size=Max("group_size"))
    return [
        Month(month=row["month"], value=row["sum"], at_least=row["size"])
        for row in found.order_by("-month")
    ]


def exported(rows: QuerySet[MonthlyFigure]) -> Iterator[tuple[Any, ...]]:
    """Cells for a file: month, group, area, value, size; batches added up."""
    found = rows.values("month", "product_group", "postal_area").annotate(
        sum=Sum("value"), size=Max("group_size")
    )
    for row in found.order_by("month", "product_group", "postal_area"):
        yield (
            f"{row['month']:%Y-%m}",
            row["product_group"],
            row["postal_area"],
            row["sum"],
            row["size"],
        )


def choices_of(measure: Measure, field: str) -> list[str]:
    """Product groups or postal areas that stand by themselves in some month."""
    rows = cells_of(measure).exclude(**{field: ""}).order_by(field)
    return list(rows.values_list(field, flat=True).distinct())


def years_of(measure: Measure) -> list[int]:
    """Years with figures, the newest first."""
    days = cells_of(measure).dates("month", "year", order="DESC")
    return [day.year for day in days]
