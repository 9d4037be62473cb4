"""Objections: recorded in two clicks, effective in the same second (P42)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from privacy.exceptions import LegalFactError
from privacy.models import (
    Objection,
    ObjectionDecision,
    ObjectionKind,
    ObjectionScope,
    RestrictionGround,
    Suppression,
)
from privacy.restore.facts import note_objection, together
from registry.models import Staff
from registry.seams.audit import record

from .guard import project_guard
from .restrictions import open_restriction
from .suppressions import suppress_contact_points


@transaction.atomic
def record_objection(
    *,
    actor: Staff | None,
    person_id: int,
    kind: str = ObjectionKind.MARKETING,
    scope: str = ObjectionScope.ALL,
    grounds: str = "",
    received_at: datetime | None = None,
    source: str = "",
) -> Objection:
    """Record a person's objection (Art. 21). One to marketing lists her contact points
    at once; one on her own grounds restricts processing until it is decided."""
    with together():
        objection = _create(
            actor=actor,
            person_id=person_id,
            kind=kind,
            scope=scope,
            grounds=grounds,
            received_at=received_at or timezone.now(),
            place=source[:60],
        )
        _follow(actor, objection)
    project_guard([person_id])
    return objection


def _follow(actor: Staff | None, objection: Objection) -> None:
    """What an objection brings with it at once."""
    person_id = objection.person_id or 0
    if objection.kind == ObjectionKind.MARKETING:
        suppress_contact_points(
            person_ids=[person_id],
            reason=Suppression.Reason.OBJECTION,
            scope=objection.scope,
            since=objection.received_at,
        )
    elif objection.kind == ObjectionKind.OWN_GROUNDS:
        open_restriction(
            actor=actor,
            person_id=person_id,
            ground=RestrictionGround.OBJECTION,
            reason=_("Objection is being decided."),
        )


@transaction.atomic
def record_prohibition(
    *, actor: Staff | None, company_id: int, source: str = ""
) -> Objection:
    """Record that a company wants no marketing (SVPL 202(1)): it covers all its
    people, and by our own rule all channels."""
    return _create(
        actor=actor,
        company_id=company_id,
        kind=ObjectionKind.MARKETING,
        received_at=timezone.now(),
        place=source[:60],
    )


@transaction.atomic
def decide_objection(
    *, actor: Staff, objection: Objection, decision: str, reason: str
) -> Objection:
    """Decide an objection on her own grounds; legitimate interest alone is no reason
    (Art. 21(1)). The restriction is lifted separately, after she has been told."""
    if objection.kind != ObjectionKind.OWN_GROUNDS or objection.decided_at:
        raise LegalFactError(_("Only an open objection on own grounds is decided."))
    if decision not in (ObjectionDecision.UPHELD, ObjectionDecision.OVERRIDDEN):
        raise LegalFactError(_("Choose a decision."))
    if not reason.strip():
        raise LegalFactError(_("Give the reasons."))
    objection.decision = decision
    objection.decision_reason = reason
    objection.decided_at = timezone.now()
    objection.decided_by = actor
    objection.full_clean()
    objection.save()
    _audit(actor, "objection.decided", objection, ["decision", "decision_reason"])
    return objection


def _create(*, actor: Staff | None, **values: object) -> Objection:
    objection = Objection(recorded_by=actor, **values)
    objection.full_clean()
    objection.save()
    note_objection(objection)
    _audit(actor, "objection.recorded", objection, ["kind", "scope"])
    return objection


def _audit(
    actor: Staff | None, action: str, objection: Objection, fields: list[str]
) -> None:
    subjects = [("objection", objection.pk)]
    if objection.person_id:
        subjects.append(("person", objection.person_id))
    if objection.company_id:
        subjects.append(("company", objection.company_id))
    record(actor=actor, action=action, subjects=subjects, fields=fields)
