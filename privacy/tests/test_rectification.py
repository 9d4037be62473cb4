"""Rectification: proposed, compared, decided per field, applied once, told."""

import threading
from typing import Any

import pytest
from django.db import close_old_connections
from django.test import Client
from django.utils import timezone

from privacy.exceptions import CaseChanged, DecisionIncomplete, PrivacyError
from privacy.models import (
    Case,
    Lifting,
    RecipientNotice,
    RectificationItem,
    Restriction,
    Statement,
    VoucherNote,
)
from privacy.models.case_choices import CaseChannel, CaseKind, IdentityMethod
from privacy.rectification.contesting import end_decided_contests
from privacy.rectification.proposing import (
    call_uncontested,
    decide_item,
    drop_item,
    propose_value,
)
from privacy.rectification.vouchers import settle_note
from privacy.services.cases import approve_case, refuse_case, register_request
from privacy.services.execute import execute_case
from privacy.services.plan import live_plan
from registry.models import (
    LawfulUse,
    OutgoingMail,
    Person,
    PersonEmail,
    RestrictedAct,
    Staff,
)
from registry.seams.jobs import run_due_jobs
from registry.seams.personal_data import registry_of_holdings, without_corrector
from registry.seams.personal_data.correcting import correctable
from registry.services.restricted_use import is_restricted, log_restricted_use
from registry.tests.factories import (
    AddressFactory,
    CompanyFactory,
    EmailFactory,
    OrderFactory,
    PersonFactory,
    PhoneFactory,
    PositionFactory,
    VoucherFactory,
)

from .cases import aino, confirmed_case, link_in, officer
from .test_recipients import carrier, disclosed

pytestmark = pytest.mark.django_db


def contested(**more: Any) -> Case:
    """A confirmed request for rectification."""
    return confirmed_case(CaseKind.RECTIFICATION, **more)


def decided(
    case: Case,
    staff: Staff,
    change: str,
    typed: str,
    *,
    decision: str = "correct",
    **words: Any,
) -> RectificationItem:
    """One field proposed and decided."""
    holding, _dot, field = change.partition(".")
    item = propose_value(
        actor=staff, case_id=case.pk, holding=holding, field=field, typed=typed
    )
    return decide_item(
        actor=staff, case_id=case.pk, item_id=item.pk, decision=decision, **words
    )


def approved(case: Case, staff: Staff, digest: str = "") -> Case:
    """Approved with the plan as it is."""
    case = Case.objects.get(pk=case.pk)
    plan = live_plan(case, on=timezone.localdate())
    return approve_case(
        actor=staff,
        case_id=case.pk,
        expected_version=case.version,
        plan_digest=digest or plan.digest,
    )


def carried_out(case: Case, staff: Staff) -> Case:
    """Approved and executed."""
    approved(case, staff)
    execute_case(case_id=case.pk)
    return Case.objects.get(pk=case.pk)


def test_contested_accuracy_restricts_until_it_is_decided() -> None:
    person = aino()
    assert not is_restricted(person.pk)
    case = contested()
    row = Restriction.objects.get(case_id=case.pk)
    assert (row.ground, row.person_id) == ("18_1_a", person.pk)
    assert is_restricted(person.pk)
    staff = officer()
    decided(case, staff, "persons.family_name", "Kanarialinnut")
    case = carried_out(case, staff)
    assert (case.state, case.outcome) == ("closed", "granted")
    assert Lifting.objects.get().recorded_by == staff
    person.refresh_from_db()
    assert person.family_name == "Kanarialinnut"


def test_nobody_is_restricted_on_the_word_of_a_shared_mailbox() -> None:
    one = aino()
    other = PersonFactory()
    EmailFactory(person=other, address="ainokaisa@kanaria.example")
    contested()
    assert not is_restricted(one.pk)
    assert not is_restricted(other.pk)


