"""The people of an erasure in the journal (privacy.restore says what it is for).

One line an act, appended and synced before anything is destroyed, outside the
database. It holds keyed digests of references (registry.digests), no personal data.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from privacy.models import MarkState
from privacy.restore.marks import Left, left_marks, settle_mark
from privacy.restore.reading import standing_entries, standing_line
from privacy.restore.writing import is_replaying, take_back, write_entry
from registry.digests import KEY_VERSION, contact_digest
from registry.models import Person
from registry.seams.personal_data import keys_of

ERASE = "erase"
PARTLY = "erase_partly"
"""A person of whom a duty kept something: done again, after a restore, as far as the
duties of that day allow."""


@transaction.atomic
def journal_persons(
    *, entry_id: str, why: str, person_ids: Collection[int], at: datetime
) -> None:
    """Append one entry for these people and wait until it is on the disk.

    entry_id: names the act, the same at a repeat: where the worker before died after
    the line, the line that is there is used. why: ``request`` or ``retention``.
    OSError or JournalError where the journal cannot be written: then nothing may be
    erased. Call it in the transaction that erases, before it does."""
    if is_replaying():
        return
    persons = [{"reference": digest} for digest in _digests(person_ids)]
    for left in left_marks(entry_id=entry_id, everybody=True):
        if _persons_of(left) == persons and settle_mark(left.number, MarkState.DONE):
            return
        void_mark(left)
    write_entry(
        what=ERASE,
        entry_id=entry_id,
        at=at,
        body={"why": why, "key_version": KEY_VERSION, "persons": persons},
    )


@transaction.atomic
def journal_part(
    *, entry_id: str, person_id: int, case_reference: str, at: datetime
) -> None:
    """Append one entry for an erasure that leaves something; as ``journal_persons``."""
    if is_replaying():
        return
    for left in left_marks(entry_id=entry_id, everybody=True):
        void_mark(left)
    (digest,) = _digests([person_id])
    fact = {
        "kind": PARTLY,
        "person": digest,
        "case": case_reference,
        "at": at.isoformat(),
    }
    write_entry(what=PARTLY, entry_id=entry_id, at=at, body={"facts": [fact]})


@transaction.atomic
def void_entry(*, entry_id: str) -> None:
    """Take an entry back: what it announced was rolled back and will not be done."""
    for left in left_marks(entry_id=entry_id, everybody=True):
        void_mark(left)


def void_mark(left: Left, *, although_closed: bool = False) -> None:
    """The mark is void, and its line is taken back if it was written at all."""
    line = standing_line(position=left.position, number=left.number)
    if settle_mark(left.number, MarkState.VOID) and line is not None:
        take_back(left.number, although_closed=although_closed)


def read_entries() -> Iterator[Mapping[str, Any]]:
    """The erasures that stand, each act once, in order, one in memory at a time."""
    for entry in standing_entries():
        if entry.what == ERASE:
            yield entry.body


def _persons_of(left: Left) -> list[dict[str, str]] | None:
    line = standing_line(position=left.position, number=left.number)
    return line.body.get("persons") if line else None


def _digests(person_ids: Collection[int]) -> Iterator[str]:
    """In the order of keys, so that a repeat writes the same."""
    persons = Person.objects.filter(pk__among=keys_of(person_ids)).order_by("pk")
    for reference in persons.values_list("reference", flat=True):
        yield contact_digest(reference).hex()
