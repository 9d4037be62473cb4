"""Whose request is it? The address on file decides, and a human where it does not."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from privacy.exceptions import DecisionIncomplete
from privacy.models import Case, CaseCandidate
from privacy.models.case_choices import CaseState, IdentityMethod
from registry.law.identifiers.email import normalise_email
from registry.models import Person, PersonEmail, Staff
from registry.seams.audit import record

from .identity import refuse_weak_identity
from .locking import lock_case, save_case


def find_holders(email: str) -> list[int]:
    """Keys of the persons who have this address on file, in key order."""
    found = PersonEmail.objects.filter(normalised=normalise_email(email))
    return sorted(set(found.values_list("person_id", flat=True)))


def note_holders(case: Case) -> list[int]:
    """Write the holders down; a single one is taken as the person."""
    holders = find_holders(case.email)
    CaseCandidate.objects.bulk_create(
        CaseCandidate(case=case, person_id=person_id) for person_id in holders
    )
    if len(holders) == 1:
        case.person_id = holders[0]
    return holders


@transaction.atomic
def choose_person(
    *,
    actor: Staff,
    case_id: int,
    expected_version: int,
    person: Person,
    identity_method: IdentityMethod,
) -> Case:
    """The officer says whose request it is, and how the person showed it.

    Someone who does not hold the confirmed address needs another proof than it.
    """
    case = lock_case(
        case_id=case_id, states=[CaseState.OPEN], expected_version=expected_version
    )
    holds_address = case.candidates.filter(person_id=person.pk).exists()
    if identity_method == IdentityMethod.ADDRESS and not holds_address:
        raise DecisionIncomplete
    refuse_weak_identity(identity_method)
    case.person_id = person.pk
    case.identity_method = identity_method
    case.identity_shown_at = timezone.now()
    save_case(case)
    record(
        actor=actor,
        action="case.person_chosen",
        subjects=[("case", case.pk), ("person", person.pk)],
        fields=["identity_method"],
    )
    return case
