"""Where a hold stands, and by when what it kept must be gone after its release."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from privacy.models import LegalHold, Weakening
from registry.law.parameters import number
from registry.law.retention import after_hold
from registry.models import Person, PersonGuard
from registry.services.holding_back import people_of_scope, scope_of

SOON = timedelta(days=30)


@dataclass(frozen=True, kw_only=True)
class AfterRelease:
    """People whom a released hold kept past their last day: how many are still there,
    and the last of the days by which they must be gone."""

    left: int
    erase_by: date | None


def open_release(hold: LegalHold) -> Weakening | None:
    """The release that somebody asked for and that has not been carried out."""
    found = Weakening.objects.open().filter(hold=hold)
    return found.select_related("requested_by", "confirmed_by").first()


def with_release(holds: QuerySet[LegalHold]) -> QuerySet[LegalHold]:
    """Annotates ``is_waiting``: a release has been asked for."""
    waiting = Weakening.objects.open().filter(hold=OuterRef("pk"))
    return holds.annotate(is_waiting=Exists(waiting))


def erase_by(*, last_day: date, hold: LegalHold) -> date | None:
    """By when data past its last day must be gone; None while the hold stands
    (C.15: within thirty days of the release)."""
    released = hold.released_at
    return after_hold(
        cap=last_day,
        held=True,
        released=timezone.localdate(released) if released else None,
    ).erase_by


def after_release(hold: LegalHold) -> AfterRelease | None:
    """What is left to go of a released hold; None while it stands."""
    if hold.released_at is None:
        return None
    days = list(_past_at_release(hold).values_list("clock__last_day", flat=True))
    limits = [erase_by(last_day=day, hold=hold) for day in days if day]
    return AfterRelease(
        left=len(days), erase_by=max((d for d in limits if d), default=None)
    )


def late_releases(today: date) -> list[LegalHold]:
    """Released holds whose people should be gone by now and are not. Looks back as
    far as runs can be late; a person whom another hold keeps does not count."""
    grace = timedelta(days=number("hold_release_grace_days"))
    released = LegalHold.objects.filter(
        released_at__date__lt=today - grace, released_at__date__gte=today - 12 * SOON
    )
    return [hold for hold in released if _past_at_release(hold).exists()]


def _past_at_release(hold: LegalHold) -> QuerySet[Person]:
    released = timezone.localdate(hold.released_at)
    guarded = PersonGuard.objects.filter(person=OuterRef("pk"), held=True)
    people = people_of_scope(scope_of(hold)).filter(clock__last_day__lt=released)
    return people.exclude(Exists(guarded))
