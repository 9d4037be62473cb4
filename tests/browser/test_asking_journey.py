"""Asking and following a request in a real browser, at a desk and on a phone."""

import re

import pytest
from django.test import Client

from kespet_crm.seeding.logins import ensure_logins
from privacy.models import Case, CaseMessage
from privacy.models.case_choices import CaseKind
from privacy.services.cases import add_case_message, confirm_case, receive_request
from privacy.services.cases.links import issue_case_token
from registry.models import OutgoingMail
from registry.tests.factories import EmailFactory, PersonFactory
from tests.browser.conftest import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "kuusi-petoa-kaislikossa"
SHARED = "info@kanaria.example"
OWN = "ainokaisa@kanaria.example"


def path_in(mail: OutgoingMail) -> str:
    found = re.search(r"https?://[^/\s]+(/\S+)", mail.text)
    assert found
    return found[1]


def confirmed(email: str, kind: CaseKind = CaseKind.ACCESS) -> Case:
    receive_request(kind=kind, email=email, language="fi")
    raw = path_in(OutgoingMail.objects.latest("pk")).rstrip("/").rpartition("/")[2]
    return confirm_case(raw).case


def own_page(case: Case, language: str = "fi") -> str:
    return f"/{language}/privacy/request/case/{issue_case_token(case)}/"


def as_officer(visitor: Visitor) -> None:
    client = Client()
    client.force_login(ensure_logins(PASSWORD)["tietosuoja"])
    visitor.log_in({name: morsel.value for name, morsel in client.cookies.items()})


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_form_asks_only_what_the_chosen_right_needs(
    visitor: Visitor, language: str
) -> None:
    visitor.go(f"/{language}/privacy/request/")
    form = visitor.page.locator("form.ask")
    form.locator("#id_kind_objection").check()
    assert form.locator(".for-objection").is_visible()
    assert form.locator("#id_details").is_visible()
    visitor.check()
    form.locator("#id_kind_marketing_objection").check()
    assert not form.locator("#id_details").is_visible()
    assert not form.locator("#id_name").is_visible()
    assert form.locator(".for-nothing_more").is_visible()
    visitor.check()


def test_person_writes_by_keyboard_and_withdraws_after_a_question(
    visitor: Visitor,
) -> None:
    case = confirmed("aino@kanaria.example")
    add_case_message(case=case, from_person=False, text="Hei, käsittelemme pyyntöäsi.")
    visitor.go(own_page(case))
    visitor.check()
    visitor.page.locator("#id_message").focus()
    visitor.page.keyboard.type("Kiitos tiedosta.")
    visitor.page.keyboard.press("Tab")
    visitor.page.keyboard.press("Enter")
    visitor.page.wait_for_selector("[role=status]")
    visitor.check()
    assert CaseMessage.objects.unread().count() == 1
    visitor.page.locator("a[href$='/withdraw/']").click()
    visitor.page.wait_for_url("**/withdraw/")
    visitor.check()
    visitor.page.locator("main form button").press("Enter")
    visitor.page.wait_for_url("**/case/**")
    case.refresh_from_db()
    assert case.outcome == "withdrawn"


def test_user_of_a_shared_mailbox_shows_herself_by_her_own(visitor: Visitor) -> None:
    person = PersonFactory(given_name="Ainokaisa", family_name="Kanarialintu")
    EmailFactory(person=person, address=OWN)
    for one in (person, PersonFactory()):
        EmailFactory(person=one, address=SHARED, is_primary=False)
    case = confirmed(SHARED)
    as_officer(visitor)
    visitor.go(f"/admin/privacy/case/{case.pk}/change/")
    visitor.check()
    visitor.page.locator("summary", has_text="linkki").click()
    visitor.page.locator("form[action$='/link/'] button").click()
    visitor.page.wait_for_load_state()
    visitor.go(path_in(OutgoingMail.objects.get(to_address=OWN)))
    visitor.check()
    visitor.page.locator("button[value=yes]").press("Enter")
    visitor.page.wait_for_url("**/request/case/**")
    visitor.check()
    case.refresh_from_db()
    assert (case.person_id, case.identity_method) == (person.pk, "code")


def test_lost_link_is_found_again(visitor: Visitor) -> None:
    case = confirmed(OWN)
    visitor.go("/fi/privacy/request/link/")
    visitor.check()
    visitor.page.locator("#id_email").fill(OWN)
    visitor.page.keyboard.press("Enter")
    visitor.page.wait_for_url("**/link/sent/")
    visitor.check()
    visitor.go(path_in(OutgoingMail.objects.latest("pk")))
    visitor.check()
    visitor.page.locator(f"button[value='{case.reference}']").press("Enter")
    visitor.page.wait_for_url("**/request/case/**")
    visitor.check()
