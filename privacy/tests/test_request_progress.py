"""The person's own page: dates in words, messages, withdrawal, a lost link."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from privacy.models import Case
from privacy.models.case_choices import CaseKind, CaseState, IdentityMethod
from privacy.public import rate_limit
from privacy.services.cases import add_case_message, ask_identity
from privacy.services.cases.links import issue_case_token
from privacy.tests.cases import aino, confirmed_case, link_in, officer
from registry.models import OutgoingMail
from registry.seams.tokens.models import SecretToken

pytestmark = pytest.mark.django_db


def own_page(case: Case, language: str = "fi") -> str:
    return f"/{language}/privacy/request/case/{issue_case_token(case)}/"


def text_of(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    assert response["Cache-Control"].startswith("max-age=0")
    assert response["X-Robots-Tag"] == "noindex"
    assert response["Referrer-Policy"] == "same-origin"
    return response.content.decode()


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fi", "Jos olet eri mieltä"),
        ("sv", "Om du är av annan åsikt"),
        ("en", "If you disagree"),
    ],
)
def test_page_says_the_dates_and_where_to_complain(
    client: Client, language: str, words: str
) -> None:
    case = confirmed_case(CaseKind.ACCESS)
    page = text_of(client, own_page(case, language))
    assert words in page
    assert case.legal_due.strftime("%-d.%-m.%Y") in page
    assert case.target_due.strftime("%-d.%-m.%Y") in page
    assert "tietosuoja@om.fi" in page


def test_page_says_that_the_time_stands_still_while_we_wait(client: Client) -> None:
    case = confirmed_case(CaseKind.ACCESS)
    ask_identity(
        actor=officer(),
        case_id=case.pk,
        expected_version=case.version,
        doubts="Osoite ei ole rekisterissä.",
        ways=[IdentityMethod.KNOWN],
    )
    page = text_of(client, own_page(case))
    assert "Aika on pysähdyksissä" in page
    assert "Meidän on tiedettävä" in page
    assert "Osoite ei ole rekisterissä" not in page


def test_page_says_that_we_are_late(client: Client) -> None:
    case = confirmed_case(CaseKind.ACCESS)
    day = timezone.localdate() - timedelta(days=60)
    Case.objects.filter(pk=case.pk).update(received_on=day, legal_due=day)
    assert "Pahoittelemme" in text_of(client, own_page(case))


def test_person_writes_and_sees_both_sides(client: Client) -> None:
    case = confirmed_case(CaseKind.ACCESS)
    page = own_page(case)
    sent = client.post(f"{page}message/", {"message": "Milloin vastaatte?"})
    assert sent.status_code == 302
    assert case.messages.unread().count() == 1
    add_case_message(case=case, from_person=False, text="Pian.", author=officer())
    shown = text_of(client, page)
    assert "Milloin vastaatte?" in shown
    assert "Pian." in shown
    assert "Viestisi on saapunut meille." in shown


def test_message_that_is_not_taken_stays_in_its_field(client: Client) -> None:
    page = own_page(confirmed_case(CaseKind.ACCESS))
    refused = client.post(f"{page}message/", {"message": "Olen 131052-308T."})
    assert refused.status_code == 422
    assert "Olen 131052-308T.</textarea>" in refused.content.decode()
    assert 'id="id_message_error"' in refused.content.decode()


def test_eleventh_message_of_a_day_waits_and_is_kept(client: Client) -> None:
    case = confirmed_case(CaseKind.ACCESS)
    page = own_page(case)
    for turn in range(rate_limit.PER_CASE_MESSAGES.times):
        client.post(f"{page}message/", {"message": f"Viesti {turn}"})
    refused = client.post(f"{page}message/", {"message": "Vielä yksi"})
    assert refused.status_code == 429
    assert "Vielä yksi</textarea>" in refused.content.decode()
    assert case.messages.count() == rate_limit.PER_CASE_MESSAGES.times


def test_withdrawing_asks_first(client: Client) -> None:
    case = confirmed_case(CaseKind.ACCESS)
    page = own_page(case)
    assert "Kyllä, peru pyyntö" in text_of(client, f"{page}withdraw/")
    case.refresh_from_db()
    assert case.state == CaseState.OPEN
    client.post(f"{page}withdraw/")
    case.refresh_from_db()
    assert case.outcome == "withdrawn"
    assert "Kyllä, peru pyyntö" not in text_of(client, f"{page}withdraw/")


def test_wrong_link_leads_to_a_new_one(client: Client) -> None:
    aino()
    case = confirmed_case(CaseKind.ACCESS)
    gone = client.get("/fi/privacy/request/case/nonsense/")
    assert gone.status_code == 404
    assert "/fi/privacy/request/link/" in gone.content.decode()
    client.post("/fi/privacy/request/link/", {"email": case.email})
    listed = link_in(OutgoingMail.objects.latest("pk"))
    assert case.reference in text_of(client, listed)
    opened = client.post(listed, {"case": case.reference}, follow=True)
    assert opened.status_code == 200
    assert case.reference in opened.content.decode()


def test_list_of_requests_shows_no_request_of_another_address(client: Client) -> None:
    other = confirmed_case(CaseKind.ACCESS, email="outo@muualla.example")
    confirmed_case(CaseKind.ACCESS)
    client.post("/fi/privacy/request/link/", {"email": "ainokaisa@kanaria.example"})
    listed = link_in(OutgoingMail.objects.latest("pk"))
    assert other.reference not in text_of(client, listed)
    stolen = client.post(listed, {"case": other.reference})
    assert other.reference not in stolen.content.decode()
    assert stolen.status_code == 200


def test_link_to_the_list_dies_after_a_day(client: Client) -> None:
    client.post("/fi/privacy/request/link/", {"email": "ainokaisa@kanaria.example"})
    listed = link_in(OutgoingMail.objects.latest("pk"))
    assert client.get(listed).status_code == 200
    SecretToken.objects.update(expires_at=timezone.now())
    assert client.get(listed).status_code == 404
