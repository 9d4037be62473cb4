"""Writing contacts down, correcting them, and promising things."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError

from contacts.exceptions import FollowUpError
from contacts.models import Interaction, Participant
from contacts.services import (
    add_follow_up,
    correct_interaction,
    finish_follow_up,
    log_interaction,
)
from contacts.services.importing import log_imported_notes
from registry.models import AuditEntry, AuditSubject, BusinessEvent
from registry.seams.panels import ImportRowContext
from registry.seams.personal_data.history import event_model_of
from registry.tests.factories import CompanyFactory, PersonFactory, StaffFactory

from .factories import FollowUpFactory, InteractionFactory, ParticipantFactory

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)


def test_contact_is_written_for_all_who_took_part() -> None:
    people = [PersonFactory(), PersonFactory()]

    made = log_interaction(
        actor=StaffFactory(), kind="meeting", at=NOON, persons=people, body="Sovittiin."
    )

    links = Participant.objects.filter(interaction=made)
    assert {link.person_id for link in links} == {person.pk for person in people}
    assert {link.at for link in links} == {NOON}
    entry = AuditEntry.objects.get(action="interaction.meeting")
    assert AuditSubject.objects.filter(entry_id=entry.pk, kind="person").count() == 2


def test_contact_that_the_customer_started_shows_a_relationship() -> None:
    person, company = PersonFactory(), CompanyFactory()

    for started in (False, True):
        log_interaction(
            actor=None,
            kind="call",
            at=NOON,
            persons=[person],
            company=company,
            body="Kysyi tarjousta.",
            started_by_customer=started,
        )

    event = BusinessEvent.objects.get()
    assert (event.kind, event.on) == ("contact_by_customer", date(2026, 3, 2))
    assert (event.person, event.company) == (person, company)


def test_same_source_key_twice_is_one_contact() -> None:
    person = PersonFactory()

    first, second = (
        log_interaction(
            actor=None, kind="note", at=NOON, persons=[person], body="x", source_key="k"
        )
        for _time in range(2)
    )

    assert first == second
    assert Interaction.objects.count() == 1


@pytest.mark.parametrize("body", ["", "Hetu 131052-308T", "Kortti 4111 1111 1111 1111"])
def test_empty_note_and_forbidden_numbers_are_refused(body: str) -> None:
    with pytest.raises(ValidationError):
        log_interaction(
            actor=None, kind="note", at=NOON, persons=[PersonFactory()], body=body
        )

    assert not Interaction.objects.exists()


def test_correction_keeps_the_earlier_wording_in_the_history() -> None:
    written = InteractionFactory(body="Vanha sanamuoto")
    ParticipantFactory(interaction=written)

    correct_interaction(actor=StaffFactory(), interaction=written, body="Uusi")

    written.refresh_from_db()
    assert written.body == "Uusi"
    history = event_model_of(Interaction)._default_manager.get()
    assert history.body == "Vanha sanamuoto"  # type: ignore[attr-defined]  # pghistory's model
    assert AuditEntry.objects.get(action="interaction.corrected").fields == ["body"]


def test_correction_without_a_difference_writes_nothing() -> None:
    written = InteractionFactory(body="Sama")

    correct_interaction(actor=StaffFactory(), interaction=written, body="Sama")

    assert not AuditEntry.objects.exists()


def test_follow_up_is_done_once() -> None:
    actor = StaffFactory()
    task = add_follow_up(
        actor=actor, due_on=date(2026, 4, 1), text="Soita", person=PersonFactory()
    )
    assert task.owner == actor

    assert finish_follow_up(actor=actor, follow_up=task).done_at is not None
    with pytest.raises(FollowUpError):
        finish_follow_up(actor=actor, follow_up=task)


def test_follow_up_is_about_somebody() -> None:
    with pytest.raises(ValidationError):
        add_follow_up(actor=StaffFactory(), due_on=date(2026, 4, 1), text="Soita")


def test_imported_notes_come_once_and_in_a_fixed_number_of_statements(
    django_assert_num_queries: object,
) -> None:
    rows = [
        ImportRowContext(
            person_id=PersonFactory().pk,
            company_id=None,
            value=value,
            collected_on=date(2025, 9, 23),
            channel="fair",
            row_key=f"rivi-{number}",
        )
        for number, value in enumerate(("Kiinnostui.", "Kysyi hintaa.", "  "))
    ]

    with django_assert_num_queries(4):  # type: ignore[operator]  # pytest-django's
        log_imported_notes(rows, None)
    log_imported_notes(rows, None)

    assert Interaction.objects.count() == 2
    assert set(Interaction.objects.values_list("kind", flat=True)) == {"fair"}
    assert Participant.objects.count() == 2


def test_open_follow_up_says_so() -> None:
    assert "2025-05-05" in str(FollowUpFactory())
