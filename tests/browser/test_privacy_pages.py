"""The privacy centre and the officer's pages in a real browser."""

import pytest
from django.utils import timezone

from kespet_crm.seeding.logins import ensure_logins
from privacy.models import NoticeText
from privacy.services.notices import publish_notice
from registry.models import Staff
from registry.tests.factories import PersonFactory
from tests.browser.conftest import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LANGUAGES = ["fi", "sv", "en"]
OFFICER = [
    "/admin/compliance/",
    "/admin/privacy/objection/",
    "/admin/privacy/restriction/add/",
    "/admin/privacy/activity/",
]


@pytest.fixture
def second_version() -> None:
    bodies = {t.language: t.body.replace("15", "10") for t in NoticeText.objects.all()}
    publish_notice(actor=None, texts=bodies, valid_from=timezone.localdate())


@pytest.fixture
def officer() -> Staff:
    return ensure_logins("kuusi-petoa-kaislikossa")["tietosuoja"]


@pytest.mark.usefixtures("second_version")
@pytest.mark.parametrize("language", LANGUAGES)
def test_notice_and_versions_are_accessible_by_day_and_by_night(
    visitor: Visitor, language: str
) -> None:
    for path in ("", "versions/", "versions/1/", "versions/2/changes/"):
        visitor.page.emulate_media(color_scheme="light")
        visitor.go(f"/{language}/privacy/{path}")
        visitor.check()
        visitor.page.emulate_media(color_scheme="dark")
        visitor.check()


def test_missing_page_is_as_good_as_any_other(visitor: Visitor) -> None:
    answer = visitor.page.goto(f"{visitor.address}/en/privacy/none/")
    assert answer is not None
    assert answer.status == 404
    visitor.complaints.clear()  # the browser notes the status itself
    visitor.check()


def test_language_switch_keeps_the_page(visitor: Visitor) -> None:
    visitor.go("/fi/privacy/versions/1/")
    visitor.page.get_by_role("link", name="Svenska").click()
    visitor.page.wait_for_url("**/sv/privacy/versions/1/")
    assert visitor.page.locator("html").get_attribute("lang") == "sv"


def test_keyboard_skips_to_the_content(visitor: Visitor) -> None:
    visitor.go("/fi/privacy/")
    visitor.page.keyboard.press("Tab")
    visitor.page.keyboard.press("Enter")
    assert visitor.page.evaluate("document.activeElement.id") == "main"


def test_printed_notice_leaves_the_menus_out(visitor: Visitor) -> None:
    visitor.go("/fi/privacy/")
    menu = visitor.page.locator("nav.menu")
    assert menu.is_visible()
    visitor.page.emulate_media(media="print")
    assert not menu.is_visible()
    assert visitor.page.locator("#henkilotietojen-sailytysaika").is_visible()


def test_officer_s_pages_keep_their_policy_and_are_accessible(
    visitor: Visitor, client, officer: Staff
) -> None:
    client.force_login(officer)
    visitor.log_in({name: morsel.value for name, morsel in client.cookies.items()})
    for path in OFFICER:
        visitor.go(path)
        visitor.check()


def test_objection_takes_two_clicks(visitor: Visitor, client, officer: Staff) -> None:
    person = PersonFactory()
    client.force_login(officer)
    visitor.log_in({name: morsel.value for name, morsel in client.cookies.items()})
    visitor.go(f"/admin/registry/person/{person.pk}/change/")
    visitor.check()
    visitor.page.get_by_text("Kirjaa markkinoinnin vastustaminen").click()
    visitor.page.get_by_role("button", name="Kirjaa vastustaminen", exact=True).click()
    visitor.page.get_by_text("Vastustaminen on kirjattu ja voimassa.").wait_for()
    assert person.objections.exists()