def test_each_field_is_corrected_kept_or_carries_a_statement() -> None:
    person = aino()
    position = PositionFactory(person=person, title="Ostaja", work_tasks="Ostot")
    case, staff = contested(), officer()
    decided(case, staff, "phones.e164", "040 555 1234")
    decided(
        case, staff, "positions.title", "Johtaja", decision="keep", reason="YTJ sanoo."
    )
    decided(
        case,
        staff,
        "positions.work_tasks",
        "Ei ostoja",
        decision="statement",
        reason="Kirjattu puhelun mukaan.",
        statement="En päätä ostoista.",
    )
    case = carried_out(case, staff)
    assert (case.state, case.outcome) == ("closed", "partly")
    assert person.phones.get().e164 == "+358405551234"
    position.refresh_from_db()
    assert (position.title, position.work_tasks) == ("Ostaja", "Ostot")
    statement = Statement.objects.get()
    assert (statement.person_id, statement.text) == (person.pk, "En päätä ostoista.")
    letter = OutgoingMail.objects.get(kind="case.rectified").text
    assert "YTJ sanoo." in letter
    assert "0405551234" not in letter
    kept = {i.field: i.proposed for i in case.rectifications.all()}
    assert kept["e164"] == ""


def test_all_fields_kept_is_a_refusal_with_each_reason_and_the_way_to_complain() -> (
    None
):
    aino()
    case, staff = contested(), officer()
    decided(
        case,
        staff,
        "persons.given_name",
        "Aino",
        decision="keep",
        reason="Nimi on väestötietojen mukainen.",
    )
    case = carried_out(case, staff)
    assert (case.outcome, case.refusal_ground) == ("refused", "data_correct")
    letter = OutgoingMail.objects.get(kind="case.refused").text
    assert "väestötietojen" in letter
    assert "tietosuoja" in letter


def test_old_value_stays_in_the_history_and_goes_with_the_person() -> None:
    person = aino()
    case, staff = contested(), officer()
    decided(case, staff, "persons.family_name", "Varpunen")
    carried_out(case, staff)
    history = registry_of_holdings["persons_history"].model
    old = history._default_manager.filter(pgh_obj_id=person.pk)
    assert "Kanarialintu" in old.values_list("family_name", flat=True)


@pytest.mark.parametrize(
    ("change", "typed"),
    [
        ("emails.address", "ei osoite"),
        ("phones.e164", "12"),
        ("persons.language", "klingon"),
        ("addresses.postal_code", "123"),
        ("sole_trades.business_id", "1234567-8"),
        ("persons.reference", "H-22222222"),
        ("vouchers.buyer_name", "Toinen"),
    ],
)
def test_value_that_the_register_would_refuse_is_refused_when_proposed(
    change: str, typed: str
) -> None:
    person = aino(private_customer=True)
    AddressFactory(person=person, company=None)
    CompanyFactory(is_sole_trader=True, proprietor=person)
    case = contested()
    holding, _dot, field = change.partition(".")
    with pytest.raises(PrivacyError):
        propose_value(
            actor=officer(), case_id=case.pk, holding=holding, field=field, typed=typed
        )


def test_second_address_of_her_own_is_refused_when_decided() -> None:
    person = aino()
    EmailFactory(person=person, address="toinen@kanaria.example", is_primary=False)
    first = person.emails.get(is_primary=True)
    case, staff = contested(), officer()
    with pytest.raises(PrivacyError):
        propose_value(
            actor=staff,
            case_id=case.pk,
            holding="emails",
            field="address",
            row_pk=first.pk,
            typed="toinen@kanaria.example",
        )


def test_value_of_another_person_is_out_of_reach() -> None:
    aino()
    stranger = PhoneFactory()
    case = contested()
    with pytest.raises(PrivacyError):
        propose_value(
            actor=officer(),
            case_id=case.pk,
            holding="phones",
            field="e164",
            row_pk=stranger.pk,
            typed="040 555 1234",
        )


def test_nothing_is_approved_while_a_value_is_undecided() -> None:
    aino()
    case, staff = contested(), officer()
    with pytest.raises(DecisionIncomplete):
        approved(case, staff)
    propose_value(
        actor=staff,
        case_id=case.pk,
        holding="persons",
        field="family_name",
        typed="Varpunen",
    )
    with pytest.raises(DecisionIncomplete):
        approved(case, staff)


def test_keeping_needs_a_reason_that_she_can_read() -> None:
    aino()
    case = contested()
    with pytest.raises(DecisionIncomplete):
        decided(case, officer(), "persons.given_name", "Aino", decision="keep")


