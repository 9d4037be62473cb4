"""Legal holds: placed with an owner and a review date, released with a reason."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from privacy.exceptions import LegalFactError
from privacy.models import LegalHold
from registry.law.calendar import add_months
from registry.law.parameters import number
from registry.models import Company, Order, Person, Staff
from registry.seams.audit import record

from .guard import held_by, project_guard


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
    the parameter's months; by default on the last possible day."""
    now = timezone.now()
    latest = add_months(timezone.localdate(now), number("hold_review_months"))
    if review_by and review_by > latest:
        raise LegalFactError(_("Review a hold within twelve months."))
    hold = LegalHold(
        person=person,
        company=company,
        order=order,
        reason=reason,
        owner=owner,
        from_on=from_on,
        until_on=until_on,
        review_by=review_by or latest,
        opened_at=now,
        recorded_by=actor,
    )
    hold.full_clean()
    hold.save()
    _follow(actor, "hold.placed", hold)
    return hold


@transaction.atomic
def release_hold(*, actor: Staff, hold: LegalHold, reason: str) -> LegalHold:
    """Release a hold; what is past its period goes with the next retention run."""
    if hold.released_at:
        raise LegalFactError(_("This hold has been released already."))
    if not reason.strip():
        raise LegalFactError(_("Give the reasons."))
    hold.released_at = timezone.now()
    hold.released_by = actor
    hold.release_reason = reason
    hold.full_clean()
    hold.save()
    _follow(actor, "hold.released", hold)
    return hold


def _follow(actor: Staff, action: str, hold: LegalHold) -> None:
    person_ids = list(held_by(hold).values_list("pk", flat=True))
    project_guard(person_ids)
    subjects = [("hold", hold.pk), *(("person", pk) for pk in person_ids)]
    record(actor=actor, action=action, subjects=subjects, fields=["reason"])
