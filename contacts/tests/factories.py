"""Plain factories of dealings."""

from datetime import UTC, date, datetime

import factory

from contacts.models import FollowUp, Interaction, Participant
from registry.tests.factories import PersonFactory, StaffFactory


class InteractionFactory(factory.django.DjangoModelFactory):
    """A call in 2025, with nobody yet."""

    class Meta:
        model = Interaction

    kind = "call"
    at = datetime(2025, 5, 5, 9, 30, tzinfo=UTC)
    author = factory.SubFactory(StaffFactory)
    body = factory.Sequence(lambda n: f"Puhuttiin asiasta {n}.")


class ParticipantFactory(factory.django.DjangoModelFactory):
    """A new person in a new interaction."""

    class Meta:
        model = Participant

    interaction = factory.SubFactory(InteractionFactory)
    person = factory.SubFactory(PersonFactory)
    at = factory.LazyAttribute(lambda link: link.interaction.at)


class FollowUpFactory(factory.django.DjangoModelFactory):
    """Due in May 2025, still open."""

    class Meta:
        model = FollowUp

    person = factory.SubFactory(PersonFactory)
    owner = factory.SubFactory(StaffFactory)
    due_on = date(2025, 5, 5)
    text = factory.Sequence(lambda n: f"Soita uudelleen {n}")
