"""The officer's screens: adding and closing legal rows, and who may do what."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from privacy.models import (
    Activity,
    ConsentEvent,
    LegalHold,
    NoticeDelivery,
    NoticeVersion,
    Objection,
    Recipient,
    Restriction,
    Weakening,
)
from privacy.services import holds, liftings
from privacy.services.weakenings import carry_out_weakenings
from registry.models import Partner, Person, Staff
from registry.seams import gate
from registry.tests.factories import (
    CompanyFactory,
    OrderFactory,
    PersonFactory,
    PositionFactory,
    SourceFactory,
    StaffFactory,
)

from . import cast

pytestmark = pytest.mark.django_db
LISTS = (
    "consentevent",
    "objection",
    "suppression",
    "restriction",
    "legalhold",
    "activity",
    "balancingtest",
    "recipient",
    "disclosure",
    "noticeversion",
    "noticedelivery",
)


def staff(role: str) -> Staff:
    user: Staff = StaffFactory(is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    return user


def logged_in(role: str) -> Client:
    client = Client()
    client.force_login(staff(role))
    return client


def page(name: str, *args: object) -> str:
    return reverse(f"admin:privacy_{name}", args=args)


@pytest.mark.parametrize("name", LISTS)
def test_officer_and_auditor_see_every_list_and_sales_sees_none(name: str) -> None:
    cast.objecting()
    cast.restricted()
    assert logged_in("dpo").get(page(f"{name}_changelist")).status_code == 200
    assert logged_in("auditor").get(page(f"{name}_changelist")).status_code == 200
    assert logged_in("sales").get(page(f"{name}_changelist")).status_code == 403


@pytest.mark.parametrize("name", [n for n in LISTS if n != "suppression"])
def test_officer_adds_and_the_auditor_does_not(name: str) -> None:
    assert logged_in("dpo").get(page(f"{name}_add")).status_code == 200
    assert logged_in("auditor").get(page(f"{name}_add")).status_code == 403


def test_added_objection_goes_through_the_service() -> None:
    person = cast.told()
    answer = logged_in("dpo").post(
        page("objection_add"),
        {"person": person.reference, "kind": "marketing", "scope": "", "place": "x"},
    )
    assert answer.status_code == 302
    objection = Objection.objects.get(person=person)
    assert objection.recorded_by is not None
    assert person.guard.objected


def test_added_consent_and_its_withdrawal_go_through_the_service() -> None:
    person = cast.told()
    client = logged_in("dpo")
    form = {
        "person": person.reference,
        "purpose": "marketing",
        "channel": "email",
        "text_version": "kirje-1",
        "place": "messut",
    }
    client.post(page("consentevent_add"), {**form, "action": "given"})
    client.post(page("consentevent_add"), {**form, "action": "withdrawn"})
    acts = ConsentEvent.objects.filter(person=person).order_by("pk")
    assert [act.action for act in acts] == ["given", "withdrawn"]


def test_restriction_is_opened_announced_and_lifted_on_screen() -> None:
    person = PersonFactory()
    client = logged_in("dpo")
    client.post(
        page("restriction_add"),
        {"person": person.reference, "ground": "18_1_a", "reason": "Selvitys"},
    )
    row = Restriction.objects.get(person=person)
    assert client.get(page("restriction_change", row.pk)).status_code == 200
    refused = client.post(
        page("restriction_lift", row.pk), {"reason": "Valmis"}, follow=True
    )
    assert Restriction.objects.in_force().filter(pk=row.pk).exists()
    assert "vähintään 3" in refused.text
    liftings.announce_lifting(
        actor=staff("dpo"),
        restriction=row,
        told_at=timezone.now() - timedelta(days=4),
    )
    client.post(page("restriction_lift", row.pk), {"reason": "Valmis"})
    assert not Restriction.objects.in_force().filter(pk=row.pk).exists()


def test_hold_is_previewed_placed_and_its_release_asked_for_on_screen() -> None:
    person = PersonFactory()
    client = logged_in("dpo")
    owner = staff("dpo")
    said = {
        "subject": person.reference,
        "reason": "Riita",
        "owner": owner.pk,
        "review_by": (timezone.localdate() + timedelta(days=90)).isoformat(),
    }
    shown = client.post(page("legalhold_add"), {**said, "place": "1"})
    assert not LegalHold.objects.exists()
    seen = shown.context["form"]["seen"].value()
    client.post(page("legalhold_add"), {**said, "place": "1", "seen": seen})
    hold = LegalHold.objects.get(person=person)
    assert Person.objects.get(pk=person.pk).guard.held
    client.post(page("legalhold_release", hold.pk), {"reason": "Sovittu"})
    weakening = Weakening.objects.get(hold=hold)
    assert hold in LegalHold.objects.in_force()
    client.post(page("weakening_confirm", weakening.pk))
    weakening = Weakening.objects.get(hold=hold)
    assert weakening.confirmed_at is None
    logged_in("dpo").post(page("weakening_confirm", weakening.pk))
    weakening = Weakening.objects.get(hold=hold)
    assert weakening.confirmed_at
    carry_out_weakenings(weakening.effective_at)
    assert not LegalHold.objects.in_force().exists()
    assert "30" in client.get(page("legalhold_change", hold.pk)).text


def test_bad_input_of_a_hold_gets_a_message_at_its_field_and_loses_nothing() -> None:
    order = OrderFactory()
    said = {"subject": order.number, "reason": "Riita", "from_on": "2024-01-01"}
    shown = logged_in("dpo").post(page("legalhold_add"), said)
    errors = shown.context["form"].errors
    assert set(errors) == {"owner", "from_on"}
    assert order.number in shown.text
    assert "2024-01-01" in shown.text
    missing = logged_in("dpo").post(page("legalhold_add"), {"subject": "H-0000"})
    assert "subject" in missing.context["form"].errors


def test_review_is_recorded_and_moves_the_next_one() -> None:
    officer = staff("dpo")
    hold = holds.place_hold(
        actor=officer,
        owner=officer,
        reason="Riita",
        person=PersonFactory(),
        review_by=timezone.localdate(),
    )
    client = logged_in("dpo")
    next_on = timezone.localdate() + timedelta(days=200)
    client.post(
        page("legalhold_review", hold.pk),
        {"reason": "Kanne vireillä", "next_review_by": next_on.isoformat()},
    )
    again = LegalHold.objects.with_next_review().get(pk=hold.pk)
    assert again.next_review_by == next_on
    assert "Kanne vireillä" in client.get(page("legalhold_change", hold.pk)).text


def test_list_of_holds_is_searched_filtered_and_exported_without_names() -> None:
    officer = staff("dpo")
    person = PersonFactory(family_name="Riitaisa")
    hold = holds.place_hold(
        actor=officer, owner=officer, reason="Salainen asia", person=person
    )
    other = holds.place_hold(
        actor=officer, owner=officer, reason="Muu", company=CompanyFactory()
    )
    client = logged_in("dpo")
    found = client.post(
        page("legalhold_changelist"), {"posted_search": "Riitaisa"}, follow=True
    )
    assert hold.reference in found.text
    assert other.reference not in found.text
    late = client.get(page("legalhold_changelist") + "?review=overdue&state=in_force")
    assert hold.reference not in late.text
    answer = client.get(page("legalhold_export"))
    text = answer.getvalue().decode()
    assert person.reference in text
    assert "Riitaisa" not in text
    assert "Salainen" not in text


def test_reason_of_a_hold_is_shown_to_privacy_roles_only() -> None:
    officer = staff("dpo")
    person = PersonFactory()
    holds.place_hold(
        actor=officer, owner=officer, reason="Salainen asia", person=person
    )
    url = reverse("admin:registry_person_change", args=[person.pk])
    for role, bar, reason in (
        ("dpo", True, True),
        ("sales", True, False),
        ("marketing", False, False),
    ):
        shown = logged_in(role).get(url).text
        assert ("ei voi poistaa" in shown) == bar, role
        assert ("Salainen asia" in shown) == reason, role


def test_notice_is_published_on_screen_in_every_language() -> None:
    client = logged_in("dpo")
    assert "15 vuotta" in client.get(page("noticeversion_add")).text
    client.post(
        page("noticeversion_add"),
        {
            "valid_from": timezone.localdate().isoformat(),
            "fi": "Nimi:\nUusi",
            "sv": "Namn:\nNy",
            "en": "Name:\nNew",
            "interim": ["sv"],
        },
    )
    version = NoticeVersion.objects.get(number=2)
    assert version.texts.get(language="sv").interim
    assert client.get(page("noticeversion_change", version.pk)).status_code == 200


def test_activity_recipient_and_delivery_can_be_kept_on_screen() -> None:
    client = logged_in("dpo")
    activity = Activity.objects.get(slug="relationship")
    assert client.get(page("activity_change", activity.pk)).status_code == 200
    client.post(
        page("recipient_add"),
        {
            "name": "Tulostamo Oy",
            "role": "processor",
            "service": "Kirjeet",
            "country": "FI",
            "categories": ["name", "address"],
        },
    )
    assert Recipient.objects.get().categories == ["name", "address"]
    person = PersonFactory()
    client.post(page("noticedelivery_add"), {"person": person.reference, "way": "card"})
    assert NoticeDelivery.objects.filter(person=person).exists()


def test_sales_records_an_objection_in_two_clicks_and_it_holds_at_once() -> None:
    person = cast.consenting()
    question: Any = {
        "person_id": person.pk,
        "purpose": gate.Purpose.MARKETING,
        "channel": gate.Channel.EMAIL,
        "on": timezone.localdate(),
    }
    assert gate.decide(**question).allowed
    client = logged_in("sales")
    shown = client.get(reverse("admin:registry_person_change", args=[person.pk]))
    assert page("record_objection", person.pk) in shown.text
    client.post(page("record_objection", person.pk), {"scope": ""})
    assert gate.decide(**question).reason == "objection_21_2"


def test_sales_records_a_consent_with_its_proof_and_takes_it_back() -> None:
    person = cast.told()
    client = logged_in("sales")
    said = {"channel": "email", "source": "fair", "text_version": "kirje-1"}
    client.post(page("record_consent", person.pk), said)
    assert ConsentEvent.objects.in_force().get(person=person).place == "fair"
    client.post(page("withdraw_consent", person.pk))
    assert not ConsentEvent.objects.in_force().filter(person=person).exists()


def test_sales_does_not_reach_a_restricted_person() -> None:
    person = cast.restricted()
    answer = logged_in("sales").post(page("record_objection", person.pk), {"scope": ""})
    assert answer.status_code == 404


def test_sales_records_a_company_s_prohibition_on_its_page() -> None:
    position = PositionFactory()
    client = logged_in("sales")
    page_of = reverse("admin:registry_company_change", args=[position.company_id])
    url = page("record_prohibition", position.company_id)
    assert url in client.get(page_of).text
    client.post(url)
    assert Objection.objects.filter(company=position.company).exists()
    assert url not in client.get(page_of).text


def test_form_takes_the_person_from_the_page_it_was_opened_on() -> None:
    person = PersonFactory()
    shown = logged_in("dpo").get(page("restriction_add"), {"person": person.pk})
    assert person.reference in shown.text


def test_compliance_page_says_what_is_due_and_missing() -> None:
    restricted = cast.restricted()
    owed = PersonFactory()
    partner_source(owed)
    officer = staff("dpo")
    hold = holds.place_hold(
        actor=officer,
        owner=officer,
        reason="Riita",
        person=PersonFactory(),
        review_by=timezone.localdate(),
    )
    shown = logged_in("dpo").get(reverse("admin:compliance"))
    assert restricted.reference in shown.text
    assert owed.reference in shown.text
    assert page("legalhold_change", hold.pk) in shown.text
    assert "Asiakassuhteen hoito" in shown.text
    assert logged_in("sales").get(reverse("admin:compliance")).status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_compliance_page_costs_the_same_for_one_row_and_three(
    rows: int, django_assert_max_num_queries: object
) -> None:
    client = logged_in("dpo")
    client.get(reverse("admin:compliance"))
    for _ in range(rows):
        cast.restricted()
    with django_assert_max_num_queries(36):  # type: ignore[operator]  # a fixture
        client.get(reverse("admin:compliance"))


def partner_source(person: Person) -> None:
    partner = Partner.objects.create(name="Luettelo Oy")
    SourceFactory(person=person, kind="partner", partner=partner)
