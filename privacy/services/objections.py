"""Objections: recorded in two clicks, effective in the same second (P42)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from privacy.models import (
    Case,
    Objection,
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
    case_id: int | None = None,
) -> Objection:
    """Record a person's objection (Art. 21). One to marketing lists her contact points
    at once; one on her own grounds restricts processing until it is decided.

    case_id: the request it came by, which brings one of a kind at most."""
    with together():
        objection = _create(
            actor=actor,
            person_id=person_id,
            kind=kind,
            scope=scope,
            grounds=grounds,
            received_at=received_at or timezone.now(),
            place=source[:60],
            case_id=case_id,
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
            case_id=objection.case_id,
        )


def begin_objection(case: Case, *, actor: Staff | None) -> Objection:
    """The objection on own grounds that this request brings, recorded once: from now
    on her data is only stored, until it is decided (Art. 18(1)(d), 21(1))."""
    found = Objection.objects.filter(
        case_id=case.pk, person=case.person_id, kind=ObjectionKind.OWN_GROUNDS
    ).first()
    return found or record_objection(
        actor=actor,
        person_id=case.person_id or 0,
        kind=ObjectionKind.OWN_GROUNDS,
        grounds=case.details,
        received_at=case.received_at,
        source=source_of(case),
        case_id=case.pk,
    )


def source_of(case: Case) -> str:
    """How a legal fact names the request that it came by."""
    return f"case {case.reference}"


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
