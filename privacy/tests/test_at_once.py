"""Rights that hold from the moment of confirmation, without anybody's decision."""

import pytest
from django.utils import timezone

from privacy.models import ConsentEvent, Objection, Suppression
from privacy.models.case_choices import CaseKind
from registry.digests import contact_digest
from registry.models import Person
from registry.seams import gate
from registry.seams.gate import Channel, Purpose
from registry.tests.factories import EmailFactory

from .cases import aino, confirmed_case

pytestmark = pytest.mark.django_db


def reason_against_marketing(person: Person) -> str:
    decision = gate.decide(
        person_id=person.pk,
        purpose=Purpose.MARKETING,
        channel=Channel.EMAIL,
        on=timezone.localdate(),
    )
    assert not decision.allowed
    return decision.reason


def test_objection_to_marketing_closes_the_gate_when_confirmed() -> None:
    person = aino()
    before = reason_against_marketing(person)
    case = confirmed_case(CaseKind.MARKETING_OBJECTION)
    assert reason_against_marketing(person) != before
    assert Objection.objects.get().person_id == person.pk
    digests = {bytes(d) for d in Suppression.objects.values_list("digest", flat=True)}
    assert contact_digest("ainokaisa@kanaria.example") in digests
    assert case.state == "open"  # still answered by a human


def test_objection_covers_everyone_who_uses_the_address() -> None:
    one = EmailFactory(address="info@kanaria.example").person
    other = EmailFactory(address="info@kanaria.example").person
    confirmed_case(CaseKind.MARKETING_OBJECTION, email="info@kanaria.example")
    objected = set(Objection.objects.values_list("person_id", flat=True))
    assert objected == {one.pk, other.pk}


def test_withdrawal_of_consent_holds_when_confirmed() -> None:
    person = aino()
    gate.record_consent(
        person_id=person.pk,
        actor=None,
        purpose=Purpose.MARKETING,
        channel=Channel.EMAIL,
        source="fair",
        text_version="1",
        text_sha256="0" * 64,
    )
    assert gate.consents_of(person_id=person.pk)
    confirmed_case(CaseKind.CONSENT_WITHDRAWAL)
    assert not gate.consents_of(person_id=person.pk)
    assert ConsentEvent.objects.filter(action="withdrawn").exists()


def test_unconfirmed_objection_changes_nothing() -> None:
    aino()
    assert not Objection.objects.exists()
    confirmed_case(CaseKind.ACCESS)
    assert not Objection.objects.exists()
