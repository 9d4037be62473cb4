"""Reviews of legal holds: reminders, late ones, and what follows a release."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from privacy.models import LegalHold
from privacy.services import hold_states, holds
from privacy.services.hold_reminders import remind_of_reviews
from registry.models import OutgoingMail, Person, Staff
from registry.seams.personal_data import erase
from registry.services.clocks import clocks_of
from registry.tests.factories import PersonFactory, StaffFactory

from .holding import release_hold

pytestmark = pytest.mark.django_db


def officer() -> Staff:
    staff: Staff = StaffFactory(email="tietosuoja@kespet.example")
    staff.groups.add(Group.objects.get_or_create(name="dpo")[0])
    return staff


def held(person: Person, *, days: int) -> LegalHold:
    owner = StaffFactory(email="omistaja@kespet.example")
    return holds.place_hold(
        actor=owner,
        owner=owner,
        reason="Salainen riita",
        person=person,
        review_by=timezone.localdate() + timedelta(days=days),
    )


def test_owner_and_officer_hear_at_thirty_and_seven_days_and_when_it_is_late() -> None:
    officer()
    person = PersonFactory(family_name="Riitaisa")
    hold = held(person, days=60)
    today = timezone.localdate()
    told = {
        passed: remind_of_reviews(today + timedelta(days=passed))
        for passed in (0, 29, 30, 31, 52, 53, 54, 60, 61, 62)
    }
    assert [passed for passed, count in told.items() if count] == [30, 53, 61]
    mails = OutgoingMail.objects.filter(subject_ref=hold.reference)
    assert mails.count() == 6
    assert {mail.to_address for mail in mails} == {
        "omistaja@kespet.example",
        "tietosuoja@kespet.example",
    }
    for mail in mails:
        assert hold.reference in mail.subject + mail.text
        assert "Riitaisa" not in mail.subject + mail.text
        assert "Salainen" not in mail.text


def test_a_review_ends_the_reminders_of_the_one_before() -> None:
    hold = held(PersonFactory(), days=5)
    today = timezone.localdate()
    assert remind_of_reviews(today) == 1
    holds.review_hold(actor=hold.owner, hold=hold, reason="Kanne vireillä")
    assert remind_of_reviews(today + timedelta(days=6)) == 0
    assert LegalHold.objects.to_review(today + timedelta(days=6)).count() == 0


def test_after_release_what_is_past_due_is_gone_within_thirty_days() -> None:
    person = PersonFactory(collected_on=timezone.localdate() - timedelta(days=6_000))
    hold = held(person, days=60)
    last_day = clocks_of([person.pk])[person.pk].last_day
    assert last_day
    assert last_day < timezone.localdate()
    assert hold_states.after_release(hold) is None
    assert hold_states.erase_by(last_day=last_day, hold=hold) is None
    hold = release_hold(hold)
    released = timezone.localdate(hold.released_at)
    left = hold_states.after_release(hold)
    assert left == hold_states.AfterRelease(
        left=1, erase_by=released + timedelta(days=30)
    )
    assert hold_states.late_releases(released + timedelta(days=30)) == []
    assert hold_states.late_releases(released + timedelta(days=31)) == [hold]
    erase([person.pk], on=timezone.localdate())
    assert hold_states.late_releases(released + timedelta(days=31)) == []
