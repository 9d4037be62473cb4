"""What we may hold, field by field, for people; and the same as a schema, for
programs (Art. 13, 20)."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from privacy.access.columns import column_label
from privacy.access.parts import columns_of, part_of
from privacy.access.schema import (
    NAMES,
    VERSION,
    as_text,
    published,
    schema_of,
)
from privacy.models.case_choices import CaseKind
from privacy.services.preview import label_of
from registry.seams.personal_data import (
    Holding,
    Obligation,
    Origin,
    exported_holdings,
)

AN_HOUR = 3600


@dataclass(frozen=True, slots=True)
class Described:
    """One field as the page shows it."""

    name: str
    label: str
    category: str = ""
    purpose: str = ""
    origin: str = ""
    obligation: str = ""
    stored: str = ""


@require_safe
def show_data(request: HttpRequest) -> HttpResponse:
    """Every part of a package with its fields, in the page's language."""
    parts = [
        {
            "key": holding.key,
            "label": label_of(holding.key),
            "fields": fields_of(holding),
        }
        for holding in exported_holdings()
    ]
    context = {"parts": parts, "names": list(NAMES), "version": VERSION}
    return render(request, "public/data.html", context)


def fields_of(holding: Holding) -> list[Described]:
    """The part's columns, described."""
    part = part_of(holding, CaseKind.ACCESS)
    return [_described(holding, name) for name in columns_of(part)]


def _described(holding: Holding, name: str) -> Described:
    label = column_label(holding, name)
    datum = holding.fields.get(name)
    if datum is None:
        return Described(name, label)
    return Described(
        name,
        label,
        str(datum.category.label),
        str(datum.purpose.label),
        str(Origin(datum.origin).label),
        str(Obligation(datum.obligation).label),
        str(datum.retention.label),
    )


@require_safe
@cache_control(public=True, max_age=AN_HOUR)
def show_schema(_request: HttpRequest, name: str, version: str = "") -> HttpResponse:
    """The schema; without a version the current one."""
    text = _text_of(name, int(version or VERSION))
    return HttpResponse(text, content_type="application/schema+json; charset=utf-8")


def _text_of(name: str, version: int) -> str:
    if name in NAMES and version == VERSION:
        return as_text(schema_of(name))
    text = published(name, version) if name in NAMES else None
    if text is None:
        raise Http404
    return text


@require_safe
def show_docs(_request: HttpRequest) -> HttpResponse:
    """Where programs look first: the page in the visitor's language."""
    return redirect("privacy:data")