def test_plan_names_no_value_and_a_new_value_is_another_plan() -> None:
    aino()
    case, staff = contested(), officer()
    decided(case, staff, "persons.family_name", "Varpunen")
    case.refresh_from_db()
    seen = live_plan(case, on=timezone.localdate())
    assert "Varpunen" not in str(seen.lines)
    decided(case, staff, "persons.family_name", "Varis")
    with pytest.raises(CaseChanged):
        approved(case, staff, digest=seen.digest)


def test_data_that_changed_after_approval_is_refused_and_shown() -> None:
    person = aino()
    case, staff = contested(), officer()
    decided(case, staff, "persons.family_name", "Varpunen")
    approved(case, staff)
    log_restricted_use(
        actor=staff,
        person_id=person.pk,
        act=RestrictedAct.CHANGE,
        use=LawfulUse.CONSENT,
        reason="Soitti.",
    )
    Person.objects.filter(pk=person.pk).update(family_name="Muuttunut")
    execute_case(case_id=case.pk)
    case = Case.objects.get(pk=case.pk)
    assert (case.state, case.block) == ("open", "plan_changed")
    person.refresh_from_db()
    assert person.family_name == "Muuttunut"
    assert not OutgoingMail.objects.filter(kind="case.rectified").exists()


def test_executed_twice_there_is_one_letter() -> None:
    aino()
    case, staff = contested(), officer()
    decided(case, staff, "persons.family_name", "Varpunen")
    carried_out(case, staff)
    execute_case(case_id=case.pk)
    assert OutgoingMail.objects.filter(kind="case.rectified").count() == 1


def test_recipient_is_told_the_right_value_by_the_old_name() -> None:
    person = aino()
    disclosed(person, carrier())
    case, staff = contested(), officer()
    decided(case, staff, "persons.family_name", "Varpunen")
    carried_out(case, staff)
    assert RecipientNotice.objects.filter(act="restriction").count() == 1
    notice = RecipientNotice.objects.get(act="rectification")
    text = OutgoingMail.objects.get(pk=notice.mail_id or 0).text
    assert "Ainokaisa Kanarialintu" in text
    assert "Varpunen" in text
    assert notice.changes == ["persons.family_name"]


def test_voucher_is_noted_and_never_rewritten() -> None:
    person = aino(private_customer=True)
    order = OrderFactory(buyer_company=None, buyer_person=person)
    voucher = VoucherFactory(order=order, buyer_name="Ainokaisa Kanarialintu")
    case, staff = contested(), officer()
    decided(case, staff, "persons.family_name", "Varpunen")
    carried_out(case, staff)
    voucher.refresh_from_db()
    assert voucher.buyer_name == "Ainokaisa Kanarialintu"
    note = VoucherNote.objects.get()
    assert note.order_id == order.pk
    with pytest.raises(DecisionIncomplete):
        settle_note(actor=staff, note_id=note.pk, how=" ")
    settle_note(actor=staff, note_id=note.pk, how="Hyvitys 12, lasku 13")
    note.refresh_from_db()
    assert note.settled_by == staff


def test_refused_and_withdrawn_requests_let_go_what_they_restricted() -> None:
    person = aino()
    case, staff = contested(), officer()
    case.refresh_from_db()
    refuse_case(
        actor=staff,
        case_id=case.pk,
        expected_version=case.version,
        ground="data_correct",
        reason="Tiedot ovat oikein.",
    )
    assert is_restricted(person.pk)
    assert [end_decided_contests(), end_decided_contests()] == [1, 0]
    assert Lifting.objects.get().recorded_by == staff


def test_typing_error_told_by_phone_is_no_dispute() -> None:
    person = aino()
    staff = officer()
    case = register_request(
        actor=staff,
        kind=CaseKind.RECTIFICATION,
        channel=CaseChannel.PHONE,
        person=person,
        email="ainokaisa@kanaria.example",
        identity_method=IdentityMethod.CALL_BACK,
    )
    assert is_restricted(person.pk)
    with pytest.raises(DecisionIncomplete):
        call_uncontested(actor=staff, case_id=case.pk, reason="")
    call_uncontested(actor=staff, case_id=case.pk, reason="Pelkkä kirjoitusvirhe.")
    assert Lifting.objects.count() == 1


