"""Who sees what of «Why is this still here?», and what it costs."""

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from privacy.models import LegalHold
from registry.models import AuditSubject, LawfulUse, Person, RestrictedAct, Staff
from registry.services.restricted_use import log_restricted_use
from registry.tests.factories import (
    CompanyFactory,
    EmailFactory,
    GuardFactory,
    OrderFactory,
    PersonFactory,
    PhoneFactory,
    PositionFactory,
    StaffFactory,
    VoucherFactory,
)

pytestmark = pytest.mark.django_db
REASON = "Riita toimituksesta 4711"


def user_of(role: str) -> Client:
    staff: Staff = StaffFactory(is_staff=True)
    staff.groups.add(Group.objects.get(name=role))
    client = Client(headers={"accept-language": "fi"})
    client.force_login(staff)
    return client


def held_person() -> Person:
    person: Person = PersonFactory(collected_on=date(2024, 3, 14))
    EmailFactory(person=person)
    officer = StaffFactory()
    LegalHold.objects.create(
        person=person,
        reason=REASON,
        owner=officer,
        recorded_by=officer,
        review_by=timezone.localdate(),
    )
    return person


def body(client: Client, name: str, *args: Any) -> str:
    answer = client.get(reverse(f"admin:{name}", args=args))
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_reason_of_a_hold_is_for_the_roles_of_privacy() -> None:
    person = held_person()
    for role, told in (("dpo", True), ("auditor", True), ("sales", False)):
        page = body(user_of(role), "why_person", person.pk)
        assert "Poistokielto" in page
        assert (REASON in page) is told


def test_the_persons_page_says_until_when() -> None:
    person = PersonFactory(collected_on=date(2024, 3, 14))
    page = body(user_of("sales"), "registry_person_change", person.pk)
    assert "Säilytetään <b>14.3.2039</b> asti" in page
    assert reverse("admin:why_person", args=[person.pk]) in page


def test_a_look_is_recorded_as_a_use_of_her_data() -> None:
    person = PersonFactory()
    before = AuditSubject.objects.filter(kind="person", subject_id=person.pk).count()
    body(user_of("sales"), "why_person", person.pk)
    after = AuditSubject.objects.filter(kind="person", subject_id=person.pk).count()
    assert after == before + 1


def test_marketing_sees_no_dealings_and_no_legal_rows() -> None:
    person = held_person()
    keys = body(user_of("marketing"), "why_person", person.pk)
    assert "Sähköpostiosoitteet" in keys
    assert "Poistokiellot" not in keys
    row = reverse("admin:why_row", args=["legal_holds", LegalHold.objects.get().pk])
    assert user_of("marketing").get(row).status_code == 403


def test_a_restricted_person_is_not_there_for_sales() -> None:
    person = PersonFactory()
    GuardFactory(person=person)
    order = OrderFactory(buyer_company=None, buyer_person=person)
    firm = CompanyFactory(is_sole_trader=True, proprietor=person)
    sales, officer = user_of("sales"), user_of("dpo")
    for name, key in (("person", person), ("order", order), ("company", firm)):
        address = reverse(f"admin:why_{name}", args=[key.pk])
        assert sales.get(address).status_code == 404
        assert officer.get(address).status_code == 200


def test_words_of_a_restricted_person_are_hidden_until_the_reader_says_why() -> None:
    person = PersonFactory(given_name="Salla", family_name="Salattulainen")
    email = EmailFactory(person=person)
    GuardFactory(person=person)
    client = user_of("dpo")
    page = body(client, "why_person", person.pk)
    assert "Salattulainen" not in page
    assert email.address not in page
    assert person.reference in page
    log_restricted_use(
        actor=Staff.objects.get(pk=client.session["_auth_user_id"]),
        person_id=person.pk,
        use=LawfulUse.CLAIM,
        reason="Vaateen käsittely",
        act=RestrictedAct.LOOK,
    )
    assert email.address in body(client, "why_person", person.pk)


def test_an_order_of_a_company_alone_is_no_personal_data() -> None:
    order = OrderFactory()
    VoucherFactory(order=order, kept_until=date(2031, 12, 31))
    page = body(user_of("sales"), "why_order", order.pk)
    assert "Tilaus on yrityksen" in page
    assert "31.12.2031" in page


def test_an_order_is_explained_with_its_voucher() -> None:
    person = PersonFactory(private_customer=True)
    order = OrderFactory(buyer_company=None, buyer_person=person)
    VoucherFactory(order=order, number="V-77", kept_until=date(2031, 12, 31))
    page = body(user_of("dpo"), "why_order", order.pk)
    assert order.number in page
    assert "V-77" in page


def test_other_companies_and_unknown_rows_are_not_there() -> None:
    client = user_of("dpo")
    for address in (
        reverse("admin:why_company", args=[CompanyFactory().pk]),
        reverse("admin:why_row", args=["nothing", 1]),
        reverse("admin:why_row", args=["interactions", 1]),
        reverse("admin:why_person", args=[1]),
    ):
        assert client.get(address).status_code == 404
    person = PersonFactory()
    address = reverse("admin:why_person", args=[person.pk])
    assert client.post(address).status_code == 405


def test_one_holding_is_shown_to_its_end() -> None:
    person = PersonFactory()
    numbers = [PhoneFactory(person=person, is_primary=False) for _ in range(7)]
    client = user_of("dpo")
    first = body(client, "why_person", person.pk)
    assert "?holding=phones" in first
    assert numbers[6].e164 not in first
    address = reverse("admin:why_person", args=[person.pk])
    assert numbers[6].e164 in client.get(f"{address}?holding=phones").content.decode()
    wrong = client.get(f"{address}?holding=phones&after=x")
    assert wrong.status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_a_fixed_number_of_queries(
    rows: int, django_assert_num_queries: Any
) -> None:
    person = PersonFactory()
    for _number in range(rows):
        PhoneFactory(person=person, is_primary=False)
        PositionFactory(person=person)
        OrderFactory(contact=person)
    client = user_of("dpo")
    body(client, "why_person", person.pk)
    with django_assert_num_queries(QUERIES):
        body(client, "why_person", person.pk)


QUERIES = 28
