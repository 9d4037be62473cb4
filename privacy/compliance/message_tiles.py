"""A tile about messages that wait for somebody to read them."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext as _

from privacy.models import Case, CaseMessage
from registry.seams.panels import Tile

from .tiles import SHOWN, compliance_tile, row_of, tile_of


@compliance_tile(order=12)
def messages_to_read(_request: HttpRequest) -> Tile:
    """What people wrote about their requests, the oldest first."""
    found = CaseMessage.objects.unread()
    first = found.select_related("case").order_by("created_at", "pk")[:SHOWN]
    rows = [
        row_of(
            message.case,
            f"{message.case.reference} · {message.case.get_kind_display()}",
            message.case.get_state_display(),
            at=message.created_at,
            urgent=True,
        )
        for message in first
    ]
    return tile_of(_("Unread messages about requests"), Case, found, rows)
