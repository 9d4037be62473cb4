"""An objection on own grounds, from confirmation to its end (Art. 21(1))."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from privacy.exceptions import CaseChanged, CaseStateError, DecisionIncomplete
from privacy.models import Lifting, Objection, ObjectionAssessment, Restriction
from privacy.models.case_choices import CaseKind, IdentityMethod, RefusalGround
from privacy.objecting.decide import uphold_undecided
from privacy.objecting.weighing import weigh
from privacy.services.cases import choose_person, refuse_case, withdraw_case
from privacy.services.execute import execute_case
from privacy.services.objection_decisions import Choice
from privacy.services.plan import live_plan
from registry.models import OutgoingMail, Person
from registry.seams import gate
from registry.seams.gate import Channel, Purpose
from registry.seams.jobs import run_due_jobs
from registry.tests.factories import EmailFactory, PositionFactory

from .cases import aino, approved_case, confirmed_case, officer
from .objecting import (
    CLAIMS,
    GROUNDS,
    balance_all,
    balanced,
    choices_of,
    day_after,
    decided,
    gone_at_once,
    objected_case,
)

pytestmark = pytest.mark.django_db


def objection_of(case_id: int) -> Objection:
    return Objection.objects.get(case_id=case_id, kind="own_grounds")


def reason_for(person: Person, purpose: Purpose) -> str:
    asked = gate.decide(
        person_id=person.pk,
        purpose=purpose,
        channel=Channel.NONE,
        on=timezone.localdate(),
    )
    return asked.reason


def test_confirmed_objection_restricts_before_anybody_decides() -> None:
    person = aino()
    assert not Restriction.objects.exists()
    case = objected_case()
    objection = objection_of(case.pk)
    assert (objection.person_id, objection.grounds) == (person.pk, "Minua on uhkailtu.")
    assert Restriction.objects.get(person=person).ground == "18_1_d"
    assert case.state == "open"


def test_of_several_holders_the_one_whom_the_officer_chooses_objects() -> None:
    one = EmailFactory(address="yhteinen@kanaria.example").person
    EmailFactory(address="yhteinen@kanaria.example")
    case = objected_case(email="yhteinen@kanaria.example")
    assert not Objection.objects.exists()
    for _turn in range(2):
        case.refresh_from_db()
        choose_person(
            actor=officer(),
            case_id=case.pk,
            expected_version=case.version,
            person=one,
            identity_method=IdentityMethod.CALL_BACK,
            note="Soitettu kummallekin haltijalle.",
        )
    assert objection_of(case.pk).person_id == one.pk
    assert Restriction.objects.count() == 1


def test_only_what_rests_on_an_interest_and_concerns_her_is_weighed() -> None:
    person = aino()
    today = timezone.localdate()
    before = {one.activity.slug for one in weigh(person.pk, on=today)}
    PositionFactory(person=person)
    after = {one.activity.slug for one in weigh(person.pk, on=today)}
    assert after - before >= {"orders-company", "claims"}
    assert not after & {"bookkeeping", "marketing-consent", "rights", "orders-private"}


def test_upheld_objection_stops_all_and_tells_her_once() -> None:
    person = aino()
    case = objected_case()
    decided(officer(), case, choices_of(case))
    run_due_jobs()
    execute_case(case_id=case.pk)
    case.refresh_from_db()
    assert (case.state, case.outcome) == ("closed", "granted")
    kinds = list(case.letters.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["confirmation", "receipt", "objection_upheld"]
    assert Objection.objects.filter(person=person, kind="marketing").count() == 1
    assert objection_of(case.pk).decision == "upheld"
    assert Restriction.objects.in_force().filter(person=person).exists()


def test_upheld_in_part_the_gate_closes_only_there() -> None:
    person = aino()
    balance_all()
    case = objected_case()
    decided(officer(), case, choices_of(case, security=CLAIMS, relationship=CLAIMS))
    run_due_jobs()
    case.refresh_from_db()
    assert case.outcome == "partly"
    mail = OutgoingMail.objects.get(pk=case.letters.latest("pk").mail_id or 0)
    assert mail.text.count(GROUNDS) == 2
    assert reason_for(person, Purpose.STATISTICS) == "restricted_18_2"
    assert Lifting.objects.get().restriction.person == person
    with connection.cursor() as cursor:  # as if the restriction had been lifted
        cursor.execute("DELETE FROM registry_personguard")
    assert reason_for(person, Purpose.STATISTICS) == "objection_21_1"
    assert reason_for(person, Purpose.RELATIONSHIP) == "no_contact_data" or (
        reason_for(person, Purpose.RELATIONSHIP) == "relationship"
    )


def test_overridden_for_all_is_refused_with_the_grounds_of_each() -> None:
    aino()
    balance_all()
    case = objected_case()
    marketing = {"marketing-post-phone", "segments", "marketing-organisations"}
    slugs = {
        one.activity.slug for one in weigh(case.person_id or 0, on=timezone.localdate())
    }
    assert slugs & marketing
    for slug in slugs & marketing:
        with pytest.raises(DecisionIncomplete):
            decided(officer(), case, choices_of(case, **{slug: CLAIMS}))
    assert not ObjectionAssessment.objects.exists()


@pytest.mark.parametrize(
    "choice",
    [
        Choice(decision="overridden", ground="commercial", grounds=GROUNDS),
        Choice(decision="overridden", ground="legitimate_interest", grounds=GROUNDS),
        Choice(decision="overridden", ground="", grounds=GROUNDS),
        Choice(decision="overridden", ground="claims", grounds="  "),
        Choice(),
    ],
)
def test_interest_alone_or_no_words_override_nothing(choice: Choice) -> None:
    aino()
    balance_all()
    case = objected_case()
    with pytest.raises(DecisionIncomplete):
        decided(officer(), case, choices_of(case, relationship=choice))
    assert objection_of(case.pk).decided_at is None


def test_activity_without_a_balancing_test_in_force_can_only_be_upheld() -> None:
    aino()
    today = timezone.localdate()
    outdated = balanced(
        "relationship",
        valid_from=today - timedelta(days=400),
        review_by=today - timedelta(days=1),
    )
    case = objected_case()
    with pytest.raises(DecisionIncomplete):
        decided(officer(), case, choices_of(case, relationship=CLAIMS))
    decided(officer(), case, choices_of(case))
    row = ObjectionAssessment.objects.get(activity=outdated.activity)
    assert (row.decision, row.balancing_test) == ("upheld", None)


def test_new_version_of_a_test_between_looking_and_deciding_is_a_change() -> None:
    aino()
    balanced("relationship")
    case = objected_case()
    seen = live_plan(case, on=timezone.localdate()).digest
    balanced("relationship", version=2)
    assert live_plan(case, on=timezone.localdate()).digest != seen


def test_two_officers_at_once_one_decides_the_other_sees_it() -> None:
    aino()
    case = objected_case()
    choices = choices_of(case)
    decided(officer(), case, choices)
    with pytest.raises((CaseChanged, CaseStateError)):
        decided(officer(), case, choices)
    assert objection_of(case.pk).assessments.count() == len(choices)


def test_nobody_decided_in_time_so_it_is_upheld_the_day_after() -> None:
    aino()
    balance_all()
    case = objected_case()
    assert uphold_undecided(on=case.legal_due) == 0
    assert uphold_undecided(on=day_after(case)) == 1
    assert uphold_undecided(on=day_after(case)) == 0
    run_due_jobs()
    case.refresh_from_db()
    assert (case.state, case.outcome, case.decided_by) == ("closed", "granted", None)
    objection = objection_of(case.pk)
    assert (objection.decision, objection.decided_by) == ("upheld", None)
    assert set(objection.assessments.values_list("decided_by", flat=True)) == {None}
    assert (
        list(case.letters.values_list("kind", flat=True)).count("objection_upheld") == 1
    )


def test_deadline_grants_nothing_to_somebody_who_has_not_shown_who_she_is() -> None:
    case = objected_case(email="outo@muu.example")
    assert uphold_undecided(on=day_after(case)) == 0


def test_officer_may_grant_the_whole_without_looking_at_each() -> None:
    aino()
    case = objected_case()
    approved_case(officer(), case)
    run_due_jobs()
    assert objection_of(case.pk).decision == "upheld"


def test_assessment_is_never_changed_and_stays_with_its_objection() -> None:
    aino()
    case = objected_case()
    decided(officer(), case, choices_of(case))
    row = ObjectionAssessment.objects.first()
    assert row
    with pytest.raises(IntegrityError), transaction.atomic():
        ObjectionAssessment.objects.filter(pk=row.pk).update(decision="overridden")
    with pytest.raises(IntegrityError), transaction.atomic():
        gone_at_once(row)


def test_withdrawn_request_closes_its_objection() -> None:
    aino()
    case = objected_case()
    withdraw_case(case_id=case.pk)
    assert objection_of(case.pk).decision == "withdrawn"
    assert Lifting.objects.get().restriction.case_id == case.pk


def test_grounds_of_the_law_do_not_refuse_past_the_assessment() -> None:
    aino()
    case = objected_case()
    case.refresh_from_db()
    for ground in (RefusalGround.COMPELLING, RefusalGround.LEGAL_CLAIMS):
        with pytest.raises(DecisionIncomplete):
            refuse_case(
                actor=officer(),
                case_id=case.pk,
                expected_version=case.version,
                ground=ground,
                reason="Perustelu",
            )


def test_objection_of_another_kind_is_not_weighed() -> None:
    aino()
    confirmed_case(CaseKind.ACCESS)
    assert not Objection.objects.exists()
