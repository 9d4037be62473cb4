"""«Why is this still here?» and the monthly figures in a real browser."""

from datetime import date
from decimal import Decimal

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from privacy.models import LegalHold
from registry.models import MonthlyFigure, Staff
from registry.tests.factories import StaffFactory
from tests.browser.conftest import Visitor
from tests.permission_world import World, build_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def officer() -> Staff:
    staff: Staff = StaffFactory(is_staff=True, username="tietosuoja")
    staff.groups.add(Group.objects.get(name="dpo"))
    return staff


@pytest.fixture
def world(officer: Staff) -> World:
    world = build_world(officer)
    LegalHold.objects.create(
        person=world.person,
        reason="Riita toimituksesta",
        owner=officer,
        recorded_by=officer,
        review_by=timezone.localdate(),
    )
    for month in (3, 4, 5):
        MonthlyFigure.objects.create(
            month=date(2025, month, 1),
            measure="net_sales",
            product_group="varastohylly",
            value=Decimal(100 * month),
            group_size=5,
        )
    return world


@pytest.fixture
def at_work(visitor: Visitor, client: Client, officer: Staff) -> Visitor:
    client.force_login(officer)
    visitor.log_in({name: morsel.value for name, morsel in client.cookies.items()})
    return visitor


def test_from_the_persons_page_to_why_it_is_here(
    at_work: Visitor, world: World
) -> None:
    at_work.go(f"/admin/registry/person/{world.person.pk}/change/")
    at_work.page.get_by_role("link", name="Miksi tämä on vielä täällä?").click()
    at_work.page.wait_for_url("**/admin/why/person/**")
    words = at_work.page.locator("main").inner_text()
    assert "Riita toimituksesta" in words
    assert "Henkilöt ilman asiakassuhdetta" in words
    at_work.check()
    at_work.go(f"/admin/why/person/{world.person.pk}/?holding=emails")
    at_work.check()


@pytest.mark.parametrize("what", ["order", "company"])
def test_why_of_an_order_and_of_a_business_is_accessible(
    what: str, at_work: Visitor, world: World
) -> None:
    at_work.go(f"/admin/why/{what}/{world.objects[f'why_{what}'].pk}/")
    at_work.check()


def test_why_of_a_note_is_reached_from_the_note(at_work: Visitor, world: World) -> None:
    note = world.objects["why_row"].pk
    at_work.go(f"/admin/contacts/interaction/{note}/change/")
    at_work.page.get_by_role("link", name="Miksi tämä on vielä täällä?").click()
    at_work.page.wait_for_url("**/admin/why/row/interactions/**")
    at_work.check()


def test_the_monthly_figures_are_accessible_and_fit(
    at_work: Visitor, world: World
) -> None:
    at_work.go("/admin/registry/monthlyfigure/")
    assert "300,00" in at_work.page.locator("main").inner_text()
    at_work.check()
    at_work.go("/admin/registry/monthlyfigure/?measure=contacts")
    at_work.check()
