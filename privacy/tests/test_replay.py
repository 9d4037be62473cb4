"""After a restore: who was erased goes again, facts stand again, and nothing else."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import date, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from privacy.erasure.journal import journal_persons
from privacy.models import (
    ConsentEvent,
    JournalMark,
    Objection,
    RestoreReplay,
    Restriction,
    Suppression,
)
from privacy.restore.released import erase_released
from privacy.restore.settling import settle_left_marks
from privacy.services.consents import withdraw_consent
from privacy.services.holds import place_hold
from privacy.services.liftings import announce_lifting
from privacy.services.objections import record_objection, record_prohibition
from privacy.services.restrictions import lift_restriction
from registry.models import Order, Person, PersonGuard
from registry.seams import opening
from registry.seams.personal_data import erase
from registry.seams.signing import verify_document
from registry.tests.factories import (
    CompanyFactory,
    EmailFactory,
    GuardFactory,
    OrderFactory,
    PersonFactory,
    StaffFactory,
)

from .cast import happen

pytestmark = pytest.mark.django_db(transaction=True)

ROOT = Path(__file__).resolve().parents[2]
TODAY = date(2026, 11, 22)


@pytest.fixture
def restored() -> Callable[[], Person]:
    """A person who was erased, with the journal's line, and came back by a restore."""

    def make() -> Person:
        person = EmailFactory(address="kanaria@pesa.example").person
        erased(person)
        back = PersonFactory(reference=person.reference)
        EmailFactory(person=back, address="kanaria@pesa.example")
        turn_back(to=0)
        return back

    return make


def erased(person: Person, why: str = "request") -> None:
    journal_persons(
        entry_id=f"case:{person.pk}", why=why, person_ids=[person.pk], at=timezone.now()
    )
    erase([person.pk], on=TODAY)
    assert not Person.objects.filter(pk=person.pk).exists()


def turn_back(*, to: int) -> None:
    """The marks are again what they were when so many entries had been written."""
    JournalMark.objects.filter(number__gt=to).delete()
    opening.forget()


def replay(*arguments: str) -> str:
    out = StringIO()
    call_command("replay_erasures", *arguments, stdout=out, stderr=StringIO())
    return out.getvalue()


def is_open() -> bool:
    opening.forget()
    return opening.is_open()


def test_a_restored_person_is_erased_again(restored: Callable[[], Person]) -> None:
    person = restored()
    other = EmailFactory().person
    note = OrderFactory(reference="Kysy: kanaria@pesa.example")
    assert not is_open()

    said = replay()

    assert "1 people in the journal, 1 were back: 1 erased again" in said
    assert not Person.objects.filter(pk=person.pk).exists()
    assert Person.objects.filter(pk=other.pk).exists()
    assert Order.objects.get(pk=note.pk).reference == "Kysy: [poistettu]"
    assert is_open()
    assert verify_document(RestoreReplay.objects.get().receipt)


def test_a_second_replay_finds_nobody(restored: Callable[[], Person]) -> None:
    restored()
    replay()

    assert "1 people in the journal, 0 were back" in replay()
    assert is_open()


def test_erasures_by_retention_go_again_too() -> None:
    person = PersonFactory()
    erased(person, why="retention")
    PersonFactory(reference=person.reference)
    turn_back(to=0)

    assert "1 erased again" in replay()
    assert Person.objects.count() == 0


def test_a_hold_of_the_restored_register_keeps_it_closed_until_somebody_answers(
    restored: Callable[[], Person],
) -> None:
    person = restored()
    GuardFactory(person=person, restricted=False, held=True)

    with pytest.raises(CommandError, match="legal hold") as refused:
        replay()

    assert refused.value.returncode == 1
    assert Person.objects.filter(pk=person.pk).exists()
    assert not is_open()
    assert f"Kept by a legal hold: {person.reference}" in replay(
        "--open-with-held", "Oikeudenkäynti kesken"
    )
    assert is_open()
    assert RestoreReplay.objects.latest("pk").reason == "Oikeudenkäynti kesken"

    assert erase_released(on=TODAY) == 0
    PersonGuard.objects.update(held=False, objected=True)
    assert erase_released(on=TODAY) == 1
    assert not Person.objects.filter(pk=person.pk).exists()
    assert RestoreReplay.objects.latest("pk").held == []


