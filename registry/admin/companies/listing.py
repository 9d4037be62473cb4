"""The list of companies."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from registry.choices import LegalForm
from registry.desk.lists import Filter, apply_filters, page_by_key
from registry.desk.sealing import PARAMETER, open_text
from registry.industries import industry_choices, industry_label
from registry.models import Company
from registry.queries.counting import count_rows
from registry.queries.search import read_query
from registry.queries.search.sources import match_names

MOST = 1_000


def list_companies(request: HttpRequest) -> dict[str, Any]:
    """What the list's template shows; a fixed number of queries."""
    text = open_text(request, request.GET.get(PARAMETER, ""))
    rows: QuerySet[Any] = Company.objects.prefetch_related("addresses")
    rows = rows.filter(pk__in=_matching(text)) if text else rows
    rows, filters = apply_filters(request, rows, _filters())
    page = page_by_key(request, rows, field="sort_key")
    for company in page.rows:
        company.industry = industry_label(company.industry_code)
    return {
        "page": page,
        "filters": filters,
        "text": text,
        "sealed": request.GET.get(PARAMETER, "") if text else "",
        "count": count_rows(rows),
        "filtered": bool(text or any(one.value for one in filters)),
    }


def _matching(text: str) -> list[int]:
    """Keys of companies that the text means, at most a thousand."""
    reading = read_query(text)
    exact = Q(pk__in=())
    if reading.business_id:
        exact |= Q(business_id=reading.business_id)
    if reading.reference:
        exact |= Q(reference=reading.reference)
    keys = list(Company.objects.filter(exact).values_list("pk", flat=True))
    if reading.words:
        named = match_names(Company.objects.all(), reading, limit=MOST)
        keys += named.values_list("pk", flat=True)
    return keys


def _filters() -> tuple[Filter, ...]:
    return (
        Filter(
            name="form",
            label=_("Legal form"),
            choices=LegalForm.choices,
            apply=lambda rows, value: rows.filter(legal_form=value),
        ),
        Filter(
            name="industry",
            label=_("Industry"),
            choices=industry_choices(),
            apply=lambda rows, value: rows.filter(
                industry_code__gte=value, industry_code__lt=f"{value}a"
            ),
        ),
    )
