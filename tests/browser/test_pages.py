"""The doors of the house in a real browser, at a desk and on a phone."""

import pytest

from kespet_crm.seeding.logins import ensure_logins
from registry.models import Staff
from tests.browser.conftest import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PUBLIC = ["/fi/privacy/", "/sv/privacy/", "/en/privacy/", "/fi/privacy/request/"]
STAFF = ["/admin/"]
PASSWORD = "kuusi-petoa-kaislikossa"


@pytest.fixture
def salesperson() -> Staff:
    return ensure_logins(PASSWORD)["myynti"]


@pytest.mark.parametrize("path", PUBLIC)
def test_public_page_keeps_its_policy_and_is_accessible(
    visitor: Visitor, path: str
) -> None:
    visitor.go(path)
    visitor.check()


@pytest.mark.parametrize("path", STAFF)
def test_staff_page_keeps_its_policy_and_is_accessible(
    visitor: Visitor, client, salesperson: Staff, path: str
) -> None:
    client.force_login(salesperson)
    visitor.log_in({name: morsel.value for name, morsel in client.cookies.items()})
    visitor.go(path)
    visitor.check()


def test_salesperson_logs_in_with_the_keyboard(
    visitor: Visitor, salesperson: Staff
) -> None:
    visitor.go("/admin/login/")
    visitor.check()
    visitor.page.locator("input[name=username]").press_sequentially("myynti")
    visitor.page.keyboard.press("Tab")
    visitor.page.keyboard.type(PASSWORD)
    visitor.page.keyboard.press("Enter")
    visitor.page.wait_for_url("**/admin/")
    assert visitor.complaints == []


def test_check_sees_what_is_wrong_with_a_page(visitor: Visitor) -> None:
    visitor.go("/fi/privacy/")
    visitor.page.evaluate("document.body.append(document.createElement('img'))")
    with pytest.raises(AssertionError, match="image-alt"):
        visitor.check()
    visitor.page.evaluate(
        "document.head.append(Object.assign(document.createElement('style'),"
        " {textContent: 'body {color: red}'}))"
    )
    assert "Content Security Policy" in visitor.complaints[0]
