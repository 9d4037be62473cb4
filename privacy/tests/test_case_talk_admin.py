"""The officer's parts of a case: messages, and who asks."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from privacy.models import Case
from privacy.models.case_choices import CaseKind
from privacy.services.cases import add_case_message
from privacy.tests.cases import aino, confirmed_case, officer
from registry.models import OutgoingMail, PersonEmail
from registry.tests.factories import EmailFactory, PersonFactory

pytestmark = pytest.mark.django_db

SHARED = "info@kanaria.example"


@pytest.fixture
def desk() -> Client:
    client = Client()
    client.force_login(officer())
    return client


def page_of(desk: Client, case: Case) -> str:
    response = desk.get(f"/admin/privacy/case/{case.pk}/change/")
    assert response.status_code == 200
    return response.content.decode()


def post(desk: Client, case: Case, verb: str, **data: object) -> int:
    case.refresh_from_db()
    typed = {"version": str(case.version), **data}
    return desk.post(f"/admin/privacy/case/{case.pk}/{verb}/", typed).status_code


def shared_case() -> Case:
    person = aino()
    EmailFactory(person=person, address=SHARED, is_primary=False)
    EmailFactory(person=PersonFactory(family_name="Toinen"), address=SHARED)
    return confirmed_case(CaseKind.ACCESS, email=SHARED)


def test_officer_reads_and_answers_a_message(desk: Client) -> None:
    case = confirmed_case(CaseKind.ACCESS)
    add_case_message(case=case, from_person=True, text="Milloin vastaatte?")
    page = page_of(desk, case)
    assert "Milloin vastaatte?" in page
    assert "mark_email_unread" in page
    assert post(desk, case, "message", message="Ensi viikolla.") == 302
    page = page_of(desk, case)
    assert "Ensi viikolla." in page
    assert "mark_email_unread" not in page


def test_message_that_is_refused_is_still_in_its_field(desk: Client) -> None:
    case = confirmed_case(CaseKind.ACCESS)
    case.refresh_from_db()
    response = desk.post(
        f"/admin/privacy/case/{case.pk}/message/", {"message": "Tunnus 131052-308T"}
    )
    assert response.status_code == 409
    assert "Tunnus 131052-308T</textarea>" in response.content.decode()
    assert not case.messages.exists()


def test_message_is_marked_as_read_without_an_answer(desk: Client) -> None:
    case = confirmed_case(CaseKind.ACCESS)
    add_case_message(case=case, from_person=True, text="Kiitos!")
    assert post(desk, case, "read") == 302
    assert not case.messages.unread().exists()


def test_rival_holders_are_shown_with_what_else_is_on_file(desk: Client) -> None:
    page = page_of(desk, shared_case())
    assert "Kanarialintu" in page
    assert "Toinen" in page
    assert "+358401239876" in page
    assert "ainokaisa@kanaria.example" in page
    assert ">group<" in page


def test_officer_asks_and_mails_a_link(desk: Client) -> None:
    case = shared_case()
    own = PersonEmail.objects.get(address="ainokaisa@kanaria.example")
    said = {"doubts": "Osoitetta käyttää kaksi.", "way": ["code", "call_back"]}
    assert post(desk, case, "ask", **said) == 409  # no address chosen for the link
    assert post(desk, case, "ask", address=str(own.pk), **said) == 302
    case.refresh_from_db()
    assert case.is_paused
    mails = OutgoingMail.objects.order_by("-pk")[:2]
    assert {mail.to_address for mail in mails} == {SHARED, own.address}
    assert "Osoitetta käyttää kaksi." in page_of(desk, case)


def test_parts_ask_the_database_no_more_for_three_holders_than_for_two(
    desk: Client,
) -> None:
    case = shared_case()
    counts = []
    page_of(desk, case)
    for _turn in range(2):
        with CaptureQueriesContext(connection) as queries:
            page_of(desk, case)
        counts.append(len(queries))
        person = PersonFactory()
        EmailFactory(person=person, address=SHARED)
    assert counts[0] == counts[1]
