"""The erasure journal: three steps, one chain, and what a killed worker leaves."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from privacy.erasure.journal import journal_persons, read_entries, void_entry
from privacy.exceptions import PrivacyError
from privacy.models import JournalMark, Objection, Restriction
from privacy.restore import writing
from privacy.restore.door import JournalDoor
from privacy.restore.facts import together
from privacy.restore.lines import read_lines
from privacy.restore.marks import prune_marks
from privacy.restore.reading import Chain, standing_entries
from privacy.restore.settling import settle_left_marks
from privacy.restore.store import JournalError, open_store
from privacy.services.objections import record_objection
from registry.digests import contact_digest
from registry.models import Person
from registry.tests.factories import EmailFactory, PersonFactory

from .cast import happen

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.django_db(transaction=True)


def journal_one(name: str = "case:1", person: Person | None = None) -> Person:
    person = person or PersonFactory()
    journal_persons(
        entry_id=name, why="request", person_ids=[person.pk], at=timezone.now()
    )
    return person


def roll_back(act: Callable[[], object]) -> None:
    """The act, in a transaction that comes to nothing."""
    with transaction.atomic():
        act()
        transaction.set_rollback(True)


def chain() -> Chain:
    found = Chain()
    for entry in read_lines(open_store().entries_after(0)):
        found.follow(entry)
    return found


def reason() -> str:
    return JournalDoor().look().reason


def test_line_holds_the_digest_of_the_reference_and_nothing_of_the_person(
    own_journal: Path,
) -> None:
    person = EmailFactory(address="aino@kanaria.example").person
    journal_one(person=person)
    (line,) = own_journal.read_text().splitlines()
    assert set(json.loads(line)) == {
        *("what", "v", "id", "at", "why", "key_version", "persons"),
        *("epoch", "number", "previous", "sum"),
    }
    assert json.loads(line)["persons"] == [
        {"reference": contact_digest(person.reference).hex()}
    ]
    assert own_journal.stat().st_mode & 0o777 == 0o600


def test_lines_are_numbered_and_chained(own_journal: Path) -> None:
    for number in range(4):
        journal_one(f"case:{number}")
    assert chain().broken_after == []
    assert [e.number for e in read_lines(open_store().entries_after(0))] == [1, 2, 3, 4]
    lines = own_journal.read_bytes().splitlines(keepends=True)
    own_journal.write_bytes(b"".join([lines[0], lines[2], lines[3]]))
    assert chain().broken_after == [1]
    own_journal.write_bytes(b"".join(lines).replace(b'"request"', b'"reguest"', 1))
    assert chain().broken_after == [0]


def test_torn_last_line_is_left_out_and_mended_by_the_next(own_journal: Path) -> None:
    journal_one("case:1")
    with own_journal.open("ab") as file:
        file.write(b'{"what":"erase","v":2,"id":"case:2","persons":[{"refer' * 3_000)
    assert reason() == ""
    assert len(list(read_entries())) == 1
    journal_one("case:3")
    assert [e["id"] for e in read_entries()] == ["case:1", "case:3"]
    assert chain().broken_after == []
    assert reason() == ""


def test_tail_of_a_line_of_megabytes_is_found(own_journal: Path) -> None:
    with transaction.atomic():
        writing.write_entry(
            what="erase",
            entry_id="retention:1",
            body={"why": "retention", "persons": [{"reference": "a" * 64}] * 30_000},
        )
    assert own_journal.stat().st_size > 2_000_000
    assert open_store().tail().number == 1
    assert reason() == ""


def test_full_disk_refuses_before_anything_is_done(settings, own_journal: Path) -> None:
    person = PersonFactory()
    settings.ERASURE_JOURNAL = "/dev/full"
    with pytest.raises(OSError, match="No space"):
        journal_one(person=person)
    assert JournalMark.objects.get(number__gt=0).state == "pending"
    settings.ERASURE_JOURNAL = str(own_journal)
    assert settle_left_marks() == 1
    assert JournalMark.objects.get(number__gt=0).state == "void"


def test_line_that_does_not_fit_leaves_the_journal_as_it_was(own_journal: Path) -> None:
    journal_one("case:1")
    before = own_journal.read_bytes()
    killed_or_ended(
        "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({len(before) + 40},) * 2)",
        wanted=1,
    )
    assert own_journal.read_bytes() == before
    assert reason() == ""


def test_entry_that_was_rolled_back_is_taken_back() -> None:
    person = PersonFactory()
    roll_back(lambda: journal_one(person=person))
    assert len(list(read_entries())) == 1
    void_entry(entry_id="case:1")
    assert list(read_entries()) == []
    journal_one(person=person)
    assert len(list(read_entries())) == 1
    assert reason() == ""


def test_act_that_is_done_again_uses_the_line_that_stands() -> None:
    person = PersonFactory()
    for _turn in range(2):
        roll_back(lambda: journal_one(person=person))
    journal_one(person=person)
    assert [e.number for e in standing_entries()] == [1]
    assert set(JournalMark.objects.values_list("state", flat=True)) == {"done"}


def test_act_that_is_done_again_on_others_takes_the_old_line_back() -> None:
    roll_back(journal_one)
    other = journal_one()
    (entry,) = read_entries()
    assert entry["persons"] == [{"reference": contact_digest(other.reference).hex()}]


@pytest.mark.parametrize("rolled_back", ["erasure", "objection", "restriction"])
def test_left_marks_are_settled(rolled_back: str) -> None:
    """An erasure is taken back; a fact that was meant comes into force."""
    person = PersonFactory()
    acts = {
        "erasure": lambda: journal_one(person=person),
        "objection": lambda: record_objection(actor=None, person_id=person.pk),
        "restriction": lambda: happen(person, "restrict"),
    }
    roll_back(acts[rolled_back])
    assert not Objection.objects.exists()
    assert settle_left_marks() >= 1
    assert settle_left_marks() == 0
    assert list(read_entries()) == []
    assert Objection.objects.count() == (rolled_back == "objection")
    assert Restriction.objects.count() == (rolled_back == "restriction")
    assert reason() == ""


def test_mark_of_a_transaction_that_goes_on_is_not_settled() -> None:
    with transaction.atomic():
        journal_one()
        assert settle_left_marks() == 0
    assert JournalMark.objects.get(number=1).state == "done"


def test_old_marks_are_forgotten_and_pending_ones_are_not() -> None:
    old = [
        JournalMark(number=n, epoch="a" * 32, what="facts", state=state)
        for n, state in ((1, "done"), (2, "pending"), (3, "void"), (1_500, "done"))
    ]
    JournalMark.objects.bulk_create(old)
    prune_marks()
    left = JournalMark.objects.order_by("number").values_list("number", flat=True)
    assert list(left) == [0, 2, 1_500]


def test_facts_of_one_act_are_one_line(own_journal: Path) -> None:
    people = [EmailFactory().person for _turn in range(3)]
    record_objection(actor=None, person_id=people[0].pk, kind="own_grounds")
    assert len(own_journal.read_text().splitlines()) == 1
    with transaction.atomic(), together():
        for person in people:
            record_objection(actor=None, person_id=person.pk)
    lines = own_journal.read_text().splitlines()
    assert len(lines) == 2
    kinds = [fact["kind"] for fact in json.loads(lines[1])["facts"]]
    assert kinds == ["objection", "suppression"] * 3
    assert "kanaria" not in lines[1]


def test_lines_of_the_first_version_are_read(own_journal: Path) -> None:
    first = {"v": 1, "what": "erase", "persons": [{"reference": "a"}], "why": "request"}
    lines = [{**first, "id": "case:1"}, {**first, "id": "case:1"}]
    lines += [{**first, "id": "case:2"}, {"v": 1, "id": "case:2", "what": "void"}]
    write = partial(json.dumps, sort_keys=True, separators=(",", ":"))
    own_journal.write_text("".join(write(line) + "\n" for line in lines))
    assert reason() == ""
    assert [e["id"] for e in read_entries()] == ["case:1"]
    journal_one("case:3")
    assert [e["id"] for e in read_entries()] == ["case:1", "case:3"]
    assert reason() == ""


def test_many_writers_make_one_chain(own_journal: Path) -> None:
    """Separate processes, at once."""
    running = [start_writer(times=20) for _turn in range(4)]
    assert [process.wait(timeout=120) for process in running] == [0] * 4
    assert chain().broken_after == []
    assert chain().entries == 80
    assert reason() == ""


def test_database_older_than_the_journal_is_closed() -> None:
    for number in range(3):
        journal_one(f"case:{number}")
    JournalMark.objects.filter(number__gt=1).delete()
    assert reason() == "database_behind"
    with pytest.raises(JournalError):
        journal_one("case:9")
    assert len(list(read_entries())) == 3


def test_lost_journal_is_closed(own_journal: Path) -> None:
    journal_one()
    own_journal.unlink()
    assert reason() == "journal_behind"
    with pytest.raises(JournalError):
        journal_one("case:2")
    assert not own_journal.exists() or not own_journal.read_bytes()


def test_older_copy_of_the_journal_is_closed(own_journal: Path) -> None:
    journal_one("case:1")
    copy = own_journal.read_bytes()
    journal_one("case:2")
    own_journal.write_bytes(copy)
    assert reason() == "journal_behind"


def test_journal_of_another_register_is_closed(own_journal: Path) -> None:
    journal_one("case:1")
    other = own_journal.read_bytes()
    own_journal.unlink()
    JournalMark.objects.filter(number__gt=0).delete()
    JournalMark.objects.update(epoch="f" * 32)
    assert reason() == ""
    journal_one("case:1")
    own_journal.write_bytes(other)
    assert reason() == "journal_foreign"


def test_journal_that_cannot_be_read_is_closed(tmp_path: Path, settings) -> None:
    settings.ERASURE_JOURNAL = str(tmp_path)  # a folder
    assert reason() == "journal_unreadable"


def test_fresh_register_with_an_empty_journal_is_open() -> None:
    assert reason() == ""


def test_unknown_kind_of_store_is_refused(settings) -> None:
    settings.ERASURE_JOURNAL = "s3://bucket/journal"
    with pytest.raises(PrivacyError):
        open_store()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("point", "left"),
    [
        ("journal.after_mark", 0),
        ("journal.after_line", 1),
        ("journal.after_done", 1),
    ],
)
def test_writer_killed_between_two_steps_does_not_close_the_register(
    point: str, left: int
) -> None:
    journal_one("case:1")
    killed_or_ended("", wanted=-signal.SIGKILL, at=point)
    assert reason() == ""
    assert len(list(read_entries())) == 1 + left
    assert settle_left_marks() == 1
    assert len(list(read_entries())) == 1
    journal_one("case:3")
    assert chain().broken_after == []
    assert reason() == ""


WRITER = """
import sys
import django; django.setup()
from django.utils import timezone
from privacy.erasure.journal import journal_persons
{before}
for turn in range({times}):
    name = f"case:{{sys.argv[1]}}-{{turn}}"
    journal_persons(entry_id=name, why="request", person_ids=[], at=timezone.now())
"""


def killed_or_ended(before: str, *, wanted: int, at: str = "") -> None:
    assert start_writer(before=before, at=at).wait(timeout=120) == wanted


def start_writer(
    *, before: str = "", times: int = 1, at: str = ""
) -> subprocess.Popen[bytes]:
    """A process of its own, on the test's database and journal."""
    url = "postgres://{USER}:{PASSWORD}@/{NAME}?host={HOST}&port={PORT}"
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "kespet_crm.settings",
        "DATABASE_URL": url.format(**connection.settings_dict),
        "ERASURE_JOURNAL": settings.ERASURE_JOURNAL,
        "KESPET_CRASH_AT": at,
        "KESPET_ALLOW_CRASH": "1",
    }
    code = WRITER.format(before=before, times=times)
    name = str(os.urandom(4).hex())
    return subprocess.Popen(
        [sys.executable, "-c", code, name], cwd=ROOT, env=env, stderr=subprocess.DEVNULL
    )
