"""The officer's morning in a real browser, by keyboard: a plan waits, one person is put
on hold, the rest is approved and goes, and the receipt is opened."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.test import Client, override_settings
from django.utils import timezone

from kespet_crm.seeding.logins import ensure_logins
from privacy.models import LegalHold, PeriodRule, RetentionRun
from privacy.retention.forecast import compute_forecast
from privacy.retention.planning import plan_run
from privacy.services.period_rules import change_rule
from registry.law.calendar import add_months
from registry.models import Person, Staff
from registry.seams.jobs import run_due_jobs
from registry.tests.factories import PersonFactory
from tests.browser.conftest import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "kuusi-petoa-kaislikossa"
HOME = "/admin/privacy/retentionrun/"
NAMES = ("Aho", "Berg", "Östman-Hietaniemenvuorenkoski")


@pytest.fixture(autouse=True)
def _own_journal(tmp_path: Path) -> Iterator[None]:
    with override_settings(ERASURE_JOURNAL=str(tmp_path / "journal.jsonl")):
        yield


@pytest.fixture
def officer(visitor: Visitor) -> Staff:
    found = ensure_logins(PASSWORD)["tietosuoja"]
    client = Client()
    client.force_login(found)
    visitor.log_in({name: morsel.value for name, morsel in client.cookies.items()})
    return found


def wait_for_approval(officer: Staff) -> RetentionRun:
    """A plan with three people; another one leaves next week."""
    rule = PeriodRule.objects.in_force().get(slug="person_collection")
    change_rule(actor=officer, rule=rule, reason="Katsotaan ensin.", approval="one")
    for name in NAMES:
        PersonFactory(collected_on=date(2000, 1, 1), family_name=name)
    soon = timezone.localdate() + timedelta(days=7)
    PersonFactory(collected_on=add_months(soon, -180), family_name="Pian")
    run = plan_run(as_of=timezone.localdate())
    compute_forecast(as_of=timezone.localdate())
    return run


def enter(visitor: Visitor, selector: str) -> None:
    """Go to the thing by focus, press Enter, and wait for the answer."""
    visitor.page.locator(selector).first.focus()
    with visitor.page.expect_navigation():
        visitor.page.keyboard.press("Enter")


def names_on(visitor: Visitor) -> list[str]:
    return visitor.page.locator("tbody a.k-lead").all_inner_texts()


def test_officers_morning_by_keyboard(visitor: Visitor, officer: Staff) -> None:
    run = wait_for_approval(officer)
    visitor.go(HOME)
    visitor.check()
    enter(visitor, "a[href$='/approve/person_collection/']")
    visitor.check()
    enter(visitor, "a[href*='/lines/?rule=']")
    visitor.check()
    sort_and_search(visitor)
    put_berg_on_hold(visitor)
    assert LegalHold.objects.filter(person__family_name="Berg").exists()

    visitor.go(f"{HOME}{run.pk}/approve/person_collection/")
    enter(visitor, "form button.k-btn-main")
    run_due_jobs()
    visitor.go(f"{HOME}{run.pk}/change/")
    visitor.check()
    left = Person.objects.order_by("family_name")
    assert [person.family_name for person in left] == ["Berg", "Pian"]
    with visitor.page.expect_download() as download:
        visitor.page.locator("a[href$='/receipt/']").click()
    assert download.value.suggested_filename.endswith("-receipt.json")


def sort_and_search(visitor: Visitor) -> None:
    page = visitor.page
    if page.locator("a.k-sort[href*='sort=name']").is_visible():
        enter(visitor, "a.k-sort[href*='sort=name']")
        assert [name.split()[-1] for name in names_on(visitor)] == list(NAMES)
        visitor.check()
    with page.expect_download() as download:
        page.locator("a[href*='/export/']").click()
    assert download.value.suggested_filename.endswith(".csv")
    page.locator("input[name=posted_search]").focus()
    page.keyboard.type("Berg")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "Berg" not in page.url
    assert [name.split()[-1] for name in names_on(visitor)] == ["Berg"]


def put_berg_on_hold(visitor: Visitor) -> None:
    page = visitor.page
    page.locator("input[name=line]").focus()
    page.keyboard.press("Space")
    enter(visitor, "form[action$='/hold/'] button")
    visitor.check()
    enter(visitor, "form[novalidate] button.k-btn-main")
    visitor.complaints.clear()  # the browser reports the status 422 as an error
    visitor.check()
    page.locator("textarea[name=reason]").focus()
    page.keyboard.type("Riita laskusta 12")
    enter(visitor, "form[novalidate] button.k-btn-main")
    visitor.check()


def test_other_pages_of_retention_are_accessible_and_fit(
    visitor: Visitor, officer: Staff
) -> None:
    run = wait_for_approval(officer)
    year = timezone.localdate().year
    for path in (
        f"{HOME}?data=persons&year={year}",
        f"{HOME}upcoming/",
        f"{HOME}upcoming/?data=interactions",
        f"{HOME}{run.pk}/cancel/",
        "/admin/compliance/",
    ):
        visitor.go(path)
        visitor.check()
    visitor.go(HOME)
    enter(visitor, "a.k-chart-year")
    assert "year=" in visitor.page.url
    assert visitor.page.locator("#k-year").is_visible()
