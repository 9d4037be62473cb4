"""«Who asks?»: shared mailboxes, the question, its answers and its end (Art. 12(6))."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from privacy.exceptions import DecisionIncomplete, PrivacyError
from privacy.models import Case, IdentityQuestion
from privacy.models.case_choices import (
    AT_ONCE_KINDS,
    CaseKind,
    CaseOutcome,
    CaseState,
    ClockState,
    IdentityMethod,
)
from privacy.objecting.decide import uphold_undecided
from privacy.services.cases import (
    add_case_message,
    ask_identity,
    chase_questions,
    choose_person,
    send_identity_link,
)
from privacy.tests.cases import aino, approved_case, confirmed_case, link_in, officer
from registry.models import OutgoingMail, Person
from registry.tests.factories import EmailFactory, PersonFactory

pytestmark = pytest.mark.django_db

SHARED = "info@kanaria.example"
OWN = "ainokaisa@kanaria.example"


def sharing(number: int = 2) -> list[Person]:
    """Aino and others who read the same mailbox; she alone has one of her own."""
    persons: list[Person] = [aino()]
    persons += [PersonFactory() for _ in range(number - 1)]
    for person in persons:
        EmailFactory(person=person, address=SHARED, is_primary=False)
    return persons


def asked(case: Case, **changes: object) -> IdentityQuestion:
    case.refresh_from_db()
    given_now = {
        "actor": officer(),
        "case_id": case.pk,
        "expected_version": case.version,
        "doubts": "Osoitetta käyttää usea henkilö.",
        "ways": [IdentityMethod.CALL_BACK],
        **changes,
    }
    return ask_identity(**given_now)  # type: ignore[arg-type]


def chosen(case: Case, person: Person, method: str, note: str = "") -> Case:
    case.refresh_from_db()
    return choose_person(
        actor=officer(),
        case_id=case.pk,
        expected_version=case.version,
        person=person,
        identity_method=IdentityMethod(method),
        note=note,
    )


def mailed_link(case: Case, person: Person) -> str:
    case.refresh_from_db()
    send_identity_link(
        actor=officer(),
        case_id=case.pk,
        expected_version=case.version,
        email_id=person.emails.get(normalised=OWN).pk,
    )
    mail = OutgoingMail.objects.latest("pk")
    assert mail.to_address == OWN
    return link_in(mail)


# Shared mailboxes


def test_role_address_of_one_person_shows_nobody() -> None:
    person = PersonFactory()
    EmailFactory(person=person, address="myynti@kanaria.example")
    case = confirmed_case(CaseKind.ACCESS, email="myynti@kanaria.example")
    assert case.address_shared
    assert case.identity_method == ""
    with pytest.raises(DecisionIncomplete):
        chosen(case, person, "address")


def test_call_back_to_a_user_of_a_shared_address_says_with_whom() -> None:
    person = sharing()[0]
    case = confirmed_case(CaseKind.ACCESS, email=SHARED)
    with pytest.raises(DecisionIncomplete):
        chosen(case, person, "call_back")
    done = chosen(case, person, "call_back", "Soitin 22.11., Aino vastasi itse.")
    assert done.identity_note.startswith("Soitin")
    assert approved_case(officer(), done).state == CaseState.APPROVED


def test_address_that_became_shared_after_confirming_is_no_proof_any_more() -> None:
    aino()
    case = confirmed_case(CaseKind.ACCESS)
    assert case.identity_method == "address"
    EmailFactory(person=PersonFactory(), address=OWN)
    with pytest.raises(DecisionIncomplete):
        approved_case(officer(), case)


@pytest.mark.parametrize("kind", sorted(AT_ONCE_KINDS))
def test_rights_that_hold_at_once_hold_for_the_shared_address(kind: CaseKind) -> None:
    sharing()
    case = confirmed_case(kind, email=SHARED)
    assert case.address_shared
    assert case.identity_method == "address"


def test_database_refuses_a_shared_address_as_identity() -> None:
    person = sharing()[0]
    case = confirmed_case(CaseKind.ERASURE, email=SHARED)
    case.person_id, case.identity_method = person.pk, "address"
    case.state, case.plan_digest = CaseState.APPROVED, "x" * 64
    with pytest.raises(IntegrityError), transaction.atomic():
        case.save()


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    kind=st.sampled_from(sorted(set(CaseKind) - AT_ONCE_KINDS)),
    method=st.sampled_from(IdentityMethod.values),
    holders=st.integers(1, 3),
    note=st.sampled_from(["", "Soitin ja Aino vastasi."]),
)
def test_no_path_to_approval_passes_with_only_a_shared_address(
    db: None, kind: CaseKind, method: str, holders: int, note: str
) -> None:
    with transaction.atomic():
        person = sharing(holders)[0]
        case = confirmed_case(kind, email=SHARED)
        passed = True
        try:
            approved_case(officer(), chosen(case, person, method, note))
        except PrivacyError:
            passed = False
        strong = method == "letter" or (method in ("call_back", "known") and note)
        assert passed <= bool(strong)
        transaction.set_rollback(True)


# The single-use link to her own address


def test_link_to_her_own_address_shows_which_person_asks(client: Client) -> None:
    person = sharing()[0]
    case = confirmed_case(CaseKind.ACCESS, email=SHARED)
    link = mailed_link(case, person)
    assert client.get(link).status_code == 200
    case.refresh_from_db()
    assert case.identity_method == ""
    assert client.post(link, {"answer": "yes"}, follow=True).status_code == 200
    case.refresh_from_db()
    assert (case.person_id, case.identity_method) == (person.pk, "code")
    assert case.email == OWN
    assert client.post(link, {"answer": "yes"}).status_code == 404
    assert approved_case(officer(), case).state == CaseState.APPROVED


def test_links_read_by_others_die_when_she_has_shown_herself(client: Client) -> None:
    person = sharing()[0]
    case = confirmed_case(CaseKind.ACCESS, email=SHARED)
    old = link_in(OutgoingMail.objects.latest("pk"))
    assert client.get(old).status_code == 200
    client.post(mailed_link(case, person), {"answer": "yes"})
    assert client.get(old).status_code == 404
    told = OutgoingMail.objects.latest("pk")
    assert told.to_address == OWN
    assert client.get(link_in(told)).status_code == 200


def test_somebody_who_did_not_ask_says_so_and_nothing_is_shown(client: Client) -> None:
    person = sharing()[0]
    case = confirmed_case(CaseKind.ACCESS, email=SHARED)
    assert client.post(mailed_link(case, person), {"answer": "no"}).status_code == 200
    case.refresh_from_db()
    assert case.identity_method == ""
    assert case.messages.unread().count() == 1


def test_link_is_not_mailed_to_an_address_that_others_read_too() -> None:
    person = sharing()[0]
    EmailFactory(person=PersonFactory(), address=OWN)
    case = confirmed_case(CaseKind.ACCESS, email=SHARED)
    with pytest.raises(DecisionIncomplete):
        mailed_link(case, person)


# The question


@pytest.mark.parametrize("way", ["letter", "code_only", "address", "passport"])
def test_question_never_asks_for_a_document_or_a_code(way: str) -> None:
    aino()
    case = confirmed_case(CaseKind.ACCESS)
    with pytest.raises(DecisionIncomplete):
        asked(case, ways=[way])


def test_question_needs_doubts_and_stops_the_clock() -> None:
    aino()
    case = confirmed_case(CaseKind.ACCESS)
    with pytest.raises(DecisionIncomplete):
        asked(case, doubts=" ")
    asked(case)
    case.refresh_from_db()
    assert case.clock_state == ClockState.PAUSED
    assert case.identity_method == ""
    assert case.letters.filter(kind="identity").count() == 1
    with pytest.raises(DecisionIncomplete):
        approved_case(officer(), case)


def test_answer_of_the_person_starts_the_clock_again() -> None:
    aino()
    case = confirmed_case(CaseKind.ACCESS)
    question = asked(case)
    add_case_message(case=case, from_person=True, text="Soittakaa iltapäivällä.")
    case.refresh_from_db()
    question.refresh_from_db()
    assert question.answered_at is not None
    assert case.clock_state == ClockState.RUNNING


def test_note_of_the_officer_answers_the_question() -> None:
    person = aino()
    case = confirmed_case(CaseKind.ACCESS)
    question = asked(case)
    chosen(case, person, "call_back")
    question.refresh_from_db()
    assert question.answer_method == "call_back"


def test_silence_is_reminded_once_and_ends_with_a_letter() -> None:
    aino()
    case = confirmed_case(CaseKind.ACCESS)
    at = asked(case).asked_at
    assert chase_questions(now=at + timedelta(days=13)) == (0, 0)
    assert chase_questions(now=at + timedelta(days=14)) == (1, 0)
    assert chase_questions(now=at + timedelta(days=15)) == (0, 0)
    assert chase_questions(now=at + timedelta(days=59)) == (0, 0)
    assert chase_questions(now=at + timedelta(days=60)) == (0, 1)
    case.refresh_from_db()
    assert (case.state, case.refusal_ground) == ("closed", "not_identified")
    assert case.decided_by is not None
    kinds = list(case.letters.order_by("pk").values_list("kind", flat=True))
    assert kinds[-3:] == ["identity", "identity_reminder", "refused"]
    assert chase_questions(now=at + timedelta(days=61)) == (0, 0)


def test_contact_after_the_end_opens_the_case_and_the_time_of_silence_does_not_count() -> (
    None
):
    aino()
    case = confirmed_case(CaseKind.ACCESS)
    question = asked(case)
    chase_questions(now=question.asked_at + timedelta(days=60))
    back = question.asked_at + timedelta(days=90)
    add_case_message(case=case, from_person=True, text="Olen täällä.", received_at=back)
    case.refresh_from_db()
    assert (case.state, case.outcome) == (CaseState.OPEN, CaseOutcome.NONE)
    assert case.legal_due > timezone.localdate(back)


def test_case_without_an_address_is_left_to_the_officer() -> None:
    aino()
    case = confirmed_case(CaseKind.ACCESS)
    at = asked(case).asked_at
    Case.objects.filter(pk=case.pk).update(email="")
    assert chase_questions(now=at + timedelta(days=60)) == (0, 0)


def test_objection_of_nobody_known_is_not_upheld_by_default() -> None:
    person = sharing()[0]
    case = chosen(
        confirmed_case(CaseKind.OBJECTION, email=SHARED),
        person,
        "call_back",
        "Soitin, Aino vastasi.",
    )
    asked(case)
    add_case_message(case=case, from_person=True, text="Miksi kysytte?")
    long_after = timezone.localdate() + timedelta(days=200)
    assert uphold_undecided(on=long_after) == 0
    chosen(case, person, "call_back", "Soitin uudelleen, Aino vastasi.")
    assert uphold_undecided(on=long_after) == 1
