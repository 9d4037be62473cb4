"""The pages on which an objection is decided, followed and carried on."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from privacy.models import Case, ObjectionAssessment
from privacy.models.case_choices import CaseKind
from registry.models import OutgoingMail
from registry.seams.jobs import run_due_jobs

from .cases import aino, confirmed_case, officer, token_in
from .objecting import balanced, choices_of, decided, objected_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(officer())
    return client


def page_of(desk: Client, case: Case) -> str:
    return desk.get(f"/admin/privacy/case/{case.pk}/change/").content.decode()


def posted(desk: Client, case: Case, **data: str) -> int:
    page = page_of(desk, case)
    hidden = dict(
        re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', weighing_of(page))
    )
    answer = desk.post(f"/admin/privacy/case/{case.pk}/weigh/", {**hidden, **data})
    return answer.status_code


def weighing_of(page: str) -> str:
    return page[page.index('aria-labelledby="k-objection"') :]


def test_page_shows_each_activity_with_its_test_and_takes_the_decision(
    desk: Client,
) -> None:
    aino()
    test = balanced("relationship")
    case = objected_case()
    page = page_of(desk, case)
    assert "Asiakassuhteen hoito" in page
    assert "Punninta" in page
    assert f"case/{case.pk}/approve/" not in page
    key = test.activity_id
    refused = posted(
        desk,
        case,
        **{
            f"decision_{key}": "overridden",
            f"ground_{key}": "commercial",
            f"grounds_{key}": "Myynti",
        },
    )
    assert refused == 409
    assert not ObjectionAssessment.objects.exists()
    taken = posted(
        desk,
        case,
        **{
            f"decision_{key}": "overridden",
            f"ground_{key}": "claims",
            f"grounds_{key}": "Riita",
        },
    )
    assert taken == 302
    run_due_jobs()
    case.refresh_from_db()
    assert case.outcome == "partly"
    assert "Riita" in page_of(desk, case)


def test_upheld_objection_leads_to_an_erasure_in_one_click(desk: Client) -> None:
    person = aino()
    case = objected_case()
    decided(officer(), case, choices_of(case))
    run_due_jobs()
    assert "erase_after" in page_of(desk, case)
    for _turn in range(2):
        desk.post(f"/admin/privacy/case/{case.pk}/erase_after/", {"person": person.pk})
    erasure = Case.objects.get(kind="erasure")
    assert (erasure.person_id, erasure.follows_id) == (person.pk, case.pk)
    assert erasure.state == "open"
    assert erasure.reference in page_of(desk, case)


def test_held_for_marketing_only_is_offered_for_erasure(desk: Client) -> None:
    aino()
    case = confirmed_case(CaseKind.MARKETING_OBJECTION)
    run_due_jobs()
    assert "erase_after" in page_of(desk, case)


def test_person_reads_what_holds_and_what_was_decided(client: Client) -> None:
    aino()
    case = objected_case()
    link = OutgoingMail.objects.get(kind="case.receipt")
    address = f"/fi/privacy/request/case/{token_in(link)}/"
    assert "vain säilytämme tietojasi" in client.get(address).content.decode()
    decided(officer(), case, choices_of(case))
    run_due_jobs()
    assert "Käsittely lopetetaan" in client.get(address).content.decode()


def test_notice_brings_the_right_to_object_separately(client: Client) -> None:
    page = client.get("/fi/privacy/").content.decode()
    assert 'id="object"' in page
    assert "?kind=marketing_objection" in page
