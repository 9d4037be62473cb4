"""Erasure: everything goes, nothing by halves, and the proof says so."""

import json
import threading
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.backends.db import SessionStore
from django.db import close_old_connections, connection
from django.test import Client, override_settings
from django.utils import timezone

from privacy.erasure.journal import read_entries
from privacy.exceptions import CaseChanged, DecisionIncomplete
from privacy.models import Case, Certificate, MentionChoice, Suppression
from privacy.models.case_choices import CaseBlock, CaseKind
from privacy.services.cases import approve_case, receive_request, refuse_case
from privacy.services.execute import execute_case
from privacy.services.mentions import decide_mention, note_mentions
from privacy.services.plan import live_plan
from registry.digests import contact_digest
from registry.models import (
    BusinessEvent,
    ImportRow,
    ImportRun,
    OutgoingMail,
    Person,
    PersonEmail,
)
from registry.seams.audit import record
from registry.seams.jobs import run_due_jobs
from registry.seams.mail import queue_mail, send_due_mail
from registry.seams.personal_data import registry_of_holdings
from registry.seams.signing import verify_document
from registry.tests.factories import (
    CompanyFactory,
    GuardFactory,
    OrderFactory,
    PersonFactory,
    PositionFactory,
    VoucherFactory,
)

from .cases import aino, approved_case, confirmed_case, link_in, officer
from .dump import tables_with

CANARY = ("Kanarialintu", "ainokaisa@kanaria.example", "401239876")


@pytest.fixture(autouse=True)
def _own_journal(tmp_path: Path) -> Iterator[None]:
    with override_settings(ERASURE_JOURNAL=str(tmp_path / "journal.jsonl")):
        yield


def plant_in_dealings(person: Person, other: Person) -> None:
    """In another person's note, a saved filter and a refused row; the models come from
    the map, for the apps are strangers to each other."""
    note = registry_of_holdings["interactions"].model._default_manager.create(
        kind="note", at=timezone.now(), body="Toinen kertoi: Ainokaisa Kanarialintu"
    )
    registry_of_holdings["participants"].model._default_manager.create(
        interaction=note, person=other, at=timezone.now()
    )
    registry_of_holdings["saved_filters"].model._default_manager.create(
        staff=officer(),
        name="Oma",
        path="person",
        query={"q": "Ainokaisa Kanarialintu"},
    )
    run = ImportRun.objects.create(kind="people", file_name="messut.csv")
    ImportRow.objects.create(
        run=run,
        number=7,
        outcome="refused",
        raw=["Ainokaisa", "Kanarialintu", "ainokaisa@kanaria.example"],
    )


def plant_everywhere(person: Person) -> None:
    """Her values in every kind of place that might keep them."""
    company = CompanyFactory()
    PositionFactory(person=person, company=company)
    other = PersonFactory(given_name="Toinen", family_name="Ihminen")
    PositionFactory(person=other, company=company)
    OrderFactory(buyer_company=company, contact=person, reference="tilaus")
    OrderFactory(
        buyer_company=company,
        contact=other,
        reference="kysy: Ainokaisa Kanarialintu, 040 1239876",
    )
    plant_in_dealings(person, other)
    email = person.emails.get()
    email.address = "Ainokaisa@Kanaria.example"
    email.save()  # the old value is now history
    BusinessEvent.objects.create(
        person=person,
        company=company,
        kind="order",
        on=date(2024, 2, 1),
        evidence_type="order",
        evidence_ref="7",
    )
    queue_mail(
        to="ainokaisa@kanaria.example",
        subject="Hei Ainokaisa Kanarialintu",
        text="Hei Ainokaisa Kanarialintu",
        kind="test",
        language="fi",
        person_id=person.pk,
    )
    receive_request(
        kind=CaseKind.ACCESS,
        email="ainokaisa@kanaria.example",
        name="Ainokaisa Kanarialintu",
        details="Olen Kanarialintu.",
        language="fi",
    )
    session = SessionStore()
    session["found"] = ["Ainokaisa Kanarialintu", "ainokaisa@kanaria.example"]
    session.save()
    LogEntry.objects.create(
        user=officer(),
        content_type=ContentType.objects.get_for_model(Person),
        object_id=str(person.pk),
        object_repr="Ainokaisa Kanarialintu",
        action_flag=CHANGE,
    )
    record(actor=None, action="person.viewed", subjects=[("person", person.pk)])


