"""The officer's pages: queue, case, decision."""

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import override

from privacy.models import Case
from privacy.models.case_choices import CaseChannel, CaseKind, RefusalGround
from privacy.services.cases import refuse_case, register_request
from privacy.services.plan import live_plan
from privacy.services.preview import shown_lines
from registry.law.parameters import override_parameters
from registry.models import OutgoingMail
from registry.seams.panels import start_tiles, timeline_page
from registry.tests.factories import EmailFactory, OrderFactory, StaffFactory

from .cases import aino, confirmed_case, officer

pytestmark = pytest.mark.django_db

QUEUE = "/admin/privacy/case/"


@pytest.fixture
def desk() -> Client:
    client = Client()
    client.force_login(officer())
    return client


def page_of(desk: Client, case: Case) -> str:
    response = desk.get(f"{QUEUE}{case.pk}/change/")
    assert response.status_code == 200
    return response.content.decode()


def post(desk: Client, case: Case, verb: str, **data: str) -> int:
    case.refresh_from_db()
    typed = {"version": str(case.version), **data}
    return desk.post(f"{QUEUE}{case.pk}/{verb}/", typed).status_code


def digest_on(page: str) -> str:
    return page.split('name="plan" value="')[1].split('"')[0]


def test_queue_lists_what_is_due_first_on_top(desk: Client) -> None:
    later = confirmed_case(email="a@b.example")
    sooner = confirmed_case(email="c@d.example")
    Case.objects.filter(pk=sooner.pk).update(legal_due=timezone.localdate())
    page = desk.get(QUEUE).content.decode()
    assert page.index(sooner.reference) < page.index(later.reference)
    assert "k-badge-bad" in page


def test_queue_costs_the_same_queries_for_one_case_and_three(desk: Client) -> None:
    counts = []
    for more in (1, 2):
        for _turn in range(more):
            confirmed_case(email=f"x{more}{_turn}@b.example")
        with CaptureQueriesContext(connection) as queries:
            desk.get(QUEUE)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_queue_finds_a_case_by_its_reference(desk: Client) -> None:
    one, other = (
        confirmed_case(email="a@b.example"),
        confirmed_case(email="c@d.example"),
    )
    found = desk.post(QUEUE, {"posted_search": one.reference.lower()})["Location"]
    page = desk.get(found).content.decode()
    assert one.reference in page
    assert other.reference not in page


@pytest.mark.parametrize("role", ["sales", "marketing", "administrator"])
def test_other_roles_do_not_see_the_queue(role: str) -> None:
    staff = StaffFactory(is_staff=True)
    staff.groups.add(Group.objects.get(name=role))
    client = Client()
    client.force_login(staff)
    assert client.get(QUEUE).status_code == 403
    assert client.get(f"{QUEUE}{confirmed_case().pk}/change/").status_code == 403


def test_auditor_reads_but_does_not_decide() -> None:
    aino()
    case = confirmed_case()
    staff = StaffFactory(is_staff=True)
    staff.groups.add(Group.objects.get(name="auditor"))
    client = Client()
    client.force_login(staff)
    page = page_of(client, case)
    assert 'name="plan"' not in page
    assert client.post(f"{QUEUE}{case.pk}/approve/").status_code == 403


def test_case_shows_field_by_field_what_goes_and_what_stays(desk: Client) -> None:
    aino()
    case = confirmed_case()
    page = page_of(desk, case)
    assert "ainokaisa@kanaria.example" in page
    with override("fi"):
        shown = shown_lines(live_plan(case, on=timezone.localdate()).lines)
        assert {line.stays for line in shown} == {True, False}
        for line in shown:
            assert escape(line.label) in page
            assert escape(line.fields) in page
            assert escape(line.law) in page


def test_officer_decides_mentions_and_approves(desk: Client) -> None:
    aino()
    OrderFactory(reference="soita 0401239876")
    case = confirmed_case()
    page = page_of(desk, case)
    assert "<mark>0401239876</mark>" in page
    assert post(desk, case, "approve", plan=digest_on(page)) == 409
    review = case.mentions.get(whole_row=False)
    assert post(desk, case, "mention", mention=str(review.pk), choice="redact") == 302
    page = page_of(desk, case)
    assert post(desk, case, "approve", plan=digest_on(page)) == 302
    case.refresh_from_db()
    assert case.state == "approved"
    assert case.plan_digest == case.plans.get().digest


