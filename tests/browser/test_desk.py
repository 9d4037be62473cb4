"""A salesperson's day in a real browser: by keyboard, at a desk and on a phone."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from contacts.tests.factories import ParticipantFactory
from registry.models import Person, Staff
from registry.tests.factories import StaffFactory
from tests.browser.conftest import Visitor
from tests.permission_world import World, build_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "kuusi-petoa-kaislikossa"


@pytest.fixture
def seller() -> Staff:
    staff: Staff = StaffFactory(is_staff=True, username="myynti", first_name="Maija")
    staff.set_password(PASSWORD)
    staff.save()
    staff.groups.add(Group.objects.get(name="sales"))
    return staff


@pytest.fixture
def world(seller: Staff) -> World:
    return build_world(seller)


@pytest.fixture
def at_work(visitor: Visitor, client: Client, seller: Staff) -> Visitor:
    client.force_login(seller)
    visitor.log_in({name: morsel.value for name, morsel in client.cookies.items()})
    return visitor


def addresses(world: World) -> list[str]:
    person, company, order = (
        world.objects[f"registry_{name}"].pk for name in ("person", "company", "order")
    )
    return [
        "/admin/",
        "/admin/registry/person/",
        f"/admin/registry/person/{person}/change/",
        f"/admin/registry/person/{person}/edit/",
        "/admin/registry/person/add/",
        "/admin/registry/company/",
        f"/admin/registry/company/{company}/change/",
        f"/admin/registry/company/{company}/edit/",
        "/admin/registry/order/",
        f"/admin/registry/order/{order}/change/",
        f"/admin/registry/order/add/?company={company}",
        "/admin/contacts/interaction/",
        "/admin/contacts/followup/",
        "/admin/search/",
    ]


def test_every_page_of_the_desk_is_accessible_and_fits(
    at_work: Visitor, world: World
) -> None:
    for address in addresses(world):
        at_work.go(address)
        at_work.check()


def test_note_is_written_from_login_to_timeline_by_keyboard_alone(
    visitor: Visitor, world: World
) -> None:
    keyboard, page = visitor.page.keyboard, visitor.page
    phone = world.person.phones.get().e164
    visitor.go("/admin/login/")
    page.locator("#id_username").press_sequentially("myynti")
    keyboard.press("Tab")
    keyboard.type(PASSWORD)
    keyboard.press("Enter")
    page.wait_for_url("**/admin/")

    visitor.go("/admin/registry/person/")
    keyboard.press("/")
    keyboard.type(f"0{phone.removeprefix('+358')}")
    keyboard.press("Enter")
    page.wait_for_url("**/admin/search/**")
    assert phone[-7:] not in page.url
    visitor.check()
    hit = page.locator("a.k-hit")
    assert hit.count() == 1
    hit.focus()
    keyboard.press("Enter")
    page.wait_for_url("**/change/")

    page.locator("#id_body").focus()
    keyboard.type("Lupasi vastata perjantaina.")
    page.locator("main form[action*='contacts/interaction'] button").first.focus()
    keyboard.press("Enter")
    page.wait_for_selector("#k-timeline >> text=Lupasi vastata perjantaina.")
    visitor.check()


def test_older_entries_come_without_leaving_the_page(
    at_work: Visitor, world: World
) -> None:
    _write_notes(world.person, 30)
    at_work.go(f"/admin/registry/person/{world.person.pk}/change/")
    entries = at_work.page.locator("#k-timeline > li")
    assert entries.count() == 20

    at_work.page.locator("[data-more]").click()
    at_work.page.wait_for_function(
        "document.querySelectorAll('#k-timeline > li').length > 20"
    )

    assert entries.count() > 30
    at_work.check()


def test_menu_opens_and_closes_on_a_phone(at_work: Visitor) -> None:
    at_work.go("/admin/")
    menu = at_work.page.locator("[data-menu]")
    if not menu.is_visible():
        return
    menu.press("Enter")
    assert at_work.page.locator("#k-nav").is_visible()
    at_work.check()
    at_work.page.keyboard.press("Escape")
    assert not at_work.page.locator("#k-nav").is_visible()


def test_order_lines_are_added_one_by_one(at_work: Visitor, world: World) -> None:
    company = world.objects["registry_company"]
    at_work.go(f"/admin/registry/order/add/?company={company.pk}")
    at_work.page.locator("[data-add-row]").click()
    for row, product in enumerate(("Letku", "Liitin")):
        at_work.page.locator(f"[name=lines-{row}-product]").fill(product)
        at_work.page.locator(f"[name=lines-{row}-quantity]").fill("2")
        at_work.page.locator(f"[name=lines-{row}-unit_price]").fill("10,50")
    at_work.page.locator("form[data-guard] button.k-btn-main").click()
    at_work.page.wait_for_url("**/change/")

    assert "Letku" in at_work.page.content()
    assert "Liitin" in at_work.page.content()
    at_work.check()


def _write_notes(person: Person, number: int) -> None:
    for _note in range(number):
        ParticipantFactory(person=person)
