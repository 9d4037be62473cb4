"""An erasure around what a duty keeps: what goes, what stays, and how it ends."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from django.test import Client, override_settings
from django.utils import timezone

from contacts.models import FollowUp, Interaction
from privacy.erasure.journal import read_entries
from privacy.exceptions import CaseChanged, DecisionIncomplete
from privacy.matrix.facts import facts_of
from privacy.matrix.plan import outcome_of_case, plan_erasure
from privacy.models import (
    Case,
    Certificate,
    HeldRemainder,
    LegalHold,
    PlanChange,
    RestrictionGround,
    Suppression,
)
from privacy.models.case_choices import CaseBlock, CaseKind
from privacy.objecting.follow import open_erasure_after, people_to_erase
from privacy.services import holds
from privacy.services.cases import agree_to_case, send_case_back
from privacy.services.plan import live_plan
from privacy.services.plan_changes import change_line
from privacy.services.proposals import is_proposed, open_proposed_erasure
from privacy.services.remainders import review_all
from privacy.services.weakenings import carry_out_weakenings, confirm_weakening
from privacy.tests.cases import aino, approved_case, confirmed_case, officer
from privacy.tests.cast import give_consent
from privacy.tests.dump import tables_with
from registry.choices import OrderStatus
from registry.law.erasure import decide_erasure
from registry.models import (
    Order,
    OutgoingMail,
    Person,
    PersonGuard,
    Position,
    Staff,
    Voucher,
)
from registry.seams.jobs import run_due_jobs
from registry.seams.mail import send_due_mail
from registry.seams.personal_data.rows import in_erasing_order, rows_of
from registry.seams.signing import verify_document
from registry.services.holding_back import held_holdings, held_rows
from registry.services.orders import move_order
from registry.tests.factories import EmailFactory, PhoneFactory, StaffFactory

from .erasure_world import (
    Subject,
    contact,
    decided,
    digest_of,
    erased,
    note,
    order_of,
    reviewed,
    sole_trader,
)
from .hold_world import hold

CANARY = ("Kanarialintu", "ainokaisa@kanaria.example", "401239876")


@pytest.fixture(autouse=True)
def _own_journal(tmp_path: Path) -> Iterator[None]:
    with override_settings(ERASURE_JOURNAL=str(tmp_path / "journal.jsonl")):
        yield


def words(case: Case) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    found = outcome_of_case(case, on=timezone.localdate())
    return found.decision, found.restricted, found.kept


def settle(order: Order) -> None:
    move_order(actor=None, order=order, to=OrderStatus.CLOSED, on=timezone.localdate())


@pytest.mark.django_db
def test_er_01_prospect_is_erased_whole() -> None:
    person = aino()
    note(person, "Soitettiin")
    case = confirmed_case()
    assert words(case)[0] == "erase"
    case = decided(case)
    run_due_jobs()
    case.refresh_from_db()
    assert (case.outcome, case.needs_second) == ("granted", False)
    assert not Person.objects.exists()
    assert not HeldRemainder.objects.exists()


@pytest.mark.django_db
def test_er_02_contact_leaves_her_printed_name_in_the_archive_and_nothing_else() -> (
    None
):
    subject = contact()
    order = order_of(subject, "T-900001")
    case = confirmed_case()
    assert words(case)[0] == "erase_with_statutory_exception"
    decided(case)
    run_due_jobs()
    send_due_mail()
    order.refresh_from_db()
    assert order.contact is None
    assert len(order.contact_token) == 32
    assert set(tables_with(*CANARY)) == {"public.registry_voucher"}
    (row,) = HeldRemainder.objects.open()
    assert (row.duty, row.ends_on, row.person_id) == (
        "voucher",
        date(2029, 12, 31),
        None,
    )
    case.refresh_from_db()
    assert (case.outcome, case.person_id) == ("partly", None)
    assert Certificate.objects.get().state == "final"


@pytest.mark.django_db
def test_er_03_sole_trader_stays_on_the_voucher_only() -> None:
    subject = sole_trader()
    order = order_of(subject, "T-900001")
    order.contact = None
    order.save()
    Voucher.objects.filter(pk=order.voucher.pk)
    case = confirmed_case()
    assert words(case)[2][0] == "voucher.name"
    decided(case)
    run_due_jobs()
    send_due_mail()
    case.refresh_from_db()
    assert (case.block, case.outcome) == ("", "partly")
    assert set(tables_with(*CANARY)) <= {"public.registry_voucher"}
    assert Voucher.objects.get().buyer_name == "Toiminimi Kanarialintu"


@pytest.mark.django_db
def test_er_05_old_voucher_loses_her_name_too() -> None:
    subject = contact()
    order_of(subject, "T-900001", year=2018)
    case = confirmed_case()
    outcome = outcome_of_case(case, on=timezone.localdate())
    assert outcome.decision == "erase"
    assert outcome.books_outside_crm_until == date(2028, 12, 31)
    erased_case = decided(case)
    run_due_jobs()
    send_due_mail()
    erased_case.refresh_from_db()
    assert erased_case.outcome == "granted"
    assert tables_with(*CANARY) == {}


def open_invoice() -> tuple[Subject, Interaction, Interaction]:
    subject = contact()
    order_of(subject, "T-900001", status="invoiced", year=2026)
    order_of(subject, "T-900002", year=2024)
    EmailFactory(
        person=subject.person, address="toinen@kanaria.example", is_primary=False
    )
    claim = note(subject.person, "Maksumuistutus laskusta L-T-900001", kind="email")
    return subject, subject.rows["note"], claim


@pytest.mark.django_db
def test_er_04_open_invoice_keeps_what_the_claim_needs_restricted() -> None:
    subject, other, claim = open_invoice()
    person = subject.person
    case = confirmed_case()
    assert words(case) == (
        "partly_refuse",
        ("name", "email", "phone"),
        ("voucher", "claim_correspondence"),
    )
    assert Interaction.objects.filter(pk=other.pk).exists()
    decided(case)
    run_due_jobs()
    case.refresh_from_db()
    assert (case.state, case.outcome, case.block) == ("closed", "partly", "")
    assert Person.objects.filter(pk=person.pk).exists()
    assert [e.address for e in person.emails.all()] == ["ainokaisa@kanaria.example"]
    assert person.phones.count() == 1
    assert Interaction.objects.filter(pk=claim.pk).exists()
    assert not Interaction.objects.filter(pk=other.pk).exists()
    assert not FollowUp.objects.exists()
    assert not Position.objects.filter(person=person).exists()
    assert PersonGuard.objects.get(person=person).restricted
    assert {(o.number, o.contact_id) for o in subject.company.orders.all()} == {
        ("T-900001", person.pk),
        ("T-900002", None),
    }
    assert set(
        HeldRemainder.objects.open().values_list("duty", "review_when", "ends_on")
    ) == {
        ("claim", "invoice_settled", None),
        ("voucher", "", date(2030, 12, 31)),
    }


@pytest.mark.django_db
def test_partly_letter_names_each_duty_its_act_its_end_and_where_to_complain() -> None:
    open_invoice()
    erased()
    letter = OutgoingMail.objects.get(kind="case.partly")
    for said in (
        "kun lasku on maksettu",
        "17 artiklan 3 kohdan e alakohta",
        "31.12.2030 asti",
        "Tietosuojavaltuutetun",
        "tuomioistuimeen",
    ):
        assert said in letter.text, said
    send_due_mail()
    certificate = Certificate.objects.get()
    assert certificate.state == "final"
    assert verify_document(certificate.document)
    assert {k["duty"] for k in certificate.document["still_kept"]} == {
        "claim",
        "voucher",
    }


@pytest.mark.django_db
def test_settled_invoice_completes_the_erasure_by_itself_and_once() -> None:
    subject, _other, _claim = open_invoice()
    case = erased()
    send_due_mail()
    settle(subject.company.orders.get(number="T-900001"))
    run_due_jobs()
    case.refresh_from_db()
    assert not Person.objects.exists()
    assert not Interaction.objects.exists()
    assert (case.outcome, case.person_id) == ("partly", None)
    letter = OutgoingMail.objects.get(kind="case.completed")
    assert letter.to_address == "ainokaisa@kanaria.example"
    send_due_mail()
    certificate = Certificate.objects.get()
    assert certificate.state == "final"
    assert verify_document(certificate.document)
    assert certificate.document["outcome"] == "partly"  # vouchers are still there
    assert [step["closing_letter"] for step in certificate.document["before"]] == [
        "accepted"
    ]
    assert set(tables_with(*CANARY)) == {"public.registry_voucher"}
    (entry,) = read_entries()
    assert entry["why"] == "request"
    assert review_all(on=timezone.localdate()) == 0
    run_due_jobs()
    assert OutgoingMail.objects.filter(kind="case.completed").count() == 1


@pytest.mark.django_db
def test_invoice_that_nobody_told_of_is_found_at_night() -> None:
    subject, _other, _claim = open_invoice()
    erased()
    subject.company.orders.filter(number="T-900001").update(status="closed")
    assert Person.objects.exists()
    assert review_all(on=timezone.localdate()) == 1
    run_due_jobs()
    assert not Person.objects.exists()


@pytest.mark.django_db
def test_er_06_hold_keeps_what_it_protects_and_her_title_goes() -> None:
    subject = contact()
    letter = note(subject.person, "Reklamaatio", kind="email")
    found = hold(person=subject.person)
    case = confirmed_case()
    decision, restricted, kept = words(case)
    assert decision == "partly_refuse"
    assert restricted == (
        "name",
        "email",
        "notes_in_scope",
        "correspondence_in_scope",
    )
    assert kept == ()
    decided(case)
    run_due_jobs()
    case.refresh_from_db()
    assert (case.outcome, case.block) == ("partly", "")
    position = Position.objects.get()
    assert (position.title, position.work_tasks) == ("", "")
    assert Interaction.objects.filter(pk=letter.pk).exists()
    assert PersonGuard.objects.get().restricted
    (row,) = HeldRemainder.objects.open()
    assert (row.duty, row.review_when) == ("hold", "hold_released")

    send_due_mail()
    release(found)
    run_due_jobs()
    send_due_mail()
    assert not Person.objects.exists()
    assert tables_with(*CANARY) == {}
    assert Certificate.objects.get().state == "final"
    assert Certificate.objects.get().document["outcome"] == "completed"


def release(found: LegalHold) -> None:
    """Asked for and confirmed by two; a day passes."""
    weakening = holds.request_release(actor=officer(), hold=found, reason="Sovittu")
    confirm_weakening(actor=officer(), weakening=weakening)
    done = carry_out_weakenings(weakening.requested_at + timedelta(days=2))
    assert done == 1


@pytest.mark.django_db
def test_hold_of_some_years_lets_the_other_notes_go() -> None:
    subject = contact()
    hold(person=subject.person, from_on=date(2020, 1, 1), until_on=date(2020, 12, 31))
    erased()
    assert not Interaction.objects.exists()
    assert Person.objects.exists()


@pytest.mark.django_db
def test_hold_released_while_the_invoice_is_open_leaves_the_claim_only() -> None:
    subject, _other, claim = open_invoice()
    found = hold(person=subject.person)
    erased()
    assert HeldRemainder.objects.open().filter(duty="hold").exists()
    release(found)
    run_due_jobs()
    assert Person.objects.exists()
    assert set(HeldRemainder.objects.open().values_list("duty", flat=True)) == {
        "claim",
        "voucher",
    }
    assert list(Interaction.objects.values_list("pk", flat=True)) == [claim.pk]
    settle(subject.company.orders.get(number="T-900001"))
    run_due_jobs()
    assert not Person.objects.exists()


@pytest.mark.django_db
def test_voucher_goes_the_day_after_its_statute_has_run_out() -> None:
    subject = contact()
    order_of(subject, "T-900001", year=2019)
    case = confirmed_case()
    assert words(case)[0] == "erase"  # 2025-12-31 has passed
    row = HeldRemainder.objects.create(
        duty="voucher",
        holdings=["voucher_references"],
        rows={"voucher_references": [Voucher.objects.get().pk]},
        ends_on=date(2025, 12, 31),
    )
    assert Voucher.objects.get().reference_person
    assert review_all(on=timezone.localdate()) == 1
    run_due_jobs()
    assert Voucher.objects.get().reference_person == ""
    assert not HeldRemainder.objects.filter(pk=row.pk).exists()


@pytest.mark.django_db
def test_plan_around_held_data_waits_for_a_second_person() -> None:
    open_invoice()
    first = officer()
    case = approved_case(first, reviewed(confirmed_case()))
    run_due_jobs()
    case.refresh_from_db()
    assert (case.state, case.needs_second) == ("second", True)
    agree = {"case_id": case.pk, "expected_version": case.version}
    with pytest.raises(DecisionIncomplete):
        agree_to_case(actor=first, plan_digest=case.plan_digest, **agree)
    with pytest.raises(CaseChanged):
        agree_to_case(actor=officer(), plan_digest="0" * 64, **agree)
    send_case_back(actor=officer(), reason="Tarkista lasku", **agree)
    case.refresh_from_db()
    assert (case.state, case.block) == ("open", CaseBlock.SECOND_NO)
    assert Person.objects.exists()


@pytest.mark.django_db
def test_database_refuses_one_person_as_both() -> None:
    open_invoice()
    case = approved_case(officer(), reviewed(confirmed_case()))
    case.second_by, case.state = case.decided_by, "approved"
    with pytest.raises(Exception, match="case_approved_by_two_people"):
        case.save()


@pytest.mark.django_db
def test_row_added_between_the_two_people_is_seen() -> None:
    subject, _other, _claim = open_invoice()
    case = approved_case(officer(), reviewed(confirmed_case()))
    PhoneFactory(person=subject.person, is_primary=False)
    with pytest.raises(CaseChanged):
        agree_to_case(
            actor=officer(),
            case_id=case.pk,
            expected_version=case.version,
            plan_digest=case.plan_digest,
        )


@pytest.mark.django_db
def test_officer_keeps_notes_for_a_claim_until_a_day_and_then_they_go() -> None:
    subject = contact()
    case = reviewed(confirmed_case())
    before = digest_of(case)
    actor = officer()
    until = timezone.localdate() + timedelta(days=30)
    with pytest.raises(DecisionIncomplete):
        change_line(actor=actor, case_id=case.pk, holding="interactions", reason="")
    with pytest.raises(DecisionIncomplete):
        change_line(
            actor=actor, case_id=case.pk, holding="interactions", reason="Riita"
        )
    change_line(
        actor=actor,
        case_id=case.pk,
        holding="interactions",
        reason="Riita vireillä",
        ground="e",
        until=until,
    )
    assert digest_of(case) != before
    decided(case)
    run_due_jobs()
    case.refresh_from_db()
    assert (case.outcome, case.block) == ("partly", "")
    assert Interaction.objects.filter(pk=subject.rows["note"].pk).exists()
    assert PersonGuard.objects.get().restricted
    assert "Riita vireillä" in OutgoingMail.objects.get(kind="case.partly").text
    assert PlanChange.objects.get().reason == "Riita vireillä"
    (row,) = HeldRemainder.objects.open()
    assert (row.duty, row.ends_on) == ("decision", until)
    assert review_all(on=until) == 0
    assert review_all(on=until + timedelta(days=1)) == 1


@pytest.mark.django_db
def test_what_a_statute_or_a_hold_keeps_cannot_be_changed_to_erased() -> None:
    subject = contact()
    order_of(subject, "T-900001", year=2024)
    hold(person=subject.person)
    case = reviewed(confirmed_case())
    for key in ("persons", "emails", "interactions", "voucher_references"):
        with pytest.raises(DecisionIncomplete):
            change_line(
                actor=officer(), case_id=case.pk, holding=key, reason="Pois vain"
            )


MOVING = {"outgoing_mail", "cases", "case_letters", "case_candidates"}
MOVING |= {"uses", "mention_reviews"}
"""What asking, deciding and telling write or blank themselves."""


@pytest.mark.django_db
def test_preview_says_what_the_execution_does() -> None:
    subject, _other, _claim = open_invoice()
    plan = plan_erasure(subject.person.pk, on=timezone.localdate())
    said = {(n.holding, n.outcome, n.rows, n.duty) for n in plan.lines()}
    erased()
    done = Certificate.objects.get().document["lines"]
    carried_out = {(n["holding"], n["outcome"], n["rows"], n["duty"]) for n in done}
    assert {one for one in said ^ carried_out if one[0] not in MOVING} == set()


@pytest.mark.django_db
def test_plan_of_other_rights_is_untouched_by_duties() -> None:
    open_invoice()
    case = confirmed_case(CaseKind.ACCESS)
    plan = live_plan(case, on=timezone.localdate())
    assert {line["outcome"] for line in plan.lines} == {"export"}
    assert not plan.needs_second


def _in_role(role: str) -> Staff:
    staff: Staff = StaffFactory(is_staff=True)
    staff.groups.add(Group.objects.get(name=role))
    return staff


@pytest.mark.django_db
def test_sales_do_not_see_her_while_something_is_held(client: Client) -> None:
    subject, _other, claim = open_invoice()
    seller = _in_role("sales")
    assert subject.person in Person.objects.visible_to(seller)
    assert claim in Interaction.objects.visible_to(seller)
    erased()
    assert subject.person not in Person.objects.visible_to(seller)
    assert claim not in Interaction.objects.visible_to(seller)
    client.force_login(seller)
    order = subject.company.orders.get(number="T-900001")
    for path in (
        f"/admin/registry/person/{subject.person.pk}/change/",
        f"/admin/registry/order/{order.pk}/change/",
        f"/admin/registry/company/{subject.company.pk}/change/",
        "/admin/registry/person/",
    ):
        page = client.get(path, follow=True)
        assert "Kanarialintu" not in page.content.decode(), path


@pytest.mark.django_db
def test_nothing_held_is_deleted_and_nothing_unheld_survives() -> None:
    subject, _other, _claim = open_invoice()
    hold(order=subject.company.orders.get(number="T-900002"))
    person_id = subject.person.pk
    held = {
        (holding.key, pk)
        for holding in held_holdings()
        if not holding.mentions_only
        for pk in rows_of(holding, [person_id])
        .filter(held_rows(holding))
        .values_list("pk", flat=True)
    }
    assert held
    plan = plan_erasure(person_id, on=timezone.localdate())
    erased()
    there = {
        (holding.key, pk)
        for holding in in_erasing_order()
        if holding.changes_on_erasure
        for pk in rows_of(holding, [person_id]).values_list("pk", flat=True)
    }
    assert held <= there
    stayed = {(key, pk) for key, pks in plan.lawful.items() for pk in pks}
    written_since = {"held_remainders", "cases", "case_letters", "guards"}
    written_since |= {"mention_reviews", "case_messages"}
    assert {row for row in there - stayed if row[0] not in written_since} == set()


@pytest.mark.django_db
def test_er_10_prospect_held_for_marketing_is_erased_with_her_objection() -> None:
    person = aino()
    note(person, "Soitettiin")
    case = confirmed_case(CaseKind.MARKETING_OBJECTION)
    run_due_jobs()
    made = open_erasure_after(actor=officer(), case_id=case.pk, person_id=person.pk)
    approved_case(officer(), made, suppress=True)
    run_due_jobs()
    assert not Person.objects.exists()
    assert Suppression.objects.exists()


@pytest.mark.django_db
def test_er_08_subscriber_who_withdraws_is_proposed_for_erasure() -> None:
    person = aino()
    give_consent(person)
    case = confirmed_case(CaseKind.CONSENT_WITHDRAWAL)
    run_due_jobs()
    case.refresh_from_db()
    assert is_proposed(case)
    facts = facts_of(person.pk, wish="withdraw_consent", on=timezone.localdate())
    assert facts.subject == "newsletter_subscriber"
    made = open_proposed_erasure(actor=officer(), case_id=case.pk)
    assert (made.kind, made.suppress, made.follows_id) == ("erasure", True, case.pk)
    assert not is_proposed(case)


@pytest.mark.django_db
def test_er_09_customer_who_objects_to_marketing_is_not_erased() -> None:
    subject = contact()
    order_of(subject, "T-900001")
    case = confirmed_case(CaseKind.MARKETING_OBJECTION)
    case.refresh_from_db()
    assert people_to_erase(case) == []
    assert words(case)[0] == "stop_marketing"


@pytest.mark.django_db
def test_er_11_to_13_are_told_from_the_same_rows() -> None:
    subject = contact()
    on, key = timezone.localdate(), subject.person.pk
    balance = {
        verdict: decide_erasure(
            facts_of(key, wish="object_21_1", on=on, grounds_override=verdict)
        ).decision
        for verdict in (None, False, True)
    }
    assert balance == {
        None: "restrict_pending_assessment",
        False: "erase",
        True: "partly_refuse",
    }
    unlawful = facts_of(key, on=on, ground=RestrictionGround.UNLAWFUL)
    assert decide_erasure(unlawful).restricted == ("all",)


@pytest.mark.django_db
def test_case_page_shows_duties_alternatives_and_the_second_person(
    client: Client,
) -> None:
    open_invoice()
    case = reviewed(confirmed_case())
    client.force_login(_in_role("dpo"))
    address = f"/admin/privacy/case/{case.pk}/"
    page = client.get(f"{address}change/").content.decode()
    assert "Avoin lasku" in page
    assert "Säilytetään rajoitettuna" in page
    assert "Säilytä 17 artiklan 3 kohdan perusteella" in page
    answer = client.post(
        f"{address}change_line/",
        {"holding": "follow_ups", "change_reason": "Riita", "change_ground": "e"},
    )
    assert answer.status_code == 409
    assert "Riita" in answer.content.decode()
    approved_case(officer(), case)
    page = client.get(f"{address}change/").content.decode()
    assert "Hyväksy tämä suunnitelma" in page
    case.refresh_from_db()
    client.post(f"{address}agree/", {"version": case.version, "plan": case.plan_digest})
    case.refresh_from_db()
    assert case.state == "approved"
    run_due_jobs()
    kept = client.get("/admin/privacy/heldremainder/").content.decode()
    assert case.reference in kept
    assert "kun lasku on maksettu" in kept
    file = client.get("/admin/privacy/heldremainder/export/")
    assert case.reference in b"".join(file).decode("utf-8-sig")
    assert "Säilytetään vielä" in client.get(f"{address}change/").content.decode()
