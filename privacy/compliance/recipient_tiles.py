"""Recipients that must still be told, or that have not answered (Art. 19)."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from privacy.models import RecipientNotice
from privacy.recipients.states import dress
from registry.seams.panels import Tile

from .tiles import SHOWN, compliance_tile, row_of, tile_of


@compliance_tile(order=24)
def notices_to_recipients(_request: HttpRequest) -> Tile:
    """What needs the officer first; then those whose answer is awaited."""
    now = timezone.now()
    found = RecipientNotice.objects.open()
    red = RecipientNotice.objects.to_mend(now).select_related("recipient")
    first = list(red.order_by("created_at", "pk")[:SHOWN])
    rest = found.select_related("recipient").exclude(pk__in=[n.pk for n in first])
    others = list(rest.order_by("created_at", "pk")[: SHOWN - len(first)])
    rows = [
        row_of(
            notice,
            f"{notice.reference} · {notice.recipient.name}",
            dress(notice, now).state_word,
            urgent=notice in first,
            at=notice.created_at,
        )
        for notice in [*first, *others]
    ]
    return tile_of(_("Notices to recipients"), RecipientNotice, found, rows)
