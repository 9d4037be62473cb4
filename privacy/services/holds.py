"""Legal holds: placed with an owner and a review date, reviewed, and released by two
people and a day (privacy.services.weakenings)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from privacy.exceptions import LegalFactError
from privacy.models import HoldReview, LegalHold, Weakening, WeakeningKind
from registry.law.calendar import add_months
from registry.law.parameters import number
from registry.models import Company, Order, Person, Staff
from registry.seams.audit import record

from .guard import held_by, project_guard
from .remainders import review_people
from .weakenings import WeakenedSubject, register_weakening, request_weakening


@transaction.atomic
def place_hold(
    *,
    actor: Staff,
    reason: str,
    owner: Staff,
    person: Person | None = None,
    company: Company | None = None,
    order: Order | None = None,
    from_on: date | None = None,
    until_on: date | None = None,
    review_by: date | None = None,
) -> LegalHold:
    """Hold the data of exactly one person, company or order. The review is due within
    the parameter's months; by default on the last possible day. LegalFactError where
    what is to be held has gone in the meantime."""
    now = timezone.now()
    if order and (from_on or until_on):
        raise LegalFactError(_("An order is held as a whole, without a range of days."))
    hold = LegalHold(
        person=person,
        company=company,
        order=order,
        reason=reason,
        owner=owner,
        from_on=from_on,
        until_on=until_on,
        review_by=_review_day(review_by, now),
        opened_at=now,
        recorded_by=actor,
    )
    _lock_while_it_is_there(hold)
    hold.full_clean()
    hold.save()
    _follow(actor, "hold.placed", hold)
    return hold


def request_release(
    *, actor: Staff, hold: LegalHold, reason: str, now: datetime | None = None
) -> Weakening:
    """Ask for the release; another person confirms it, a day passes, then what is
    past its period goes with the next runs."""
    if hold.released_at:
        raise LegalFactError(_("This hold has been released already."))
    return request_weakening(
        actor=actor,
        kind=WeakeningKind.HOLD_RELEASE,
        subject_ref=f"hold:{hold.pk}",
        reason=reason,
        now=now,
        hold=hold,
    )


@transaction.atomic
def review_hold(
    *,
    actor: Staff,
    hold: LegalHold,
    reason: str,
    next_review_by: date | None = None,
    now: datetime | None = None,
) -> HoldReview:
    """Record that the hold is still needed and why; the next review within the
    parameter's months."""
    if hold.released_at:
        raise LegalFactError(_("This hold has been released already."))
    if not reason.strip():
        raise LegalFactError(_("Give the reasons."))
    now = now or timezone.now()
    if next_review_by and next_review_by <= timezone.localdate(now):
        raise LegalFactError(_("The next review is in the future."))
    review = HoldReview(
        hold=hold,
        at=now,
        reason=reason.strip(),
        next_review_by=_review_day(next_review_by, now),
        recorded_by=actor,
    )
    review.full_clean()
    review.save()
    record(
        actor=actor,
        action="hold.reviewed",
        subjects=[("hold", hold.pk)],
        fields=["reason", "next_review_by"],
    )
    return review


def _review_day(asked: date | None, now: datetime) -> date:
    today = timezone.localdate(now)
    latest = add_months(today, number("hold_review_months"))
    if asked and asked > latest:
        raise LegalFactError(_("Review a hold within twelve months."))
    return asked or latest


def _lock_while_it_is_there(hold: LegalHold) -> None:
    """Wait for an erasure that is under way; one that comes later waits for us, and
    then meets the hold."""
    kept = hold.person or hold.company or hold.order
    if kept is None:
        return
    rows = type(kept)._default_manager.filter(pk=kept.pk)
    people = held_by(hold).order_by("pk").values_list("pk", flat=True)
    found = list(rows.select_for_update(no_key=True).values_list("pk", flat=True))
    list(people.select_for_update(no_key=True))
    if not found:
        raise LegalFactError(_("What was to be held is no longer there."))


def _release(weakening: Weakening) -> None:
    hold = LegalHold.objects.select_for_update().get(pk=weakening.hold_id or 0)
    if hold.released_at:
        raise LegalFactError(_("This hold has been released already."))
    reached = list(held_by(hold).values_list("pk", flat=True))
    hold.released_at = weakening.carried_out_at
    hold.released_by = weakening.confirmed_by
    hold.release_reason = weakening.reason
    hold.full_clean()
    hold.save()
    project_guard(reached)
    review_people(reached)
    _record(weakening.confirmed_by, "hold.released", hold, reached)


def _follow(actor: Staff, action: str, hold: LegalHold) -> None:
    person_ids = list(held_by(hold).values_list("pk", flat=True))
    project_guard(person_ids)
    _record(actor, action, hold, person_ids)


def _record(
    actor: Staff | None, action: str, hold: LegalHold, person_ids: list[int]
) -> None:
    subjects = [("hold", hold.pk), *(("person", pk) for pk in person_ids)]
    record(actor=actor, action=action, subjects=subjects, fields=["reason"])


def _describe(weakening: Weakening) -> WeakenedSubject:
    url = reverse("admin:privacy_legalhold_change", args=[weakening.hold_id])
    title = _("Legal hold %(reference)s") % {"reference": f"PK-{weakening.hold_id}"}
    return WeakenedSubject(title=title, url=url)


register_weakening(WeakeningKind.HOLD_RELEASE, _release, describe=_describe)