@pytest.mark.django_db(transaction=True)
def test_nothing_of_her_is_left_once_the_closing_letter_is_accepted(
    client: Client,
) -> None:
    person = aino()
    plant_everywhere(person)
    case = confirmed_case(name="Ainokaisa Kanarialintu", details="Kanarialintu pois")
    case = approved_case(officer(), case)

    before = tables_with(*CANARY)
    for table in (
        "public.registry_person",
        "public.registry_personemail",
        "public.registry_personphone",
        "public.registry_personemailevent",
        "public.registry_order",
        "public.registry_outgoingmail",
        "public.privacy_case",
        "public.django_admin_log",
        "public.contacts_interaction",
        "public.contacts_savedfilter",
        "public.registry_importrow",
        "sessions, decoded",
    ):
        assert table in before, table

    run_due_jobs()
    case.refresh_from_db()
    assert (case.state, case.outcome, case.block) == ("closed", "granted", "")
    letter = OutgoingMail.objects.get(kind="case.erased")
    own_page = link_in(letter)
    assert set(tables_with(*CANARY)) == {"public.registry_outgoingmail"}
    certificate = Certificate.objects.get(case=case)
    assert certificate.state == "pending"

    send_due_mail()
    assert tables_with(*CANARY) == {}
    certificate.refresh_from_db()
    assert certificate.state == "final"
    assert bytes(certificate.sealed_traces) == b""
    assert verify_document(certificate.document)
    assert certificate.document["closing_letter"] == "accepted"
    page = client.get(own_page + "certificate/")
    assert json.loads(page.content) == certificate.document


@pytest.mark.django_db(transaction=True)
def test_certificate_and_journal_hold_no_personal_data() -> None:
    person = aino()
    plant_everywhere(person)
    approved_case(officer(), confirmed_case())
    run_due_jobs()
    send_due_mail()
    proof = json.dumps(Certificate.objects.get().document, ensure_ascii=False)
    journal = Path(settings.ERASURE_JOURNAL).read_text()
    for word in (*CANARY, person.reference, "Ainokaisa"):
        assert word not in proof
        assert word not in journal
    (entry,) = read_entries()
    assert entry["persons"] == [{"reference": contact_digest(person.reference).hex()}]


@pytest.mark.django_db
def test_voucher_is_kept_and_its_statute_named_in_the_letter() -> None:
    person = aino(private_customer=True)
    order = OrderFactory(buyer_company=None, buyer_person=person)
    until = timezone.localdate() + timedelta(days=900)
    VoucherFactory(order=order, kept_until=until, buyer_name="Ainokaisa Kanarialintu")
    case = approved_case(officer(), confirmed_case())
    execute_case(case_id=case.pk)
    letter = OutgoingMail.objects.get(kind="case.partly")
    assert until.strftime("%-d.%-m.%Y") in letter.text
    assert "kirjanpitolain" in letter.text
    assert "Tietosuojavaltuutetun" in letter.text
    lines = Certificate.objects.get().document["lines"]
    kept = [line for line in lines if line["kept_until"]]
    assert {"vouchers"} <= {line["holding"] for line in kept}
    assert all(line["law"] for line in kept if line["outcome"] == "keep")
    assert list(tables_with("Kanarialintu")) == [
        "public.registry_voucher",
    ]


@pytest.mark.django_db
def test_restricted_person_cannot_be_approved_for_erasure() -> None:
    person = aino()
    case = confirmed_case()
    GuardFactory(person=person, restricted=True)
    with pytest.raises(DecisionIncomplete):
        approved_case(officer(), case)


@pytest.mark.django_db
def test_hold_placed_after_approval_stops_the_worker_and_the_journal() -> None:
    person = aino()
    case = approved_case(officer(), confirmed_case())
    GuardFactory(person=person, held=True, restricted=False)
    execute_case(case_id=case.pk)
    case.refresh_from_db()
    assert (case.state, case.block) == ("open", CaseBlock.HELD)
    assert Person.objects.filter(pk=person.pk).exists()
    assert list(read_entries()) == []


@pytest.mark.django_db
def test_data_added_after_approval_sends_the_case_back() -> None:
    person = aino()
    case = approved_case(officer(), confirmed_case())
    PositionFactory(person=person)
    execute_case(case_id=case.pk)
    case.refresh_from_db()
    assert (case.state, case.block) == ("open", CaseBlock.PLAN_CHANGED)
    assert Person.objects.filter(pk=person.pk).exists()


@pytest.mark.django_db
def test_mention_written_after_approval_sends_the_case_back() -> None:
    aino()
    case = approved_case(officer(), confirmed_case())
    OrderFactory(reference="soita 0401239876")
    execute_case(case_id=case.pk)
    case.refresh_from_db()
    assert (case.state, case.block) == ("open", CaseBlock.MENTIONS)


