"""Shorthand of tests: a hold released by two people after a day."""

from datetime import timedelta

from privacy.models import LegalHold, Weakening
from privacy.services import holds, weakenings
from registry.tests.factories import StaffFactory

DAY = timedelta(hours=24)


def release_hold(hold: LegalHold, *, reason: str = "Sovittu") -> LegalHold:
    """Asked for by one, confirmed by another, carried out a day later."""
    weakening = holds.request_release(actor=StaffFactory(), hold=hold, reason=reason)
    confirm_and_wait(weakening)
    hold.refresh_from_db()
    return hold


def confirm_and_wait(weakening: Weakening) -> None:
    """Confirmed by somebody else, and a day passes."""
    weakenings.confirm_weakening(actor=StaffFactory(), weakening=weakening)
    assert weakenings.carry_out_weakenings(weakening.requested_at + DAY * 2) == 1
