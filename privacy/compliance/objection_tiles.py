"""A tile about objections that the deadline decided, or soon will."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from privacy.models import Case
from privacy.models.case_choices import CaseKind, CaseState
from registry.law.parameters import number
from registry.seams.panels import Tile

from .tiles import SHOWN, compliance_tile, row_of, tile_of

LOUD = timedelta(days=30)


@compliance_tile(order=12)
def objections_left_undecided(_request: HttpRequest) -> Tile:
    """Objections that nobody decided in time in the last thirty days, and those that
    will be upheld by themselves within a week."""
    today = timezone.localdate()
    soon = today + timedelta(days=number("dsr_warning_days"))
    waiting = Q(state=CaseState.OPEN, legal_due__lte=soon, person_id__isnull=False)
    passed = Q(decided_by=None, decided_at__gte=timezone.now() - LOUD)
    found = Case.objects.filter(waiting | passed, kind=CaseKind.OBJECTION)
    rows = [
        row_of(
            case,
            case.reference,
            _("Upheld by the deadline")
            if case.decided_at
            else _("Upheld by itself after %(day)s")
            % {"day": f"{case.legal_due:%-d.%-m.%Y}"},
            urgent=True,
        )
        for case in found.order_by("legal_due", "pk")[:SHOWN]
    ]
    return tile_of(_("Objections that nobody decided"), Case, found, rows)
