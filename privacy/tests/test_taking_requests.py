"""Requests that staff take down: in two clicks, by whoever meets the person (P49)."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from privacy.models import Case, CaseLetter, ConsentEvent, LetterState, Objection
from privacy.models.case_choices import CaseKind
from privacy.services.cases import confirm_case
from registry.models import OutgoingMail, Person
from registry.tests.factories import EmailFactory, PersonFactory, StaffFactory

from . import cast
from .cases import aino, token_in

pytestmark = pytest.mark.django_db

ADD = "admin:privacy_case_add"


def client_of(role: str) -> Client:
    staff = StaffFactory(is_staff=True)
    staff.groups.add(Group.objects.get(name=role))
    client = Client()
    client.force_login(staff)
    return client


def typed(**more: Any) -> dict[str, Any]:
    return {
        "kind": "access",
        "channel": "phone",
        "received_on": "2026-11-20",
        "language": "fi",
        **more,
    }


@pytest.mark.parametrize("role", ["sales", "marketing"])
def test_staff_take_a_request_down_from_a_persons_page(role: str) -> None:
    person = aino()
    client = client_of(role)
    page = client.get(reverse("admin:registry_person_change", args=[person.pk]))
    link = f"{reverse(ADD)}?person={person.pk}"
    assert link in page.content.decode()
    form = client.get(link).content.decode()
    assert person.reference in form
    done = client.post(reverse(ADD), typed(person=person.reference), follow=True)
    case = Case.objects.get()
    assert case.reference in done.content.decode()
    assert (case.person_id, case.state, case.email) == (
        person.pk,
        "open",
        "ainokaisa@kanaria.example",
    )
    receipt = OutgoingMail.objects.get()
    assert receipt.to_address == "ainokaisa@kanaria.example"
    assert "/request/confirm/" in receipt.text


def test_they_decide_nothing_and_read_no_other_case() -> None:
    aino()
    mine, others = client_of("sales"), client_of("sales")
    mine.post(reverse(ADD), typed())
    case = Case.objects.get()
    taken = reverse("admin:privacy_case_taken", args=[case.pk])
    assert mine.get(taken).status_code == 200
    assert others.get(taken).status_code == 403
    assert client_of("dpo").get(taken).status_code == 200
    for name in ("change", "changelist"):
        args = [case.pk] if name == "change" else []
        assert (
            mine.get(reverse(f"admin:privacy_case_{name}", args=args)).status_code
            == 403
        )


@pytest.mark.parametrize("kind", CaseKind.values)
@pytest.mark.parametrize("channel", ["fair", "letter"])
def test_every_right_is_taken_by_every_channel(kind: str, channel: str) -> None:
    answer = client_of("sales").post(
        reverse(ADD), typed(kind=kind, channel=channel, email="joku@muualla.example")
    )
    assert answer.status_code == 302
    case = Case.objects.get()
    assert (case.kind, case.channel) == (kind, channel)


def test_objection_to_marketing_and_withdrawal_hold_at_once() -> None:
    objecting, withdrawing = cast.consenting(), cast.consenting()
    client = client_of("sales")
    client.post(
        reverse(ADD), typed(kind="marketing_objection", person=objecting.reference)
    )
    client.post(
        reverse(ADD), typed(kind="consent_withdrawal", person=withdrawing.reference)
    )
    assert Objection.objects.get().person_id == objecting.pk
    assert ConsentEvent.objects.filter(person=withdrawing, action="withdrawn").exists()


def test_person_without_an_address_gets_her_receipt_on_paper() -> None:
    person = PersonFactory(given_name="Paperi", family_name="Paula")
    client = client_of("sales")
    page = client.post(reverse(ADD), typed(person="Paperi Paula"), follow=True)
    letter = CaseLetter.objects.get()
    assert letter.state == LetterState.TO_PRINT
    assert "http" not in letter.text
    assert letter.subject in page.content.decode()
    assert Case.objects.get().person_id == person.pk


def test_address_that_others_read_too_gets_no_receipt_by_itself() -> None:
    person, other = PersonFactory(), PersonFactory()
    for one in (person, other):
        EmailFactory(person=one, address="toimisto@kanaria.example")
    client_of("sales").post(reverse(ADD), typed(person=person.reference))
    assert not OutgoingMail.objects.exists()


def test_several_who_match_are_offered_and_what_was_typed_stays() -> None:
    first = PersonFactory(given_name="Matti", family_name="Meikäläinen")
    second = PersonFactory(given_name="Matti", family_name="Meikäläinen")
    client = client_of("sales")
    data = typed(person="Matti Meikäläinen", details="Soitti ja pyysi tietojaan")
    asked = client.post(reverse(ADD), data)
    page = asked.content.decode()
    assert asked.status_code == 422
    assert "Soitti ja pyysi tietojaan" in page
    assert first.reference in page
    assert second.reference in page
    assert not Case.objects.exists()
    client.post(reverse(ADD), {**data, "chosen": second.pk})
    assert Case.objects.get().person_id == second.pk


def test_restricted_person_is_not_found_by_sales_and_her_request_is_taken() -> None:
    hidden = cast.restricted()
    client = client_of("sales")
    refused = client.post(reverse(ADD), typed(person=hidden.reference))
    assert refused.status_code == 422
    assert hidden.family_name not in refused.content.decode()
    assert client.post(reverse(ADD), typed(name="Rajattu Reino")).status_code == 302
    assert Case.objects.get().person_id is None


def test_way_of_showing_identity_needs_a_person() -> None:
    refused = client_of("sales").post(reverse(ADD), typed(identity_method="known"))
    assert refused.status_code == 422
    assert not Case.objects.exists()


def test_link_in_the_receipt_shows_the_chosen_person_only_where_it_is_hers() -> None:
    person = aino()
    stranger: Person = PersonFactory()
    client = client_of("sales")
    for chosen, method in ((person, "address"), (stranger, "")):
        client.post(
            reverse(ADD),
            typed(person=chosen.reference, email="ainokaisa@kanaria.example"),
        )
        case = confirm_case(token_in(OutgoingMail.objects.latest("pk"))).case
        assert (case.person_id, case.identity_method) == (chosen.pk, method)
