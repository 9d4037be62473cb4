"""The public form, the mailed link and the person's own page."""

import re
import time
from datetime import date, timedelta
from unittest import mock

import pytest
import redis
from django.db import connection
from django.test import Client, RequestFactory, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from privacy.models import Case
from privacy.models.case_choices import CaseState
from privacy.public.client_address import client_address
from privacy.public.request_form import RequestForm
from privacy.services.cases import delete_unconfirmed
from privacy.services.cases.late_confirmation import send_late_confirmations
from privacy.services.cases.links import CONFIRM_LIFETIME
from registry.law.parameters import override_parameters
from registry.models import OutgoingMail
from registry.tests.factories import EmailFactory

pytestmark = pytest.mark.django_db

FORM = "/fi/privacy/request/"
HETU = "131052-308T"


def typed(**changes: str) -> dict[str, str]:
    """What a person types."""
    return {
        "kind": "access",
        "email": "aino@yritys.example",
        "name": "Aino Kallio",
        "details": "",
        **changes,
    }


def link_in(mail: OutgoingMail) -> str:
    """The path of the link in a mail."""
    found = re.search(r"https?://[^/\s]+(/\S+)", mail.text)
    assert found
    return found[1]


def stamp_of(*, seconds_ago: int) -> str:
    """The stamp of a form that was opened then."""
    with mock.patch("time.time", return_value=time.time() - seconds_ago):
        return RequestForm().stamp


def ask_and_open_link(client: Client, **changes: str) -> str:
    client.post(FORM, typed(**changes))
    return link_in(OutgoingMail.objects.latest("pk"))


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_form_is_there_in_every_language(client: Client, language: str) -> None:
    response = client.get(f"/{language}/privacy/request/")
    assert response.status_code == 200
    for kind in ("access", "portability", "rectification", "erasure", "restriction"):
        assert f'value="{kind}"' in response.content.decode()


def test_answer_is_the_same_for_known_and_unknown(client: Client) -> None:
    EmailFactory(address="aino@yritys.example")
    answers = []
    for email in ("aino@yritys.example", "outo@muualla.example"):
        response = client.post(FORM, typed(email=email), follow=True)
        chain = response.redirect_chain
        answers.append((chain, response.status_code, response.content))
    assert answers[0] == answers[1]
    assert Case.objects.count() == 2
    assert OutgoingMail.objects.count() == 2


def test_asking_costs_the_same_queries_for_known_and_unknown(client: Client) -> None:
    EmailFactory(address="aino@yritys.example")
    counts = []
    for email in ("aino@yritys.example", "outo@muualla.example"):
        with CaptureQueriesContext(connection) as queries:
            client.post(FORM, typed(email=email))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_row_is_written_before_anything_is_confirmed(client: Client) -> None:
    client.post(FORM, typed(kind="erasure", details="Poistakaa kaikki."))
    case = Case.objects.get()
    assert case.state == CaseState.UNCONFIRMED
    assert case.kind == "erasure"
    assert case.language == "fi"
    assert case.received_on == timezone.localdate()


def test_robot_in_the_trap_gets_the_same_answer_and_no_row(client: Client) -> None:
    response = client.post(FORM, typed(website="https://spam.example"))
    assert response.status_code == 302
    assert not Case.objects.exists()


def test_identity_code_is_refused_at_its_field_and_nothing_typed_is_lost(
    client: Client,
) -> None:
    response = client.post(FORM, typed(details=f"Tunnukseni on {HETU}.", kind="access"))
    page = response.content.decode()
    assert response.status_code == 422
    assert 'id="id_details_error"' in page
    assert HETU in page  # what she typed is still there for her to mend
    assert "aino@yritys.example" in page
    assert not Case.objects.exists()


def test_missing_fields_are_named(client: Client) -> None:
    page = client.post(FORM, {}).content.decode()
    assert 'id="kind-errors"' in page
    assert 'id="id_email_error"' in page


def test_form_needs_its_csrf_token() -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(FORM, typed()).status_code == 403
    assert not Case.objects.exists()


def test_sixth_request_to_one_address_is_received_and_its_mail_comes_later(
    client: Client,
) -> None:
    for _turn in range(5):
        assert client.post(FORM, typed()).status_code == 302
    others = client.post(FORM, typed(email="outo@muualla.example"))
    response = client.post(FORM, typed(kind="erasure"))
    assert response.status_code == 302
    assert response["Location"] == others["Location"]
    assert Case.objects.filter(kind="erasure").count() == 1
    assert OutgoingMail.objects.count() == 6
    now = timezone.now()
    assert send_late_confirmations(now=now) == 0
    assert send_late_confirmations(now=now + timedelta(days=1, hours=1)) == 1
    assert send_late_confirmations(now=now + timedelta(days=1, hours=1)) == 0
    assert OutgoingMail.objects.latest("pk").to_address == "aino@yritys.example"


def test_flood_from_one_place_is_stopped_and_what_was_typed_is_kept(
    client: Client,
) -> None:
    for turn in range(30):
        sent = client.post(FORM, typed(email=f"a{turn}@b.example"))
        assert sent.status_code == 302
    response = client.post(FORM, typed(details="Tärkeää asiaa"))
    assert response.status_code == 429
    assert "Tärkeää asiaa" in response.content.decode()
    assert Case.objects.count() == 30
    calm = client.post(FORM, typed(opened=stamp_of(seconds_ago=30)))
    assert calm.status_code == 302


@pytest.mark.parametrize(
    ("seconds_ago", "hasty"), [(0, True), (30, False), (30 * 24 * 3600, False)]
)
def test_form_that_comes_back_at_once_is_hasty(seconds_ago: int, hasty: bool) -> None:
    assert RequestForm({"opened": stamp_of(seconds_ago=seconds_ago)}).is_hasty == hasty