def test_without_a_journal_there_is_nothing_to_do() -> None:
    PersonFactory()

    assert "0 people in the journal" in replay()


def test_facts_newer_than_the_back_up_stand_again_once() -> None:
    person = EmailFactory().person
    company = CompanyFactory()
    record_objection(actor=None, person_id=person.pk, scope="email")
    record_objection(actor=None, person_id=person.pk, kind="own_grounds")
    record_prohibition(actor=None, company_id=company.pk)
    withdraw_consent(actor=None, person_id=person.pk, source="puhelin", topic="rehut")
    before = facts()
    assert [len(rows) for rows in before.values()] == [3, 1, 1, 1]
    forget_facts(person)
    assert [len(rows) for rows in facts().values()] == [0, 0, 0, 0]
    turn_back(to=0)

    said = replay()

    assert "Put back: 2 objection." in said
    assert facts() == before
    guard = PersonGuard.objects.get(person=person)
    assert (guard.objected, guard.restricted) == (True, True)
    turn_back(to=0)
    assert "Put back" not in replay()
    assert facts() == before


def test_facts_that_the_back_up_has_are_left_alone() -> None:
    person = EmailFactory().person
    record_objection(actor=None, person_id=person.pk)
    gone = PersonFactory()
    erased(gone)
    turn_back(to=1)

    assert "Put back" not in replay()
    assert Objection.objects.count() == 1


def test_restriction_opened_and_lifted_since_stays_lifted() -> None:
    person = PersonFactory()
    actor = StaffFactory()
    happen(person, "restrict")
    lift(Restriction.objects.get(), actor)
    forget_facts(person)
    turn_back(to=0)

    assert "Put back" not in replay()
    assert not Restriction.objects.exists()
    assert is_open()


def test_restriction_that_the_back_up_had_stands_until_lifted_by_hand() -> None:
    person = PersonFactory()
    actor = StaffFactory()
    happen(person, "restrict")
    restriction = Restriction.objects.get()
    lift(restriction, actor)
    execute(
        "privacy_restriction",
        "UPDATE privacy_restriction SET lifted_at = NULL, lifted_by_id = NULL,"
        " lift_reason = ''",
    )
    turn_back(to=1)

    assert "1 restrictions that had been lifted stand again" in replay()
    assert Restriction.objects.in_force().exists()


def test_facts_of_erased_people_are_not_put_back() -> None:
    person = PersonFactory()
    record_objection(actor=None, person_id=person.pk)
    erased(person)
    PersonFactory(reference=person.reference)
    turn_back(to=0)

    replay()

    assert not Person.objects.exists()
    assert not Objection.objects.exists()


def lift(restriction: Restriction, actor: object) -> None:
    told = timezone.now() - timedelta(days=60)
    announce_lifting(actor=actor, restriction=restriction, told_at=told)  # type: ignore[arg-type]
    lift_restriction(actor=actor, restriction=restriction, reason="Oikaistu")  # type: ignore[arg-type]


def facts() -> dict[str, list[tuple[object, ...]]]:
    """What the rows say, without who recorded it and where."""
    return {
        "objections": rows(
            Objection, "person", "company", "kind", "scope", "received_at"
        ),
        "withdrawals": rows(
            ConsentEvent, "person", "purpose", "channel", "topic", "at"
        ),
        "restrictions": rows(Restriction, "person", "ground", "opened_at"),
        "suppressions": rows(Suppression, "digest", "kind", "scope", "reason", "since"),
    }


def rows(model: type, *names: str) -> list[tuple[object, ...]]:
    found = model.objects.values_list(*names)  # type: ignore[attr-defined]
    return sorted(
        (
            tuple(bytes(v) if isinstance(v, memoryview) else v for v in row)
            for row in found
        ),
        key=str,
    )


def forget_facts(person: Person) -> None:
    """As in a back-up from before them; the database itself would not let them go."""
    for table in ("objection", "consentevent", "restriction", "suppression"):
        execute(f"privacy_{table}", f"DELETE FROM privacy_{table}")
    PersonGuard.objects.filter(person=person).delete()


def execute(table: str, statement: str) -> None:
    """Past the triggers of the legal rows."""
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(statement)
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