def test_refusal_without_reason_keeps_what_was_typed(desk: Client) -> None:
    aino()
    case = confirmed_case()
    typed = {"version": str(case.version), "refuse_reason": "Kesken jäänyt perustelu"}
    response = desk.post(f"{QUEUE}{case.pk}/refuse/", typed)
    assert response.status_code == 409
    assert "Kesken jäänyt perustelu" in response.content.decode()
    assert not OutgoingMail.objects.filter(kind="case.refused").exists()


def test_second_officer_sees_that_the_first_decided(desk: Client) -> None:
    aino()
    case = confirmed_case()
    seen = case.version
    refuse_case(
        actor=officer(),
        case_id=case.pk,
        expected_version=seen,
        ground="legal_duty",
        reason="Laki velvoittaa.",
    )
    data = {"version": str(seen), "ground": "legal_duty", "refuse_reason": "Toinen."}
    response = desk.post(f"{QUEUE}{case.pk}/refuse/", data)
    assert response.status_code == 409
    assert OutgoingMail.objects.filter(kind="case.refused").count() == 1


def test_refusal_letter_says_why_and_where_to_complain(desk: Client) -> None:
    aino()
    case = confirmed_case()
    status = post(
        desk, case, "refuse", ground="legal_claims", refuse_reason="Riita on kesken."
    )
    assert status == 302
    letter = OutgoingMail.objects.get(kind="case.refused")
    with override("fi"):
        ground = str(RefusalGround.LEGAL_CLAIMS.label)
    for words in (
        "Riita on kesken.",
        ground,
        "tietosuoja@om.fi",
        "tuomioistuimeen",
    ):
        assert words in letter.text


def test_nobody_found_is_told_to_the_confirmed_address_only(desk: Client) -> None:
    case = confirmed_case(email="tuntematon@muualla.example")
    assert post(desk, case, "unknown") == 302
    letter = OutgoingMail.objects.get(kind="case.no_person")
    assert letter.to_address == "tuntematon@muualla.example"


def test_of_two_holders_the_officer_chooses_one(desk: Client) -> None:
    one = EmailFactory(address="info@kanaria.example").person
    EmailFactory(address="info@kanaria.example")
    case = confirmed_case(email="info@kanaria.example")
    page = page_of(desk, case)
    assert one.reference in page
    status = post(
        desk, case, "choose", person=one.reference, identity_method="call_back"
    )
    assert status == 409  # the address is shared: with whom did we talk?
    said = {"identity_method": "call_back", "identity_note": "Soitin, hän vastasi."}
    assert post(desk, case, "choose", person=one.reference, **said) == 302
    case.refresh_from_db()
    assert (case.person_id, case.identity_method) == (one.pk, "call_back")


def test_request_by_phone_is_taken_down(desk: Client) -> None:
    person = aino()
    data = {
        "kind": "erasure",
        "channel": "phone",
        "received_on": "2026-01-31",
        "person": person.reference,
        "identity_method": "call_back",
        "language": "fi",
    }
    response = desk.post(f"{QUEUE}add/", data)
    assert response.status_code == 302
    case = Case.objects.get()
    assert case.legal_due.isoformat() == "2026-03-02"  # vector DL-03
    assert case.target_due.isoformat() == "2026-02-27"


def test_changing_one_parameter_changes_the_date_on_the_page(desk: Client) -> None:
    with override_parameters(dsr_response_months=2):
        case = confirmed_case()
    page = page_of(desk, case)
    assert case.legal_due.strftime("%-d.%-m.%Y") in page
    assert (case.legal_due - case.received_on).days >= 58


def test_tiles_show_what_is_pending_and_overdue(desk: Client, rf: object) -> None:
    case = confirmed_case()
    Case.objects.filter(pk=case.pk).update(legal_due="2020-01-01")
    request = rf.get("/")  # type: ignore[attr-defined]
    request.user = officer()
    titles = {tile.title: tile for tile in start_tiles(request)}
    urgent = [tile for tile in titles.values() if tile.urgent and tile.count == 1]
    assert len(urgent) >= 2


def test_request_stands_on_the_persons_timeline() -> None:
    person = aino()
    register_request(
        actor=None,
        kind=CaseKind.ACCESS,
        channel=CaseChannel.PHONE,
        person=person,
    )
    page = timeline_page(
        subject="person", key=person.pk, user=officer(), limit=5, sources=["case"]
    )
    assert len(page.entries) == 1
    again = timeline_page(
        subject="person",
        key=person.pk,
        user=officer(),
        limit=5,
        sources=["case"],
        before=page.entries[0].cursor,
    )
    assert not again.entries
