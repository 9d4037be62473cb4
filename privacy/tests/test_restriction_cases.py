"""A request of restriction, from asking to the letter (Art. 18(1))."""

import pytest
from django.test import Client
from django.utils import timezone

from privacy.exceptions import CaseChanged, DecisionIncomplete
from privacy.letters import record_posting
from privacy.models import Case, CaseLetter, Lifting, Restriction
from privacy.models.case_choices import CaseKind
from privacy.services.cases import approve_case
from privacy.services.liftings import begin_lifting
from privacy.services.plan import live_plan
from privacy.services.restricting import choose_restriction
from registry.models import OutgoingMail, PersonGuard, RestrictedField, Staff
from registry.seams.jobs import run_due_jobs
from registry.tests.factories import EmailFactory

from .cases import aino, approved_case, confirmed_case, officer

pytestmark = pytest.mark.django_db


def chosen(actor: Staff, case: Case, **more: object) -> Case:
    """The case after the officer has said what is to be restricted."""
    choose_restriction(
        actor=actor,
        case_id=case.pk,
        expected_version=case.version,
        **{"ground": "18_1_b", "reason": "Ei halua poistoa", **more},  # type: ignore[arg-type]  # the words of each test
    )
    case.refresh_from_db()
    return case


@pytest.mark.parametrize("ground", ["18_1_a", "18_1_b", "18_1_c", "18_1_d"])
def test_granted_request_restricts_and_tells_once(ground: str) -> None:
    person, actor = aino(), officer()
    case = chosen(actor, confirmed_case(CaseKind.RESTRICTION), ground=ground)
    approved_case(actor, case)
    assert not PersonGuard.objects.exists()
    run_due_jobs()
    run_due_jobs()
    row = Restriction.objects.get()
    assert (row.ground, row.case_id, row.recorded_by) == (ground, case.pk, actor)
    assert PersonGuard.objects.get(person=person).restricted
    case.refresh_from_db()
    assert (case.state, case.outcome) == ("closed", "granted")
    mail = OutgoingMail.objects.get(kind="case.restricted")
    assert "rajoitettu" in mail.subject
    assert "kaikki sinua koskevat tiedot" in mail.text


def test_fields_alone_are_restricted_and_named_without_their_values() -> None:
    person, actor = aino(), officer()
    phone = person.phones.get()
    places = ["person.family_name", f"personphone:{phone.pk}"]
    case = chosen(actor, confirmed_case(CaseKind.RESTRICTION), fields=places)
    lines = live_plan(case, on=timezone.localdate()).lines
    assert [line["holding"] for line in lines] == ["persons", "phones"]
    approved_case(actor, case)
    run_due_jobs()
    shown = RestrictedField.objects.filter(person=person)
    assert set(shown.values_list("place", flat=True)) == set(places)
    mail = OutgoingMail.objects.get(kind="case.restricted")
    assert "Sukunimi" in mail.text
    assert "Kanarialintu" not in mail.text


def test_nothing_is_approved_before_something_is_chosen() -> None:
    aino()
    with pytest.raises(DecisionIncomplete):
        approved_case(officer(), confirmed_case(CaseKind.RESTRICTION))


def test_choice_made_after_the_plan_was_seen_changes_it() -> None:
    person, actor = aino(), officer()
    case = chosen(actor, confirmed_case(CaseKind.RESTRICTION))
    seen = live_plan(case, on=timezone.localdate()).digest
    chosen(actor, case, ground="18_1_c")
    with pytest.raises(CaseChanged):
        approve_case(
            actor=actor,
            case_id=case.pk,
            expected_version=case.version,
            plan_digest=seen,
        )
    EmailFactory(person=person, is_primary=False)
    assert not Restriction.objects.exists()


def test_data_that_grew_after_approval_sends_the_case_back() -> None:
    person, actor = aino(), officer()
    case = approved_case(actor, chosen(actor, confirmed_case(CaseKind.RESTRICTION)))
    EmailFactory(person=person, is_primary=False)
    run_due_jobs()
    case.refresh_from_db()
    assert (case.state, case.block) == ("open", "plan_changed")
    assert not Restriction.objects.exists()


def test_officer_chooses_on_the_page_and_sees_the_values(client: Client) -> None:
    aino()
    actor = officer()
    case = confirmed_case(CaseKind.RESTRICTION)
    client.force_login(actor)
    page = f"/admin/privacy/case/{case.pk}/change/"
    assert "Kanarialintu" in client.get(page).text
    said = {
        "version": case.version,
        "ground": "18_1_a",
        "extent": "fields",
        "restriction_reason": "Nimi on väärin kirjoitettu.",
    }
    refused = client.post(f"/admin/privacy/case/{case.pk}/restriction/", said)
    assert refused.status_code == 409
    assert "Nimi on väärin kirjoitettu." in refused.text
    said |= {"places": ["person.family_name"]}
    client.post(f"/admin/privacy/case/{case.pk}/restriction/", said)
    assert "Nimi on väärin kirjoitettu." in client.get(page).text


def test_letter_of_lifting_without_an_address_is_posted_and_counts() -> None:
    person, actor = aino(), officer()
    case = approved_case(actor, chosen(actor, confirmed_case(CaseKind.RESTRICTION)))
    run_due_jobs()
    Case.objects.filter(pk=case.pk).update(email="")
    person.emails.all().delete()
    begin_lifting(actor=actor, case_id=case.pk, reason="Ohi")
    assert Lifting.objects.untold().exists()
    letter = CaseLetter.objects.get(kind="lifting")
    record_posting(actor=actor, letter_id=letter.pk, posted_on=timezone.localdate())
    lifting = Lifting.objects.get()
    assert (lifting.told_by, lifting.told_at is None) == ("post", False)
