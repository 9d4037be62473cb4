"""Restriction of processing: opened at once, lifted only after telling (Art. 18)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from privacy.exceptions import LegalFactError
from privacy.models import Restriction
from privacy.restore.facts import note_restriction
from registry.law.parameters import number
from registry.law.restriction import may_use_restricted
from registry.models import Staff
from registry.seams.audit import record

from .guard import project_guard


@transaction.atomic
def open_restriction(
    *, actor: Staff | None, person_id: int, ground: str, reason: str
) -> Restriction:
    """Restrict the processing of a person's data on one of the grounds of 18(1)."""
    restriction = Restriction(
        person_id=person_id,
        ground=ground,
        reason=reason,
        opened_at=timezone.now(),
        recorded_by=actor,
    )
    restriction.full_clean()
    restriction.save()
    note_restriction(restriction)
    project_guard([person_id])
    _audit(actor, "restriction.opened", restriction, ["ground"])
    return restriction


@transaction.atomic
def announce_lifting(
    *, actor: Staff, restriction: Restriction, told_at: datetime | None = None
) -> Restriction:
    """Record that the person has been told of the coming end (18(3))."""
    _refuse_when_lifted(restriction)
    restriction.informed_before_lift_at = told_at or timezone.now()
    restriction.save(update_fields=["informed_before_lift_at"])
    _audit(actor, "restriction.announced", restriction, ["informed_before_lift_at"])
    return restriction


@transaction.atomic
def lift_restriction(
    *, actor: Staff, restriction: Restriction, reason: str, at: datetime | None = None
) -> Restriction:
    """End a restriction, at the earliest the parameter's days after the person was
    told. LegalFactError otherwise."""
    _refuse_when_lifted(restriction)
    at = at or timezone.now()
    days = number("restriction_lift_notice_days")
    told = restriction.informed_before_lift_at
    informed = told is not None and at - told >= timedelta(days=days)
    if not may_use_restricted("lift_restriction", subject_informed_before=informed):
        raise LegalFactError(
            _("The person must be told at least %(days)s days before.") % {"days": days}
        )
    if not reason.strip():
        raise LegalFactError(_("Give the reasons."))
    restriction.lifted_at = at
    restriction.lifted_by = actor
    restriction.lift_reason = reason
    restriction.full_clean()
    restriction.save()
    note_restriction(restriction)
    project_guard([restriction.person_id])
    _audit(actor, "restriction.lifted", restriction, ["lifted_at", "lift_reason"])
    return restriction


def _refuse_when_lifted(restriction: Restriction) -> None:
    if restriction.lifted_at:
        raise LegalFactError(_("This restriction has been lifted already."))


def _audit(
    actor: Staff | None, action: str, restriction: Restriction, fields: list[str]
) -> None:
    record(
        actor=actor,
        action=action,
        subjects=[("person", restriction.person_id), ("restriction", restriction.pk)],
        fields=fields,
    )
