"""One erasure all the way in a real browser: the person by keyboard, then the officer."""

import re

import pytest
from django.test import Client

from kespet_crm.seeding.logins import ensure_logins
from privacy.models import Case, Certificate
from registry.models import OutgoingMail, Person
from registry.seams.jobs import run_due_jobs
from registry.seams.mail import send_due_mail
from registry.tests.factories import EmailFactory, OrderFactory
from tests.browser.conftest import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "kuusi-petoa-kaislikossa"
ADDRESS = "ainokaisa@kanaria.example"


def path_in(mail: OutgoingMail) -> str:
    found = re.search(r"https?://[^/\s]+(/\S+)", mail.text)
    assert found
    return found[1]


def press(visitor: Visitor, *keys: str) -> None:
    for key in keys:
        visitor.page.keyboard.press(key)


def ask_for_erasure_by_keyboard(visitor: Visitor) -> None:
    visitor.go("/fi/privacy/request/")
    visitor.check()
    visitor.page.locator("#id_kind_access").focus()
    press(visitor, "ArrowDown", "ArrowDown", "ArrowDown", "Tab")
    visitor.page.keyboard.type(ADDRESS)
    press(visitor, "Tab")
    visitor.page.keyboard.type("Ainokaisa Kanarialintu")
    press(visitor, "Tab", "Tab", "Enter")
    visitor.page.wait_for_url("**/request/sent/")
    visitor.check()


def confirm_by_keyboard(visitor: Visitor) -> str:
    visitor.go(path_in(OutgoingMail.objects.get(kind="case.confirmation")))
    visitor.check()
    visitor.page.locator("main form button").focus()
    press(visitor, "Enter")
    visitor.page.wait_for_url("**/request/case/**")
    visitor.check()
    return visitor.page.url


def decide(visitor: Visitor, case: Case) -> None:
    officer = ensure_logins(PASSWORD)["tietosuoja"]
    client = Client()
    client.force_login(officer)
    visitor.log_in({name: morsel.value for name, morsel in client.cookies.items()})
    visitor.go("/admin/privacy/case/")
    visitor.check()
    visitor.page.locator(f"text={case.reference}").first.click()
    visitor.check()
    visitor.page.locator("button[name=choice][value=redact]:visible").first.click()
    visitor.page.wait_for_load_state()
    visitor.page.locator("form[action$='/approve/'] button").click()
    visitor.page.wait_for_load_state()


def test_person_is_erased_and_gets_her_certificate(visitor: Visitor) -> None:
    EmailFactory(
        address=ADDRESS,
        person__given_name="Ainokaisa",
        person__family_name="Kanarialintu",
    )
    OrderFactory(reference="kysy: Ainokaisa Kanarialintu")
    ask_for_erasure_by_keyboard(visitor)
    own_page = confirm_by_keyboard(visitor)
    case = Case.objects.get()
    assert case.kind == "erasure"
    decide(visitor, case)
    case.refresh_from_db()
    assert case.state == "approved"
    run_due_jobs()
    send_due_mail()
    assert not Person.objects.filter(family_name="Kanarialintu").exists()
    assert Certificate.objects.get().state == "final"
    visitor.page.goto(own_page)
    visitor.check()
    with visitor.page.expect_download() as download:
        visitor.page.locator("a[href$='/certificate/']").click()
    assert download.value.suggested_filename.endswith("-certificate.json")
    visitor.go(f"/admin/privacy/case/{case.pk}/change/")
    visitor.check()


@pytest.mark.parametrize("path", ["retentionrun/", "case/add/"])
def test_officers_other_pages_are_accessible(visitor: Visitor, path: str) -> None:
    client = Client()
    client.force_login(ensure_logins(PASSWORD)["tietosuoja"])
    visitor.log_in({name: morsel.value for name, morsel in client.cookies.items()})
    visitor.go(f"/admin/privacy/{path}")
    visitor.check()


def test_form_with_mistakes_is_accessible(visitor: Visitor) -> None:
    visitor.go("/sv/privacy/request/")
    visitor.page.locator("main form button").click()
    visitor.page.wait_for_selector("#summary")
    visitor.complaints.clear()  # the browser reports the status 422 as an error
    visitor.check()
