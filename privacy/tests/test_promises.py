"""Promises are kept, broken or unproven: each is broken on purpose first."""

import pytest
from django.core.management import call_command
from django.utils import timezone

from privacy.models import Recipient
from privacy.promises import State, check_all
from registry.models import Partner, PersonGuard
from registry.tests.factories import PersonFactory, SourceFactory

from . import cast

pytestmark = pytest.mark.django_db


def states() -> dict[str, State]:
    return {f.promise: f.state for f in check_all(on=timezone.localdate())}


def test_every_promise_is_listed_and_what_is_unchecked_is_unproven() -> None:
    found = states()
    assert len(found) == 60
    assert found["P46"] == State.UNPROVEN


def test_what_the_notice_cannot_keep_is_said() -> None:
    found = states()
    assert found["P10"] == State.SUPERSEDED
    assert found["P49"] == State.SUPERSEDED
    assert found["P39"] == State.CONFLICT
    assert found["P58"] == State.CONFLICT
    assert found["P30"] == State.BROKEN


def test_people_without_source_or_notice_break_their_promises() -> None:
    assert states()["P31"] == states()["P60"] == State.HOLDS
    person = PersonFactory()
    assert states()["P31"] == states()["P60"] == State.BROKEN
    partner = Partner.objects.create(name="Luettelo Oy")
    assert states()["P34"] == State.HOLDS
    SourceFactory(person=person, kind="partner", partner=partner)
    assert states()["P34"] == State.BROKEN


def test_guard_that_differs_breaks_p45() -> None:
    person = cast.objecting()
    assert states()["P45"] == State.HOLDS
    PersonGuard.objects.filter(person=person).update(restricted=True)
    assert states()["P45"] == State.BROKEN


def test_recipient_without_contract_or_outside_the_eea_breaks_promises() -> None:
    assert states()["P13"] == State.HOLDS
    Recipient.objects.create(name="Mailer Inc.", service="mail", country="US")
    assert states()["P13"] == states()["P39"] == State.BROKEN


def test_command_fails_while_a_promise_is_broken(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit):
        call_command("check_promises")
    assert "P29  broken" in capsys.readouterr().out
