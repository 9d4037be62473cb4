"""Tiles about legal holds and what weakens protection."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from privacy.models import HeldRemainder, LegalHold, Weakening
from privacy.services.hold_states import SOON, after_release, late_releases
from privacy.services.weakenings import describe_weakening
from registry.seams.panels import Tile

from .tiles import SHOWN, compliance_tile, row_of, tile_of


@compliance_tile(order=25)
def weakenings_waiting(_request: HttpRequest) -> Tile:
    """What somebody asked for and another person has not confirmed yet."""
    found = Weakening.objects.to_confirm()
    rows = [
        row_of(
            one,
            describe_weakening(one).title,
            one.get_kind_display(),
            at=one.requested_at,
        )
        for one in found.order_by("requested_at")[:SHOWN]
    ]
    return tile_of(_("Waiting for a second person"), Weakening, found, rows)


@compliance_tile(order=30)
def holds_to_review(_request: HttpRequest) -> Tile:
    """Holds whose review is due within a month; late ones are loud."""
    today = timezone.localdate()
    found = LegalHold.objects.to_review(today + SOON)
    rows = [
        row_of(
            hold,
            _("Legal hold %(reference)s") % {"reference": hold.reference},
            _words(hold.next_review_by < today)
            % {"day": f"{hold.next_review_by:%-d.%-m.%Y}"},
            urgent=hold.next_review_by <= today,
        )
        for hold in found.order_by("next_review_by", "pk")[:SHOWN]
    ]
    return tile_of(_("Holds to review"), LegalHold, found, rows)


@compliance_tile(order=31)
def releases_late(_request: HttpRequest) -> Tile:
    """Released holds whose people should have been erased by now."""
    late = late_releases(timezone.localdate())
    rows = [
        row_of(
            hold,
            _("Legal hold %(reference)s") % {"reference": hold.reference},
            _("%(n)s still there") % {"n": after.left},
            urgent=True,
        )
        for hold in late[:SHOWN]
        if (after := after_release(hold))
    ]
    found = LegalHold.objects.filter(pk__in=[hold.pk for hold in late])
    return tile_of(_("Not erased in time after a hold"), LegalHold, found, rows)


def _words(is_late: bool) -> str:  # noqa: FBT001  # one condition, one answer
    return _("Review late since %(day)s") if is_late else _("review by %(day)s")


@compliance_tile(order=32)
def still_kept(_request: HttpRequest) -> Tile:
    """What erasures had to leave, the one that ends first on top; late ones loud."""
    today = timezone.localdate()
    found = HeldRemainder.objects.open()
    first = found.select_related("case").order_by("ends_on", "pk")[:SHOWN]
    rows = [
        row_of(
            row,
            row.case.reference if row.case else row.get_duty_display(),
            f"{row.ends_on:%-d.%-m.%Y}"
            if row.ends_on
            else row.get_review_when_display(),
            urgent=bool(row.ends_on and row.ends_on < today),
        )
        for row in first
    ]
    return tile_of(_("Still kept after an erasure"), HeldRemainder, found, rows)
