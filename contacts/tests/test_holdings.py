"""Erasing one participant leaves what belongs to the others (Art. 17)."""

from datetime import date

import pytest

from contacts.models import FollowUp, Interaction, Participant
from contacts.services import correct_interaction
from registry.models import Person
from registry.seams.personal_data import collect, erase
from registry.seams.personal_data.history import event_model_of
from registry.tests.factories import PersonFactory, StaffFactory

from .factories import FollowUpFactory, InteractionFactory, ParticipantFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


@pytest.fixture
def leaver() -> Person:
    person: Person = PersonFactory()
    return person


def test_own_contact_goes_with_its_history_and_follow_ups(leaver: Person) -> None:
    own = ParticipantFactory(person=leaver).interaction
    correct_interaction(actor=StaffFactory(), interaction=own, body="Korjattu")
    FollowUpFactory(person=leaver)
    history = event_model_of(Interaction)._default_manager
    assert history.count() == 1

    erase([leaver.pk], on=TODAY)

    assert not Interaction.objects.exists()
    assert not history.exists()
    assert not FollowUp.objects.exists()
    assert not Person.objects.exists()


def test_shared_contact_stays_for_the_other_participant(leaver: Person) -> None:
    shared = InteractionFactory()
    ParticipantFactory(interaction=shared, person=leaver)
    other = ParticipantFactory(interaction=shared).person
    assert Participant.objects.count() == 2

    erase([leaver.pk], on=TODAY)

    assert Interaction.objects.get() == shared
    assert Participant.objects.get().person == other


def test_shared_contact_goes_with_the_last_of_its_people(leaver: Person) -> None:
    shared = InteractionFactory()
    other = ParticipantFactory(interaction=shared).person
    ParticipantFactory(interaction=shared, person=leaver)

    erase([leaver.pk, other.pk], on=TODAY)

    assert not Interaction.objects.exists()


def test_access_package_carries_the_notes(leaver: Person) -> None:
    ParticipantFactory(person=leaver, interaction__body="Toivoi tarjousta.")
    FollowUpFactory(person=leaver, text="Lähetä tarjous")

    package = collect(leaver.pk)

    assert package["interactions"][0]["body"] == "Toivoi tarjousta."
    assert package["follow_ups"][0]["text"] == "Lähetä tarjous"
