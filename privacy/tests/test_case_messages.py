"""What the person and we write to each other about a request."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from privacy.erasure.execute import execute_erasure
from privacy.exceptions import CaseStateError, DecisionIncomplete
from privacy.models import Case, CaseMessage
from privacy.models.case_choices import CaseKind, CaseState, RefusalGround
from privacy.services.cases import (
    add_case_message,
    read_messages,
    receive_request,
    refuse_case,
)
from privacy.tests.cases import aino, approved_case, confirmed_case, officer
from registry.models import OutgoingMail

pytestmark = pytest.mark.django_db

WORDS = "Puhelinnumeroni on vaihtunut."


def her_message(case: Case) -> CaseMessage:
    return add_case_message(case=case, from_person=True, text=WORDS)


def refused(case: Case, ground: RefusalGround) -> Case:
    return refuse_case(
        actor=officer(),
        case_id=case.pk,
        expected_version=case.version,
        ground=ground,
        reason="Emme tiedä, kuka kysyy.",
    )


def page(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def test_message_of_the_person_waits_until_it_is_read() -> None:
    aino()
    case = confirmed_case(CaseKind.ACCESS)
    her_message(case)
    assert case.messages.unread().count() == 1
    assert read_messages(actor=officer(), case_id=case.pk) == 1
    assert not case.messages.unread().exists()


def test_reply_is_mailed_with_a_link_and_marks_hers_as_read() -> None:
    aino()
    case = confirmed_case(CaseKind.ACCESS)
    her_message(case)
    add_case_message(
        case=case, from_person=False, text="Kiitos, korjaamme.", author=officer()
    )
    mail = OutgoingMail.objects.latest("pk")
    assert "Kiitos, korjaamme." in mail.text
    assert "/privacy/request/case/" in mail.text
    assert case.letters.filter(kind="message").count() == 1
    assert not case.messages.unread().exists()


def test_nothing_is_mailed_to_an_address_that_nobody_confirmed() -> None:
    case = receive_request(
        kind=CaseKind.ACCESS, email="outo@muualla.example", language="fi"
    )
    with pytest.raises(CaseStateError):
        add_case_message(case=case, from_person=False, text="Hei", author=officer())


def test_empty_message_and_identity_code_are_refused() -> None:
    case = confirmed_case(CaseKind.ACCESS)
    with pytest.raises(DecisionIncomplete):
        add_case_message(case=case, from_person=True, text="  ")
    with pytest.raises(ValidationError):
        add_case_message(case=case, from_person=True, text="Tunnus 131052-308T")
    assert not case.messages.exists()


def test_case_closed_for_lack_of_identity_opens_when_she_writes() -> None:
    case = refused(confirmed_case(), RefusalGround.NOT_IDENTIFIED)
    her_message(case)
    case.refresh_from_db()
    assert (case.state, case.outcome, case.closed_at) == (CaseState.OPEN, "", None)


def test_case_refused_on_another_ground_stays_closed_and_shows_the_message() -> None:
    case = refused(confirmed_case(), RefusalGround.LEGAL_DUTY)
    her_message(case)
    case.refresh_from_db()
    assert case.state == CaseState.CLOSED
    assert case.messages.unread().exists()


def test_message_is_never_reworded() -> None:
    message = her_message(confirmed_case())
    message.text = "Jotain muuta"
    with pytest.raises(IntegrityError), transaction.atomic():
        message.save()


def test_words_go_with_the_person_and_the_dates_stay() -> None:
    aino()
    case = confirmed_case()
    her_message(case)
    case.refresh_from_db()
    assert CaseMessage.objects.filter(text=WORDS).exists()
    execute_erasure(case_id=approved_case(officer(), case).pk)
    message = case.messages.get()
    assert message.text == ""
    assert message.created_at <= timezone.now()


def test_unread_message_is_seen_in_the_queue_and_on_the_compliance_page(
    client: Client,
) -> None:
    case = confirmed_case(CaseKind.ACCESS)
    client.force_login(officer())
    assert "lukematon viesti" not in page(client, "/admin/privacy/case/")
    her_message(case)
    assert "lukematon viesti" in page(client, "/admin/privacy/case/")
    tile = page(client, "/admin/compliance/")
    assert "Lukemattomat viestit pyynnöistä" in tile
    assert case.reference in tile
