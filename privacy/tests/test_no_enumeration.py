"""Asking tells nobody whether a person is known, gone, hidden or restricted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from privacy.erasure.execute import execute_erasure
from privacy.models import Suppression
from privacy.services.suppressions import suppress_contact_points
from privacy.tests.cases import aino, approved_case, confirmed_case, link_in, officer
from privacy.tests.cast import happen
from registry.models import OutgoingMail
from registry.tests.factories import EmailFactory

pytestmark = pytest.mark.django_db

FORM = "/fi/privacy/request/"
LINK = "/fi/privacy/request/link/"
ADDRESS = "ainokaisa@kanaria.example"


def unknown() -> None:
    """Nobody."""


def known() -> None:
    aino()


def suppressed() -> None:
    ids = [aino().pk]
    suppress_contact_points(person_ids=ids, reason=Suppression.Reason.ERASURE)


def restricted() -> None:
    happen(aino(), "restrict")


def shared() -> None:
    EmailFactory(person=aino(), address="toinen@kanaria.example", is_primary=False)
    EmailFactory(address=ADDRESS)


def erased() -> None:
    aino()
    execute_erasure(case_id=approved_case(officer(), confirmed_case()).pk)


def with_a_case() -> None:
    aino()
    confirmed_case()


STATES = [known, suppressed, restricted, shared, erased, with_a_case]


def trace(client: Client, path: str, data: dict[str, str]) -> dict[str, object]:
    """What somebody outside could see or measure."""
    with CaptureQueriesContext(connection) as queries:
        response = client.post(path, data)
        kinds = Counter(_kind_of(query["sql"]) for query in queries.captured_queries)
    assert kinds
    page = client.get(response["Location"])
    return {
        "status": response.status_code,
        "headers": {k: v for k, v in response.items() if k != "Expires"},
        "body": response.content,
        "page": page.content,
        "queries": kinds,
    }


def _kind_of(sql: str) -> str:
    """The verb and the table of a query."""
    table = re.search(r'(?:FROM|INTO|UPDATE) "(\w+)"', sql)
    return f"{sql.split()[0]} {table[1] if table else ''}"


@pytest.mark.parametrize("state", STATES)
def test_asking_shows_and_costs_the_same_for_whoever_it_is_about(
    client: Client, state: Callable[[], None]
) -> None:
    data = {"kind": "erasure", "email": ADDRESS, "name": "", "details": ""}
    client.get(FORM)
    trace(client, FORM, {**data, "email": "ensin@muualla.example"})  # warm
    before = trace(client, FORM, {**data, "email": "outo@muualla.example"})
    state()
    assert trace(client, FORM, data) == before


@pytest.mark.parametrize("state", STATES)
def test_lost_link_is_answered_the_same_for_whoever_asks(
    client: Client, state: Callable[[], None]
) -> None:
    trace(client, LINK, {"email": "ensin@muualla.example"})  # warm
    before = trace(client, LINK, {"email": "outo@muualla.example"})
    first = OutgoingMail.objects.latest("pk")
    state()
    assert trace(client, LINK, {"email": ADDRESS}) == before
    second = OutgoingMail.objects.latest("pk")
    assert _without_secret(first) == _without_secret(second)
    assert first.subject == second.subject


def test_confirming_looks_the_same_for_known_and_unknown(client: Client) -> None:
    aino()
    shown = []
    for email in (ADDRESS, "outo@muualla.example"):
        client.post(FORM, {"kind": "access", "email": email})
        link = link_in(OutgoingMail.objects.latest("pk"))
        button = client.get(link)
        page = client.post(link, follow=True)
        letters = OutgoingMail.objects.latest("pk")
        shown.append(
            (
                _plain(button.content.decode()),
                _plain(page.content.decode()),
                _plain(_without_secret(letters)),
                page.status_code,
            )
        )
    assert shown[0] == shown[1]


def _without_secret(mail: OutgoingMail) -> str:
    return re.sub(r"https?://\S+", "", mail.text)


def _plain(text: str) -> str:
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text)
    text = re.sub(r"/(case|confirm)/[\w-]+/", "", text)
    return re.sub(r"T-[0-9A-Z]+", "", text)
