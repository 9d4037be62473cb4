"""After a restore: who was erased goes again, and nobody else."""

from collections.abc import Callable
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from privacy.erasure.journal import journal_persons
from registry.models import Order, Person
from registry.seams.personal_data import erase
from registry.tests.factories import (
    EmailFactory,
    GuardFactory,
    OrderFactory,
    PersonFactory,
)

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def _own_journal(tmp_path: Path, settings: object) -> None:
    settings.ERASURE_JOURNAL = str(tmp_path / "journal.jsonl")  # type: ignore[attr-defined]


@pytest.fixture
def restored() -> Callable[[], Person]:
    """A person who was erased, with the journal's line, and came back by a restore."""

    def make() -> Person:
        person = EmailFactory(address="kanaria@pesa.example").person
        journal_persons(
            entry_id=f"case:{person.pk}",
            why="request",
            person_ids=[person.pk],
            at=timezone.now(),
        )
        erase([person.pk], on=TODAY)
        assert not Person.objects.filter(pk=person.pk).exists()
        back = PersonFactory(reference=person.reference)
        EmailFactory(person=back, address="kanaria@pesa.example")
        return back

    return make


def replay() -> str:
    out = StringIO()
    call_command("replay_erasures", stdout=out)
    return out.getvalue()


def test_a_restored_person_is_erased_again(restored: Callable[[], Person]) -> None:
    person = restored()
    other = EmailFactory().person
    note = OrderFactory(reference="Kysy: kanaria@pesa.example")

    said = replay()

    assert "1 people in the journal, 1 were back" in said
    assert not Person.objects.filter(pk=person.pk).exists()
    assert Person.objects.filter(pk=other.pk).exists()
    assert Order.objects.get(pk=note.pk).reference == "Kysy: [poistettu]"


def test_a_second_replay_finds_nobody(restored: Callable[[], Person]) -> None:
    restored()
    replay()

    assert "1 people in the journal, 0 were back" in replay()


def test_a_hold_of_the_restored_register_is_obeyed_and_told(
    restored: Callable[[], Person],
) -> None:
    person = restored()
    GuardFactory(person=person, restricted=False, held=True)

    with pytest.raises(CommandError, match="legal hold"):
        replay()

    assert Person.objects.filter(pk=person.pk).exists()


def test_without_a_journal_there_is_nothing_to_do() -> None:
    PersonFactory()

    assert "0 people in the journal" in replay()