@pytest.mark.slow
@pytest.mark.parametrize(
    "point",
    [
        "replay.after_batch",
        "replay.after_batch:2",
        "replay.after_facts",
        "replay.before_epoch",
        "journal.after_mark",
        "journal.after_line",
        "replay.after_epoch",
    ],
)
def test_killed_replay_goes_on_where_it_stopped(point: str) -> None:
    """Asked and due people are erased in batches of their own: two batches."""
    gone = [PersonFactory() for _turn in range(3)]
    stays = EmailFactory().person
    for number, person in enumerate(gone):
        erased(person, why="request" if number else "retention")
    record_objection(actor=None, person_id=stays.pk)
    forget_facts(stays)
    for person in gone:
        PersonFactory(reference=person.reference)
    turn_back(to=0)

    assert replay_killed_at(point) == -signal.SIGKILL
    said = replay()

    assert f"{len(gone)} people in the journal" in said
    assert list(Person.objects.values_list("pk", flat=True)) == [stays.pk]
    assert Objection.objects.count() == 1
    assert PersonGuard.objects.get().objected
    assert is_open()
    assert settle_left_marks() == (
        point in ("journal.after_line", "replay.after_epoch")
    )
    assert is_open()


def replay_killed_at(point: str) -> int:
    """The command in a process of its own."""
    url = "postgres://{USER}:{PASSWORD}@/{NAME}?host={HOST}&port={PORT}"
    env = {
        **os.environ,
        "DATABASE_URL": url.format(**connection.settings_dict),
        "ERASURE_JOURNAL": settings.ERASURE_JOURNAL,
        "KESPET_CRASH_AT": point,
        "KESPET_ALLOW_CRASH": "1",
    }
    command = [sys.executable, "manage.py", "replay_erasures"]
    done = subprocess.run(
        command, cwd=ROOT, env=env, check=False, capture_output=True, timeout=120
    )
    return done.returncode


def test_legal_hold_of_the_restored_register_is_obeyed(
    restored: Callable[[], Person],
) -> None:
    """A real one, with the database's own guards."""
    other = PersonFactory()
    erased(other)
    person = restored()
    PersonFactory(reference=other.reference)
    place_hold(
        actor=StaffFactory(), reason="Riita", owner=StaffFactory(), person=person
    )

    with pytest.raises(CommandError, match="legal hold"):
        replay()

    assert list(Person.objects.values_list("pk", flat=True)) == [person.pk]
    assert not is_open()


def test_broken_journal_is_refused_until_somebody_answers(
    restored: Callable[[], Person], own_journal: Path
) -> None:
    restored()
    other = PersonFactory()
    lines = own_journal.read_bytes()
    own_journal.write_bytes(lines.replace(b'"why":"request"', b'"why":"reguest"'))

    with pytest.raises(CommandError, match="missing") as refused:
        replay()

    assert refused.value.returncode == 2
    assert Person.objects.count() == 2
    replay("--accept-journal", "Rivi on tarkastettu")
    assert list(Person.objects.values_list("pk", flat=True)) == [other.pk]
    assert is_open()
    assert RestoreReplay.objects.get().receipt["in_spite"] is True


def test_lost_journal_is_refused_until_somebody_answers(own_journal: Path) -> None:
    erased(PersonFactory())
    own_journal.unlink()

    with pytest.raises(CommandError, match="lacks entries") as refused:
        replay()

    assert refused.value.returncode == 2
    replay("--accept-journal", "Levy hajosi")
    assert is_open()
    erased(PersonFactory())
    assert is_open()


def test_journal_of_another_register_is_refused(
    restored: Callable[[], Person],
) -> None:
    restored()
    JournalMark.objects.update(epoch="f" * 32)  # another birth

    with pytest.raises(CommandError, match="another register") as refused:
        replay()

    assert refused.value.returncode == 2
    assert not is_open()


def test_restore_state_tells_where_things_stand(restored: Callable[[], Person]) -> None:
    call_command("restore_state", stdout=StringIO())
    restored()
    out = StringIO()

    with pytest.raises(CommandError, match="database_behind") as closed:
        call_command("restore_state", stdout=out)

    assert closed.value.returncode == 1
    assert "Its last entry: 1" in out.getvalue()
    assert "replay_erasures" in out.getvalue()
