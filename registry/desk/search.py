"""The page of the one search box."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse

from registry.queries.search import SearchResults, search_everything
from registry.seams.audit import record

from .sealing import PARAMETER, open_text, seal_text
from .staff_of import staff_of

SEARCHED = ("registry.view_person", "registry.view_company", "registry.view_order")


def search_page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """POST takes the text and answers with an address that does not show it."""
    if not any(request.user.has_perm(permission) for permission in SEARCHED):
        raise PermissionDenied
    if request.method == "POST":
        text = request.POST.get("text", "").strip()[:200]
        sealed = f"?{PARAMETER}={seal_text(request, text)}" if text else ""
        return HttpResponseRedirect(f"{request.path}{sealed}")
    text = open_text(request, request.GET.get(PARAMETER, ""))
    results = _search(request, text) if text else None
    context |= {"title": "", "text": text, "results": results}
    context["hide_header_search"] = True
    return TemplateResponse(request, "desk/search.html", context)


def _search(request: HttpRequest, text: str) -> SearchResults:
    results = search_everything(text=text, user=staff_of(request))
    record(
        actor=staff_of(request),
        action="search.run",
        subjects=[("person", pk) for pk in results.person_ids],
        fields={hit.why for hit in results.hits},
    )
    return results
