"""Rights that hold from the moment of confirmation, without anybody's decision."""

import pytest
from django.contrib import admin
from django.db import IntegrityError, transaction
from django.test import RequestFactory
from django.utils import timezone

from privacy.exceptions import PrivacyError
from privacy.models import ConsentEvent, Objection, Suppression
from privacy.models.case_choices import AT_ONCE_KINDS, CaseChannel, CaseKind
from privacy.services.cases import register_request
from privacy.services.execute import execute_case
from privacy.services.objection_decisions import decide_objection
from registry.digests import contact_digest
from registry.models import OutgoingMail, Person
from registry.seams import gate
from registry.seams.gate import Channel, Purpose
from registry.seams.jobs import run_due_jobs
from registry.tests.factories import EmailFactory

from .cases import aino, confirmed_case, link_in, officer
from .objecting import gone_at_once

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
    assert case.state == "approved"  # held already; a worker answers


@pytest.mark.parametrize("kind", sorted(AT_ONCE_KINDS))
def test_what_holds_at_once_is_answered_with_one_letter_and_no_human(
    kind: CaseKind,
) -> None:
    aino()
    case = confirmed_case(kind)
    run_due_jobs()
    execute_case(case_id=case.pk)
    case.refresh_from_db()
    assert (case.state, case.outcome, case.decided_by) == ("closed", "granted", None)
    assert case.executed_at
    letters = case.letters.values_list("kind", flat=True).order_by("pk")
    assert list(letters) == ["confirmation", "stopped"]


def test_unknown_address_stays_off_lists_and_reads_the_same() -> None:
    aino()
    known = confirmed_case(CaseKind.MARKETING_OBJECTION)
    unknown = confirmed_case(CaseKind.MARKETING_OBJECTION, email="outo@muu.example")
    assert gate.screen(["outo@muu.example"]) == {"outo@muu.example"}
    run_due_jobs()
    shown = []
    for case in (known, unknown):
        case.refresh_from_db()
        mail = OutgoingMail.objects.get(pk=case.letters.latest("pk").mail_id or 0)
        words = mail.text.replace(case.reference, "").replace(link_in(mail), "")
        shown.append((case.state, case.outcome, words))
    assert shown[0] == shown[1]


def test_objection_by_phone_holds_at_once_too() -> None:
    person = aino()
    case = register_request(
        actor=officer(),
        kind=CaseKind.MARKETING_OBJECTION,
        channel=CaseChannel.PHONE,
        person=person,
    )
    assert case.state == "approved"
    assert Objection.objects.get().person_id == person.pk


def test_nobody_lifts_an_objection_to_marketing() -> None:
    aino()
    confirmed_case(CaseKind.MARKETING_OBJECTION)
    row = Objection.objects.get()
    with pytest.raises(PrivacyError):
        decide_objection(
            actor=officer(), objection=row, decision="overridden", reason="x"
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Objection.objects.filter(pk=row.pk).update(
            decision="overridden", decided_at=timezone.now(), decision_reason="x"
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Objection.objects.filter(pk=row.pk).update(scope="post")
    with pytest.raises(IntegrityError), transaction.atomic():
        gone_at_once(row)
    site_admin = admin.site._registry[Objection]
    request = RequestFactory().get("/")
    request.user = officer()
    assert not site_admin.has_change_permission(request, row)
    assert not site_admin.has_delete_permission(request, row)


def test_objection_to_marketing_stops_profiling_for_it() -> None:
    person = aino()
    confirmed_case(CaseKind.MARKETING_OBJECTION)
    asked = gate.decide(
        person_id=person.pk,
        purpose=Purpose.SEGMENTS,
        channel=Channel.NONE,
        on=timezone.localdate(),
    )
    assert (asked.allowed, asked.reason) == (False, "objection_21_2")


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
