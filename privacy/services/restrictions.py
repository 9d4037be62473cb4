"""Restriction of processing: opened at once, lifted only after telling (Art. 18)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from privacy.exceptions import LegalFactError
from privacy.models import Case, NoticeAct, Restriction
from privacy.restore.facts import note_restriction
from privacy.restricted_places import field_of_place
from registry.law.parameters import number
from registry.law.restriction import may_use_restricted
from registry.models import Staff
from registry.seams.audit import record
from registry.services.restricted_fields import check_places

from .guard import project_guard
from .recipients import tell_recipients


@transaction.atomic
def open_restriction(
    *,
    actor: Staff | None,
    person_id: int,
    ground: str,
    reason: str,
    case_id: int | None = None,
    fields: Collection[str] = (),
) -> Restriction:
    """Restrict the processing of a person's data on one of the grounds of 18(1), from
    the end of this transaction.

    fields: single places, as ``person.family_name`` or ``personphone:17``
    (registry.models.restricted_field); empty means everything about her.
    case_id: the request that led to it. Recipients of the data are told (Art. 19).
    ValidationError for a place that is not hers.
    """
    restriction = Restriction(
        person_id=person_id,
        ground=ground,
        reason=reason,
        fields=check_places(person_id=person_id, places=fields),
        case_id=case_id,
        opened_at=timezone.now(),
        recorded_by=actor,
    )
    restriction.full_clean()
    restriction.save()
    note_restriction(restriction)
    _tell_recipients(restriction)
    project_guard([person_id])
    record(
        actor=actor,
        action="restriction.opened",
        subjects=subjects_of(restriction),
        fields=["ground", "fields"],
    )
    return restriction


@transaction.atomic
def lift_restriction(
    *, actor: Staff, restriction: Restriction, reason: str, at: datetime | None = None
) -> Restriction:
    """End a restriction, at the earliest the parameter's days after the person was
    told. LegalFactError otherwise."""
    lock_in_force(restriction)
    at = at or timezone.now()
    told = restriction.informed_before_lift_at
    informed = told is not None and at >= may_be_lifted_from(told)
    if not may_use_restricted("lift_restriction", subject_informed_before=informed):
        raise LegalFactError(
            _("The person must be told at least %(days)s days before.")
            % {"days": number("restriction_lift_notice_days")}
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
    record(
        actor=actor,
        action="restriction.lifted",
        subjects=subjects_of(restriction),
        fields=["lifted_at", "lift_reason"],
    )
    return restriction


def may_be_lifted_from(told_at: datetime) -> datetime:
    """The first moment at which a restriction may end after the person was told."""
    return told_at + timedelta(days=number("restriction_lift_notice_days"))


def lock_in_force(restriction: Restriction) -> None:
    """Lock the row and read it anew; LegalFactError where it has been lifted."""
    restriction.refresh_from_db(
        from_queryset=Restriction.objects.select_for_update(of=("self",))
    )
    if restriction.lifted_at:
        raise LegalFactError(_("This restriction has been lifted already."))


def _tell_recipients(restriction: Restriction) -> None:
    """Whoever got the data is told (Art. 19)."""
    named = [field_of_place(place) for place in restriction.fields]
    tell_recipients(
        case=Case.objects.filter(pk=restriction.case_id or 0).first(),
        person_id=restriction.person_id,
        act=NoticeAct.RESTRICTION,
        changes=[f"{holding}.{name}" for holding, names in named for name in names],
    )


def subjects_of(restriction: Restriction) -> list[tuple[str, int]]:
    """Whom and what an entry of the audit trail is about."""
    found = [("person", restriction.person_id), ("restriction", restriction.pk)]
    if restriction.case_id:
        found.append(("case", restriction.case_id))
    return found