def test_person_proposes_by_her_link_and_is_shown_nothing(client: Client) -> None:
    person = aino()
    EmailFactory(person=person, address="toinen@kanaria.example", is_primary=False)
    case = contested()
    link = link_in(OutgoingMail.objects.get(kind="case.receipt"))
    page = client.get(link).content.decode()
    for secret in ("Kanarialintu", "toinen@kanaria.example", "1239876"):
        assert secret not in page
    refused = client.post(
        f"{link}rectify/", {"change": "phones.e164", "proposed": "nolla"}
    )
    assert refused.status_code == 422
    assert 'value="nolla"' in refused.content.decode()
    client.post(f"{link}rectify/", {"change": "phones.e164", "proposed": "0405551234"})
    client.post(
        f"{link}rectify/", {"change": "emails.address", "proposed": "uusi@k.example"}
    )
    phone, email = case.rectifications.order_by("pk")
    assert phone.row_pk == person.phones.get().pk
    assert email.row_pk is None
    staff = officer()
    with pytest.raises(DecisionIncomplete):
        decide_item(actor=staff, case_id=case.pk, item_id=email.pk, decision="correct")
    with pytest.raises(DecisionIncomplete):
        drop_item(actor=staff, case_id=case.pk, item_id=phone.pk)
    mine = person.emails.get(is_primary=True)
    for item in (phone, email):
        decide_item(
            actor=staff,
            case_id=case.pk,
            item_id=item.pk,
            decision="correct",
            row_pk=mine.pk if item == email else None,
        )
    carried_out(case, staff)
    mine.refresh_from_db()
    assert (mine.address, mine.normalised) == ("uusi@k.example", "uusi@k.example")


def test_same_answer_whether_or_not_she_has_such_a_datum(client: Client) -> None:
    aino()
    contested()
    link = link_in(OutgoingMail.objects.get(kind="case.receipt"))
    for change in ("phones.e164", "sole_trades.name", "addresses.city"):
        page = client.post(
            f"{link}rectify/", {"change": change, "proposed": "040 555 1234"}
        )
        assert page.status_code == 302


def test_officer_sees_old_and_new_and_sales_may_not_post(client: Client) -> None:
    aino()
    case, staff = contested(), officer()
    client.force_login(staff)
    page = f"/admin/privacy/case/{case.pk}"
    person = Person.objects.get(family_name="Kanarialintu")
    sent = client.post(
        f"{page}/rectify_add/",
        {"place": f"persons:{person.pk}:family_name", "proposed": "Kanarialinnut"},
    )
    assert sent.status_code == 302
    item = RectificationItem.objects.get()
    body = client.get(f"{page}/change/").content.decode()
    assert "<ins>" in body
    kept = client.post(
        f"{page}/rectify_decide/",
        {"item": item.pk, "decision": "keep", "reason": "", "statement": "Oma"},
    )
    assert kept.status_code == 409
    assert "Oma</textarea>" in kept.content.decode()
    client.post(f"{page}/rectify_decide/", {"item": item.pk, "decision": "correct"})
    item.refresh_from_db()
    assert item.decision == "correct"


def test_every_rectifiable_holding_of_the_map_has_a_corrector() -> None:
    assert len(correctable()) > 5
    assert without_corrector() == []


@pytest.mark.django_db(transaction=True)
def test_two_officers_at_once_one_wins_and_the_other_sees_it() -> None:
    aino()
    case, one = contested(), officer()
    other = officer()
    decided(case, one, "persons.family_name", "Varpunen")
    case.refresh_from_db()
    digest = live_plan(case, on=timezone.localdate()).digest
    outcomes: list[str] = []

    def press(staff: Staff) -> None:
        try:
            approve_case(
                actor=staff,
                case_id=case.pk,
                expected_version=case.version,
                plan_digest=digest,
            )
            outcomes.append("won")
        except PrivacyError as error:
            outcomes.append(error.code)
        finally:
            close_old_connections()

    threads = [threading.Thread(target=press, args=(s,)) for s in (one, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    run_due_jobs()
    assert sorted(outcomes) == ["case_changed", "won"]
    assert PersonEmail.objects.count() == 1
    assert OutgoingMail.objects.filter(kind="case.rectified").count() == 1
