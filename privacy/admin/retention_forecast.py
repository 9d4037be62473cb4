"""The forecast on the overview page: one kind of data at a time, one bar a month."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from privacy.models import RetentionForecast
from privacy.retention.chart import Chart, draw_chart
from privacy.retention.forecast import (
    is_being_computed,
    newest_forecast,
    start_forecast,
)
from privacy.retention.naming import rule_titles
from registry.desk.staff_of import staff_of

from .case_pages import demand
from .retention_words import data_label

DATA, YEAR = "data", "year"


def forecast_box(request: HttpRequest) -> dict[str, Any]:
    """What the overview's template needs of the forecast. Two queries."""
    forecast = newest_forecast()
    box = {
        "forecast": forecast,
        "is_computing": is_being_computed(),
        "overdue": sum(forecast.overdue.values()) if forecast else 0,
    }
    if forecast is None or not forecast.series:
        return box
    asked = request.GET.get(DATA, "")
    holding = asked if asked in forecast.series else _first(forecast)
    chart = draw_chart(forecast.series[holding], first=forecast.as_of)
    titles = rule_titles(chart.rules)
    return box | {
        "chart": chart,
        "holding": holding,
        "holding_label": data_label(holding),
        "choices": [(key, data_label(key)) for key in _ordered(forecast)],
        "rules": [titles[slug] for slug in chart.rules],
        "chosen_year": _chosen_year(request, chart),
        "overdue": forecast.overdue.get(holding, 0),
        "later": forecast.later.get(holding, 0),
        "living": forecast.living.get(holding, 0),
    }


@require_POST
def refresh_view(request: HttpRequest) -> HttpResponse:
    """Have the forecast counted anew, in the background."""
    demand(request, "privacy.run_retention")
    start_forecast(as_of=timezone.localdate(), actor=staff_of(request))
    messages.success(request, _("The forecast is being counted anew."))
    return redirect("admin:privacy_retentionrun_changelist")


def _ordered(forecast: RetentionForecast) -> list[str]:
    others = sorted(set(forecast.series) - {"persons"}, key=data_label)
    return [key for key in ("persons", *others) if key in forecast.series]


def _first(forecast: RetentionForecast) -> str:
    return _ordered(forecast)[0]


def _chosen_year(request: HttpRequest, chart: Chart) -> Any:
    asked = request.GET.get(YEAR, "")
    return next((year for year in chart.years if str(year.year) == asked), None)
