"""``/admin/compliance/``: the officer's landing page."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from privacy.controller import controller
from privacy.models import (
    Activity,
    BalancingTest,
    Case,
    ConsentEvent,
    Disclosure,
    IncomingMail,
    LegalHold,
    LetterReview,
    NoticeDelivery,
    NoticeVersion,
    Objection,
    PeriodRule,
    Recipient,
    RecipientNotice,
    Restriction,
    Suppression,
    Weakening,
)
from registry.seams.panels import Tile

from . import (  # noqa: F401  # register their tiles
    clock_tiles,
    hold_tiles,
    mail_tiles,
    message_tiles,
    objection_tiles,
    recipient_tiles,
    restricted_tiles,
)
from .tiles import compliance_tiles

SHELVES: tuple[tuple[Any, tuple[type[Model], ...]], ...] = (
    (
        gettext_lazy("Rights of data subjects"),
        (
            Case,
            IncomingMail,
            ConsentEvent,
            Objection,
            Suppression,
            Restriction,
            LegalHold,
            Weakening,
        ),
    ),
    (
        gettext_lazy("Record of processing"),
        (Activity, BalancingTest, Recipient, PeriodRule),
    ),
    (
        gettext_lazy("Openness"),
        (NoticeVersion, NoticeDelivery, Disclosure, LetterReview, RecipientNotice),
    ),
)

MADE_ELSEWHERE = (LetterReview, IncomingMail, Suppression, Weakening, RecipientNotice)
"""Rows that nobody adds by hand."""


def compliance_page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """What is due and what is missing; links to every legal row."""
    if not request.user.has_perm("privacy.view_activity"):
        raise PermissionDenied
    today = timezone.localdate()
    tiles = compliance_tiles(request)
    context |= {
        "title": _("Compliance"),
        "tiles": sorted(filter(says_something, tiles), key=lambda t: not t.urgent),
        "in_order": [tile for tile in tiles if not says_something(tile)],
        "overdue": Case.objects.overdue(today).order_by("legal_due", "pk")[:10],
        "shelves": [(name, _links(request, models)) for name, models in SHELVES],
        "controller": controller(),
        "notice": NoticeVersion.objects.in_force(today),
    }
    return TemplateResponse(request, "privacy/desk/compliance.html", context)


def says_something(tile: Tile) -> bool:
    """Whether the tile has anything to read; the others stand together, shortly."""
    return bool(tile.count or tile.urgent or tile.context.get("rows"))


def _links(
    request: HttpRequest, models: tuple[type[Model], ...]
) -> list[dict[str, Any]]:
    return [
        {
            "title": model._meta.verbose_name_plural,
            "url": reverse(f"admin:privacy_{model._meta.model_name}_changelist"),
            "add": _add_url(request, model),
        }
        for model in models
    ]


def _add_url(request: HttpRequest, model: type[Model]) -> str:
    name = str(model._meta.model_name)
    may_add = request.user.has_perm(f"privacy.add_{name}")
    if model in MADE_ELSEWHERE or not may_add:
        return ""
    return reverse(f"admin:privacy_{name}_add")
