"""Notes of imported rows become contacts on the person's timeline, once."""

from datetime import date

import pytest

from contacts.models import Interaction, Participant
from contacts.services.importing import log_imported_notes
from registry.models import Person
from registry.seams.panels import ImportRowContext

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows():
    persons = [
        Person.objects.create(given_name=name, collected_on=date(2020, 1, 2))
        for name in ("Aino", "Bo")
    ]
    return [
        ImportRowContext(
            person_id=person.pk,
            company_id=None,
            value="Tavattiin osastolla.\nPyysi \\ näytteitä.",
            collected_on=date(2020, 1, 2),
            channel="fair",
            row_key=f"row {person.pk}",
        )
        for person in persons
    ]


def test_note_of_a_row_stands_with_its_person(rows):
    log_imported_notes(rows, None)
    aino = Participant.objects.get(person_id=rows[0].person_id)
    assert aino.interaction.body == rows[0].value
    assert (aino.interaction.kind, aino.at) == ("fair", aino.interaction.at)


def test_same_rows_twice_are_one_note_each(rows):
    log_imported_notes(rows, None)
    log_imported_notes(rows, None)
    assert Interaction.objects.count() == Participant.objects.count() == 2


def test_same_row_with_other_words_is_another_note(rows):
    log_imported_notes(rows[:1], None)
    changed = ImportRowContext(**{**vars(rows[0]), "value": "Soitti."})
    log_imported_notes([changed], None)
    assert Interaction.objects.count() == 2


def test_notes_cost_the_same_for_one_and_two_rows(rows, django_assert_num_queries):
    with django_assert_num_queries(4):
        log_imported_notes(rows[:1], None)
    with django_assert_num_queries(4):
        log_imported_notes(rows, None)
