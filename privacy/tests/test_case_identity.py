"""What shows who somebody is, and what makes a request excessive (Art. 12(5), 12(6))."""

from __future__ import annotations

import pytest

from privacy.exceptions import DecisionIncomplete
from privacy.models import Case
from privacy.models.case_choices import (
    CaseChannel,
    CaseKind,
    CaseState,
    IdentityMethod,
    RefusalGround,
)
from privacy.services.cases import choose_person, refuse_case, register_request
from privacy.services.cases.identity import PROOFS
from privacy.tests.cases import aino, approved_case, officer
from registry.tests.factories import PersonFactory

pytestmark = pytest.mark.django_db


def phoned_case(method: IdentityMethod = IdentityMethod.NONE) -> Case:
    return register_request(
        actor=officer(),
        kind=CaseKind.ACCESS,
        channel=CaseChannel.PHONE,
        person=aino(),
        identity_method=method,
    )


def test_every_way_of_showing_identity_has_its_proof() -> None:
    assert set(PROOFS) == set(IdentityMethod)


def test_personal_identity_code_does_not_open_the_way_to_a_decision() -> None:
    case = phoned_case(IdentityMethod.CODE_ONLY)
    assert case.identity_shown_at is None
    with pytest.raises(DecisionIncomplete):
        approved_case(officer(), case)
    case.refresh_from_db()
    assert case.state == CaseState.OPEN


def test_person_is_not_chosen_by_a_personal_identity_code() -> None:
    case = phoned_case()
    with pytest.raises(DecisionIncomplete):
        choose_person(
            actor=officer(),
            case_id=case.pk,
            expected_version=case.version,
            person=PersonFactory(),
            identity_method=IdentityMethod.CODE_ONLY,
        )


def test_signed_letter_sent_unasked_shows_identity() -> None:
    case = phoned_case(IdentityMethod.LETTER)
    assert approved_case(officer(), case).state == CaseState.APPROVED


def test_request_is_not_excessive_without_evidence() -> None:
    case = phoned_case(IdentityMethod.KNOWN)
    with pytest.raises(DecisionIncomplete):
        refuse_case(
            actor=officer(),
            case_id=case.pk,
            expected_version=case.version,
            ground=RefusalGround.EXCESSIVE,
            reason="Pyyntöjä on monta.",
        )
    case.refresh_from_db()
    assert case.state == CaseState.OPEN


def test_evidence_of_abuse_stays_with_the_refusal() -> None:
    case = phoned_case(IdentityMethod.KNOWN)
    refuse_case(
        actor=officer(),
        case_id=case.pk,
        expected_version=case.version,
        ground=RefusalGround.EXCESSIVE,
        reason="Pyyntö on tehty vain häiriöksi.",
        abuse_evidence="Viestissä 3.11. sanotaan, että pyyntöjä tehdään kiusaksi.",
    )
    case.refresh_from_db()
    assert (case.state, case.refusal_ground) == (CaseState.CLOSED, "excessive")
    assert "kiusaksi" in case.abuse_evidence