@pytest.mark.parametrize("stamp", ["", "now", ":1abc:forged"])
def test_form_without_its_stamp_is_hasty(stamp: str) -> None:
    assert RequestForm({"opened": stamp}).is_hasty


@pytest.mark.parametrize(
    ("peer", "forwarded", "proxies", "counted"),
    [
        ("192.0.2.1", "", 0, "192.0.2.1"),
        ("192.0.2.1", "203.0.113.9", 0, "192.0.2.1"),
        ("10.0.0.1", "203.0.113.9", 1, "203.0.113.9"),
        ("10.0.0.1", "1.2.3.4, 203.0.113.9", 1, "203.0.113.9"),
        ("10.0.0.1", "1.2.3.4, 203.0.113.9, 10.0.0.2", 2, "203.0.113.9"),
        ("10.0.0.1", "", 1, "10.0.0.1"),
        ("2001:db8:1:2:3:4:5:6", "", 0, "2001:db8:1:2::/64"),
        ("2001:db8:1:2::99", "", 0, "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.1", "", 0, "192.0.2.1"),
    ],
)
def test_address_that_is_counted_is_the_one_our_own_proxy_saw(
    peer: str, forwarded: str, proxies: int, counted: str
) -> None:
    headers = {"REMOTE_ADDR": peer}
    if forwarded:
        headers["HTTP_X_FORWARDED_FOR"] = forwarded
    request = RequestFactory().get("/", **headers)  # type: ignore[arg-type]
    with override_settings(TRUSTED_PROXY_COUNT=proxies):
        assert client_address(request) == counted


def test_cache_holds_no_address(client: Client, valkey: redis.Redis) -> None:
    client.post(FORM, typed())
    keys = str(valkey.keys("*"))
    assert "request-address" in keys
    assert "aino" not in keys
    assert "127.0.0.1" not in keys


@override_settings(
    CACHES={
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:1/0",
        }
    }
)
def test_without_the_counter_nothing_is_let_through(client: Client) -> None:
    assert client.post(FORM, typed()).status_code == 429
    assert not Case.objects.exists()


def test_opening_the_link_leaves_it_unused(client: Client) -> None:
    link = ask_and_open_link(client)
    assert client.get(link).status_code == 200
    assert client.get(link).status_code == 200
    assert Case.objects.get().state == CaseState.UNCONFIRMED


def test_pressing_the_button_opens_the_case_once(client: Client) -> None:
    holder = EmailFactory(address="aino@yritys.example").person
    link = ask_and_open_link(client)
    response = client.post(link, follow=True)
    assert response.status_code == 200
    case = Case.objects.get()
    assert case.state == CaseState.OPEN
    assert case.person_id == holder.pk
    assert case.identity_method == "address"
    assert case.reference in response.content.decode()
    assert client.post(link).status_code == 404
    assert list(case.letters.values_list("kind", flat=True)) == [
        "confirmation",
        "receipt",
    ]


def test_link_of_a_request_that_is_gone_says_so(client: Client) -> None:
    link = ask_and_open_link(client)
    Case.objects.all().delete()
    assert client.get(link).status_code == 404
    assert client.post(link).status_code == 404


def test_unknown_person_gets_the_same_page_after_confirming(client: Client) -> None:
    link = ask_and_open_link(client)
    page = client.post(link, follow=True)
    assert page.status_code == 200
    case = Case.objects.get()
    assert case.person_id is None
    assert case.identity_method == ""


def test_two_holders_of_an_address_are_both_listed_and_none_is_chosen(
    client: Client,
) -> None:
    EmailFactory(address="info@yritys.example")
    EmailFactory(address="info@yritys.example")
    client.post(ask_and_open_link(client, email="INFO@yritys.example"))
    case = Case.objects.get()
    assert case.person_id is None
    assert case.candidates.count() == 2


@pytest.mark.parametrize("path", ["confirm/nonsense/", "case/nonsense/"])
def test_wrong_link_says_so_and_nothing_more(client: Client, path: str) -> None:
    response = client.get(FORM + path)
    assert response.status_code == 404
    assert response["Cache-Control"].startswith("max-age=0")


def test_person_withdraws_while_undecided(client: Client) -> None:
    page = client.post(ask_and_open_link(client), follow=True)
    own_page = page.redirect_chain[-1][0]
    client.post(own_page + "withdraw/")
    case = Case.objects.get()
    assert (case.state, case.outcome) == ("closed", "withdrawn")
    assert client.post(own_page + "withdraw/", follow=True).status_code == 200


def test_unconfirmed_request_is_deleted_after_seven_days(client: Client) -> None:
    client.post(FORM, typed())
    now = timezone.now()
    assert delete_unconfirmed(now=now) == 0
    assert delete_unconfirmed(now=now + 1.01 * CONFIRM_LIFETIME) == 1
    assert not Case.objects.exists()


def test_changing_one_parameter_changes_the_date_on_the_page(client: Client) -> None:
    shown = []
    for months in (1, 2):
        with override_parameters(dsr_response_months=months):
            response = client.post(ask_and_open_link(client), follow=True)
        case = Case.objects.latest("pk")
        page = response.content.decode()
        assert case.legal_due.strftime("%-d.%-m.%Y") in page
        shown.append(case.legal_due)
    assert (shown[1] - shown[0]).days >= 27


def test_letter_says_until_when_we_answer(client: Client) -> None:
    client.post(ask_and_open_link(client))
    case = Case.objects.get()
    receipt = OutgoingMail.objects.latest("pk")
    assert case.legal_due.strftime("%-d.%-m.%Y") in receipt.text
    assert isinstance(case.legal_due, date)
