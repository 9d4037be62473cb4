"""A legal hold from its placing to its release by two people, by keyboard alone."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from privacy.models import LegalHold, Weakening
from privacy.services.weakenings import carry_out_weakenings
from registry.models import Person, Staff
from registry.tests.factories import EmailFactory, PersonFactory
from tests.browser.conftest import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def officer(name: str) -> Staff:
    staff: Staff = Staff.objects.create_user(name, password="x", first_name=name)
    staff.is_staff = True
    staff.save()
    staff.groups.add(Group.objects.get(name="dpo"))
    return staff


def sign_in(visitor: Visitor, staff: Staff) -> None:
    client = Client()
    client.force_login(staff)
    visitor.page.context.clear_cookies()
    visitor.log_in({k: str(m.value) for k, m in client.cookies.items()})


def press(visitor: Visitor, name: str, *, role: str = "button") -> None:
    """By the keyboard: focus and Enter."""
    found = visitor.page.get_by_role(role, name=name, exact=True)  # type: ignore[arg-type]
    found.first.focus()
    visitor.page.keyboard.press("Enter")


def test_a_hold_is_placed_reviewed_and_released_by_two_people(visitor: Visitor) -> None:
    person: Person = PersonFactory(given_name="Riikka", family_name="Riitala")
    EmailFactory(person=person)
    first, second = officer("Anna"), officer("Bertta")
    page = visitor.page

    sign_in(visitor, first)
    visitor.go(f"/admin/privacy/legalhold/add/?person={person.pk}")
    page.locator("#id_reason").focus()
    page.keyboard.type("Reklamaatio tilauksesta")
    press(visitor, "Katso, mitä se koskee")
    page.get_by_role("button", name="Aseta poistokielto").wait_for()
    visitor.check()
    press(visitor, "Aseta poistokielto")
    page.get_by_role("heading", name="Mitä se koskee").wait_for()
    hold = LegalHold.objects.get(person=person)
    visitor.check()

    press(visitor, "Tarkista", role="link")
    page.locator("#id_reason").focus()
    page.keyboard.type("Asia on kesken")
    visitor.check()
    press(visitor, "Kirjaa tarkistus")
    page.get_by_text("Asia on kesken").wait_for()

    visitor.go(f"/admin/registry/person/{person.pk}/change/")
    page.get_by_text("Näitä tietoja ei voi poistaa.").wait_for()
    visitor.check()

    visitor.go(f"/admin/privacy/legalhold/{hold.pk}/change/")
    press(visitor, "Pyydä kumoamista", role="link")
    page.locator("#id_reason").focus()
    page.keyboard.type("Sovittu")
    visitor.check()
    press(visitor, "Pyydä kumoamista")
    page.get_by_text("Odottaa toista henkilöä.").first.wait_for()
    assert page.get_by_role("link", name="Vahvista toisena henkilönä").count() == 0
    visitor.check()

    sign_in(visitor, second)
    visitor.go("/admin/privacy/weakening/")
    visitor.check()
    page.get_by_role("link", name="Vahvista").focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Vahvista toisena henkilönä").wait_for()
    visitor.check()
    press(visitor, "Vahvista")
    page.get_by_text("tulee voimaan").first.wait_for()
    visitor.check()

    assert carry_out_weakenings(timezone.now()) == 0
    weakening = Weakening.objects.get(hold=hold)
    assert carry_out_weakenings(weakening.effective_at) == 1
    visitor.go("/admin/privacy/legalhold/")
    page.locator("td .k-badge", has_text="Kumottu").wait_for()
    visitor.check()
    visitor.go(f"/admin/privacy/legalhold/{hold.pk}/change/")
    page.get_by_role("heading", name="Mitä se koski").wait_for()
    visitor.check()