@pytest.mark.django_db
def test_undecided_mention_stops_the_approval() -> None:
    aino()
    OrderFactory(reference="soita 0401239876")
    case = confirmed_case()
    today = timezone.localdate()
    assert note_mentions(case, on=today) == 1
    with pytest.raises(DecisionIncomplete):
        approve_case(
            actor=officer(),
            case_id=case.pk,
            expected_version=case.version,
            plan_digest=live_plan(case, on=today).digest,
        )


@pytest.mark.django_db
def test_mention_kept_for_a_reason_stays_and_does_not_spoil_the_proof() -> None:
    aino()
    order = OrderFactory(reference="soita 0401239876")
    case = confirmed_case()
    actor = officer()
    note_mentions(case, on=timezone.localdate())
    review = case.mentions.get(whole_row=False)
    with pytest.raises(DecisionIncomplete):
        decide_mention(
            actor=actor,
            case_id=case.pk,
            mention_id=review.pk,
            choice=MentionChoice.KEEP,
        )
    decide_mention(
        actor=actor,
        case_id=case.pk,
        mention_id=review.pk,
        choice=MentionChoice.KEEP,
        reason="Numero on nykyisin toisen henkilön.",
    )
    case = approved_case(actor, case)
    execute_case(case_id=case.pk)
    send_due_mail()
    order.refresh_from_db()
    assert "0401239876" in order.reference
    assert Certificate.objects.get().state == "final"
    assert Certificate.objects.get().document["mentions_kept"] == 1


@pytest.mark.django_db
def test_redacted_words_do_not_live_on_as_history() -> None:
    aino()
    order = OrderFactory(reference="soita 0401239876 pian")
    case = approved_case(officer(), confirmed_case())
    assert "public.registry_order" in tables_with("0401239876")
    execute_case(case_id=case.pk)
    order.refresh_from_db()
    assert order.reference == "soita [poistettu] pian"
    assert tables_with("0401239876") == {}


@pytest.mark.django_db
def test_she_may_ask_to_stay_off_the_lists() -> None:
    aino()
    case = approved_case(officer(), confirmed_case(), suppress=True)
    execute_case(case_id=case.pk)
    digests = {bytes(d) for d in Suppression.objects.values_list("digest", flat=True)}
    assert contact_digest("ainokaisa@kanaria.example") in digests
    assert not PersonEmail.objects.exists()


@pytest.mark.django_db
def test_second_run_of_the_job_changes_nothing() -> None:
    aino()
    case = approved_case(officer(), confirmed_case())
    execute_case(case_id=case.pk)
    mails = OutgoingMail.objects.count()
    execute_case(case_id=case.pk)
    assert OutgoingMail.objects.count() == mails
    assert Certificate.objects.count() == 1
    assert len(list(read_entries())) == 1


@pytest.mark.django_db
def test_decision_on_an_older_version_is_refused() -> None:
    aino()
    case = confirmed_case()
    actor = officer()
    refuse_case(
        actor=actor,
        case_id=case.pk,
        expected_version=case.version,
        ground="legal_duty",
        reason="Laki velvoittaa säilyttämään tiedot.",
    )
    with pytest.raises(CaseChanged):
        refuse_case(
            actor=actor,
            case_id=case.pk,
            expected_version=case.version,
            ground="legal_duty",
            reason="Toinen päätös.",
        )
    assert OutgoingMail.objects.filter(kind="case.refused").count() == 1


@pytest.mark.django_db
def test_legitimate_interest_is_no_ground_of_refusal() -> None:
    aino()
    case = confirmed_case()
    with pytest.raises(DecisionIncomplete):
        refuse_case(
            actor=officer(),
            case_id=case.pk,
            expected_version=case.version,
            ground="legitimate_interest",
            reason="Meidän etumme.",
        )


@pytest.mark.django_db(transaction=True)
def test_of_two_officers_at_once_one_wins() -> None:
    aino()
    case = confirmed_case()
    actors = [officer(), officer()]
    digest = live_plan(case, on=timezone.localdate()).digest
    outcomes: list[str] = []
    start = threading.Barrier(2)

    def decide(number: int) -> None:
        start.wait()
        try:
            approve_case(
                actor=actors[number],
                case_id=case.pk,
                expected_version=case.version,
                plan_digest=digest,
            )
            outcomes.append("won")
        except CaseChanged:
            outcomes.append("saw it")
        finally:
            close_old_connections()
            connection.close()

    threads = [threading.Thread(target=decide, args=(n,)) for n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["saw it", "won"]
    assert Case.objects.get(pk=case.pk).state == "approved"
