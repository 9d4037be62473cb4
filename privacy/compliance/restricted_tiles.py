"""Restrictions in the way of an erasure that is due (Art. 18(3))."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from privacy.models import Restriction
from privacy.retention.restricted import restricted_tasks
from registry.seams.panels import Tile

from .tiles import SHOWN, compliance_tile, row_of, tile_of


@compliance_tile(order=19)
def restricted_and_due(_request: HttpRequest) -> Tile:
    """Whom to tell, so that what is past its last day may be erased."""
    tasks = restricted_tasks(today=timezone.localdate())
    rows = [
        row_of(
            task.restriction,
            task.restriction.person.reference,
            task.step.label,
            urgent=True,
        )
        for task in tasks[:SHOWN]
    ]
    found = Restriction.objects.filter(pk__in=[t.restriction.pk for t in tasks])
    return tile_of(_("Restricted and past the last day"), Restriction, found, rows)
