"""The start page: what matters today."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils import timezone

from registry.seams.panels import start_tiles


def start_page(request: HttpRequest, context: dict[str, Any]) -> TemplateResponse:
    """Greeting, search and the tiles that the apps bring."""
    tiles = start_tiles(request)
    context |= {
        "title": "",
        "today": timezone.localdate(),
        "numbers": [tile for tile in tiles if not tile.template],
        "boxes": [tile for tile in tiles if tile.template],
        "may_add_person": request.user.has_perm("registry.add_person"),
        "may_add_company": request.user.has_perm("registry.add_company"),
        "hide_header_search": True,
    }
    return TemplateResponse(request, "desk/start.html", context)
