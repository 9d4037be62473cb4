"""Whose request is it? The address on file decides, and a human where it does not."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from privacy.exceptions import DecisionIncomplete
from privacy.models import Case, CaseCandidate
from privacy.models.case_choices import AT_ONCE_KINDS, CaseState, IdentityMethod
from registry.models import Person, Staff
from registry.seams.audit import record
from registry.validators import validate_free_text

from .at_once import take_effect_at_once
from .identity import refuse_weak_identity
from .locking import lock_case, save_case
from .questions import settle_question
from .sharing import sharing_of


def note_holders(case: Case) -> list[int]:
    """Write the holders down, and whether they share the address; a single one is taken
    as the person, on what else she shows where the address alone proves nothing."""
    sharing = sharing_of(case.email)
    case.address_shared = sharing.is_shared
    CaseCandidate.objects.bulk_create(
        (CaseCandidate(case=case, person_id=pk) for pk in sharing.holders),
        ignore_conflicts=True,  # noted already where she confirms an open request
    )
    if len(sharing.holders) == 1:
        case.person_id = sharing.holders[0]
    return list(sharing.holders)


@transaction.atomic
def choose_person(
    *,
    actor: Staff,
    case_id: int,
    expected_version: int,
    person: Person,
    identity_method: IdentityMethod,
    note: str = "",
) -> Case:
    """The officer says whose request it is, and how the person showed it.

    Someone who does not hold the confirmed address needs another proof than it, and so
    does everybody where the address is shared; ``note`` then says what was done and with
    whom. An open question about identity is answered by it. DecisionIncomplete.
    """
    case = lock_case(
        case_id=case_id, states=[CaseState.OPEN], expected_version=expected_version
    )
    _refuse_address_of_another(case, person, identity_method)
    case.address_shared |= sharing_of(case.email).is_shared
    refuse_weak_identity(identity_method, shared_address=_counts_as_shared(case))
    if case.address_shared and identity_method in BY_HAND and not note.strip():
        raise DecisionIncomplete(_("Write what was done, when and with whom."))
    validate_free_text(note)
    case.person_id = person.pk
    case.identity_method = identity_method
    case.identity_note = note.strip()
    case.identity_shown_at = timezone.now()
    settle_question(case, method=identity_method, at=case.identity_shown_at)
    save_case(case)
    record(
        actor=actor,
        action="case.person_chosen",
        subjects=[("case", case.pk), ("person", person.pk)],
        fields=["identity_method"],
    )
    take_effect_at_once(case, [person.pk], actor=actor)
    return case


BY_HAND = (IdentityMethod.CALL_BACK, IdentityMethod.KNOWN)


def _counts_as_shared(case: Case) -> bool:
    return case.address_shared and case.kind not in AT_ONCE_KINDS


def _refuse_address_of_another(case: Case, person: Person, method: str) -> None:
    holds_address = case.candidates.filter(person_id=person.pk).exists()
    if method == IdentityMethod.ADDRESS and not holds_address:
        raise DecisionIncomplete(
            _("This person does not have the address on file: another proof is needed.")
        )
    if method == IdentityMethod.CODE:
        raise DecisionIncomplete(
            _("The single-use link notes by itself that it was used.")
        )
