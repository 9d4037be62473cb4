"""A right from the public form to the answer: the person and the officer, by keyboard."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.test import Client
from playwright.sync_api import Locator, Page

from kespet_crm.seeding.logins import ensure_logins
from privacy.models import Case
from privacy.models.case_choices import CaseKind
from registry.models import OutgoingMail, Person
from registry.seams.jobs import run_due_jobs
from registry.seams.mail import send_due_mail
from registry.tests.factories import EmailFactory

from .conftest import Visitor

PASSWORD = "kuusi-petoa-kaislikossa"
ADDRESS = "ainokaisa@kanaria.example"
REACH = 150
"""So many presses of one key, and a control that has not come is out of reach."""

IS_FOCUSED = "control => control === document.activeElement"
IN_GROUP = "radio => document.activeElement?.name === radio.name"


def tab_to(control: Locator) -> None:
    """Walk there as somebody without a mouse does."""
    _press_until(control, "Tab", IS_FOCUSED)


def press_on(control: Locator) -> None:
    """Walk there and press Enter."""
    tab_to(control)
    control.page.keyboard.press("Enter")


def skip_to_content(page: Page) -> None:
    """Past the navigation, by the first link of the page."""
    press_on(page.locator("a.k-skip"))


def write_in(control: Locator, text: str) -> None:
    tab_to(control)
    control.page.keyboard.type(text)


def choose_radio(radio: Locator) -> None:
    """Walk to the group, mark where one stands in it, then by arrows."""
    _press_until(radio, "Tab", IN_GROUP)
    radio.page.keyboard.press("Space")
    _press_until(radio, "ArrowDown", "radio => radio.checked")


def choose_option(menu: Locator, value: str) -> None:
    tab_to(menu)
    _press_until(menu, "ArrowDown", f"menu => menu.value === '{value}'")


def _press_until(control: Locator, key: str, reached: str) -> None:
    for _ in range(REACH):
        if control.evaluate(reached):
            return
        control.page.keyboard.press(key)
    raise AssertionError(f"{control} is out of the keyboard's reach by {key}")


@dataclass
class Journey:
    """One request: the person with her phone, the officer at a desk."""

    person: Visitor
    officer: Visitor
    progress: str = ""

    def ask(self, kind: CaseKind, details: str = "") -> Case:
        """Fill in the public form, open the mailed link and confirm."""
        page = self.person.page
        self.person.go("/fi/privacy/request/")
        choose_radio(page.locator(f"#id_kind_{kind}"))
        write_in(page.locator("#id_email"), ADDRESS)
        if details:
            write_in(page.locator("#id_details"), details)
        self.person.check()
        press_on(page.locator("main form button"))
        page.wait_for_url("**/request/sent/")
        self.person.check()
        self._confirm()
        return Case.objects.get()

    def _confirm(self) -> None:
        page = self.person.page
        self.person.go(path_in(OutgoingMail.objects.get(kind="case.confirmation")))
        self.person.check()
        press_on(page.locator("main form button"))
        page.wait_for_url("**/request/case/**")
        self.progress = page.url
        self.person.check()

    def propose(self, change: str, value: str) -> None:
        """Her own words for one field, on the page of her request."""
        page = self.person.page
        choose_option(page.locator("#id_change"), change)
        write_in(page.locator("#id_proposed"), value)
        with page.expect_navigation():
            press_on(page.locator("form[action$='/rectify/'] button"))
        self.person.check()

    def open_case(self, case: Case) -> Locator:
        """The officer finds it in the queue; the page's contents."""
        page = self.officer.page
        self.officer.go("/admin/privacy/case/")
        skip_to_content(page)
        press_on(page.get_by_role("link", name=case.reference))
        page.wait_for_url(f"**/case/{case.pk}/change/")
        self.officer.check()
        skip_to_content(page)
        return page.locator("main")

    def decide(self, button: Locator) -> None:
        """Press it, and see what was said."""
        page = self.officer.page
        with page.expect_navigation():
            press_on(button)
        self.officer.check()
        skip_to_content(page)

    def carry_out(self) -> Locator:
        """The worker's turn, then the person's page as it ends."""
        run_due_jobs()
        send_due_mail()
        self.person.page.goto(self.progress)
        self.person.check()
        return self.person.page.locator("main")


def path_in(mail: OutgoingMail) -> str:
    """Where the link in a letter leads."""
    found = re.search(r"https?://[^/\s]+(/\S+)", mail.text)
    assert found
    return found[1]


def make_person() -> Person:
    """Somebody whose address is hers alone."""
    email = EmailFactory(
        address=ADDRESS,
        person__given_name="Ainokaisa",
        person__family_name="Kanarialintu",
    )
    person: Person = email.person
    return person


def log_officer_in(officer: Visitor) -> None:
    client = Client()
    client.force_login(ensure_logins(PASSWORD)["tietosuoja"])
    officer.log_in({name: str(one.value) for name, one in client.cookies.items()})
