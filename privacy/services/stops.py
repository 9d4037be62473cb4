"""Stopping at a person's word: direct marketing (Art. 21(3)), consent (Art. 7(3))."""

from __future__ import annotations

from collections.abc import Collection

from privacy.models import (
    Case,
    ConsentAction,
    ConsentEvent,
    Objection,
    ObjectionKind,
    Suppression,
)
from privacy.models.case_choices import CaseKind
from privacy.restore.facts import together
from registry.models import Person, Staff

from .consents import withdraw_consent
from .objections import record_objection, source_of
from .suppressions import screen_addresses, suppress_address


def stop_for(
    case: Case, person_ids: Collection[int], *, actor: Staff | None = None
) -> None:
    """Record what this request stops, for these people, once however often it is
    called. An address that nobody has goes on the suppression list by itself."""
    with together():
        for person_id in sorted(_still_there(person_ids) - _stopped_by(case)):
            if case.kind == CaseKind.MARKETING_OBJECTION:
                record_objection(
                    actor=actor,
                    person_id=person_id,
                    kind=ObjectionKind.MARKETING,
                    source=source_of(case),
                    case_id=case.pk,
                )
            else:
                withdraw_consent(
                    actor=actor, person_id=person_id, source=source_of(case)
                )
        if not person_ids and case.kind == CaseKind.MARKETING_OBJECTION:
            _keep_off_lists(case.email)


def people_of_stop(case: Case) -> set[int]:
    """Whom the request covers: those it was recorded for when it was confirmed, and
    the person that an officer chose."""
    holders = set(case.candidates.values_list("person_id", flat=True))
    return holders | _stopped_by(case) | ({case.person_id} if case.person_id else set())


def _keep_off_lists(address: str) -> None:
    if not screen_addresses([address]):
        suppress_address(address, reason=Suppression.Reason.OBJECTION)


def _stopped_by(case: Case) -> set[int]:
    if case.kind == CaseKind.MARKETING_OBJECTION:
        objections = Objection.objects.filter(
            case_id=case.pk, kind=ObjectionKind.MARKETING, person__isnull=False
        )
        return {key for key in objections.values_list("person_id", flat=True) if key}
    withdrawn = ConsentEvent.objects.filter(
        action=ConsentAction.WITHDRAWN, place=source_of(case)
    )
    return set(withdrawn.values_list("person_id", flat=True))


def _still_there(person_ids: Collection[int]) -> set[int]:
    found = Person.objects.filter(pk__in=list(person_ids))
    return set(found.values_list("pk", flat=True))
