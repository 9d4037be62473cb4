"""Balancing tests on screen: the next version, what changed, what was decided."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from privacy.models import BalancingTest
from privacy.objecting.decide import uphold_undecided
from registry.tests.factories import StaffFactory

from .cases import aino, officer
from .objecting import balanced, choices_of, day_after, decided, objected_case

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/privacy/balancingtest/"


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(officer())
    return client


def test_new_version_starts_from_the_words_of_the_last(desk: Client) -> None:
    last = balanced("relationship", balance="Punnitut sanat", version=3)
    shown = desk.get(f"{ADDRESS}{last.pk}/new_version/", follow=True)
    assert "Punnitut sanat" in shown.content.decode()
    assert 'value="4"' in shown.content.decode()


def test_page_tells_what_changed_and_what_was_decided_by_it(desk: Client) -> None:
    balanced("relationship", balance="Vanha punninta")
    new = balanced("relationship", balance="Uusi punninta", version=2)
    aino()
    case = objected_case()
    decided(officer(), case, choices_of(case))
    page = desk.get(f"{ADDRESS}{new.pk}/change/").content.decode()
    assert "<ins>Uusi</ins>" in page
    assert "<del>Vanha</del>" in page
    assert "hyväksytty 1, hylätty 0" in page


def test_author_approves_nothing_of_her_own_in_the_database_either() -> None:
    author = StaffFactory()
    test = balanced("relationship", author=author, approver=None, approved_at=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        BalancingTest.objects.filter(pk=test.pk).update(
            approver=author, approved_at=timezone.now()
        )


def test_objection_that_the_deadline_decided_is_loud(desk: Client) -> None:
    aino()
    case = objected_case()
    assert "Määräaika hyväksyi" not in desk.get("/admin/compliance/").content.decode()
    uphold_undecided(on=day_after(case))
    assert "Määräaika hyväksyi" in desk.get("/admin/compliance/").content.decode()
