"""The journal beside the register, as temporary tables: matched by digest in SQL.

Digests of references are not stored, so the register is read once and digested in
Python (the key never enters SQL); both sides stream into tables of this connection,
and memory stays flat however long the journal and however large the register.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from io import StringIO
from typing import Any

from django.db import connection, transaction

from privacy.erasure.journal import ERASE, PARTLY
from registry.digests import contact_digest
from registry.models import Company, Person

from .facts import FACTS
from .lines import EPOCH, VOID, read_lines
from .marks import Head, Left
from .reading import Chain, voided_of
from .store import JournalStore

CHUNK = 20_000
Progress = Callable[[str, int], None]

TABLES = """
    CREATE TEMP TABLE IF NOT EXISTS replay_erasure (digest bytea, request boolean);
    CREATE TEMP TABLE IF NOT EXISTS replay_fact
        (number bigint, place integer, kind text, digest bytea, fact jsonb);
    CREATE TEMP TABLE IF NOT EXISTS replay_owner
        (kind char, owner_id bigint, digest bytea);
    CREATE TEMP TABLE IF NOT EXISTS replay_back
        (person_id bigint PRIMARY KEY, request boolean);
    TRUNCATE replay_erasure, replay_fact, replay_owner, replay_back;
"""
MATCH = """
    INSERT INTO replay_back
    SELECT o.owner_id, bool_or(e.request)
    FROM replay_owner o JOIN replay_erasure e USING (digest)
    WHERE o.kind = 'p' GROUP BY o.owner_id
"""
NET = """
    DELETE FROM replay_fact opened USING replay_fact lifted
    WHERE opened.kind = 'restriction' AND lifted.kind = 'lifted'
      AND opened.digest = lifted.digest
      AND opened.fact->>'ground' = lifted.fact->>'ground'
      AND opened.fact->>'at' = lifted.fact->>'at'
"""
"""A restriction that was opened and lifted since is not opened again."""
OWNED = """
    SELECT f.number, f.place, o.owner_id, f.fact FROM replay_fact f
    LEFT JOIN replay_owner o ON o.digest = f.digest
        AND o.kind = CASE WHEN f.fact ? 'company' THEN 'c' ELSE 'p' END
    WHERE (f.number, f.place) > (%s, %s)
      AND (f.kind = 'suppression' OR o.owner_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM replay_back b WHERE o.kind = 'p' AND b.person_id = o.owner_id))
    ORDER BY f.number, f.place LIMIT %s
"""


@dataclass(slots=True)
class Staged:
    """What was read. ``ours``: the line of the database's last act stands in it."""

    chain: Chain = field(default_factory=Chain)
    persons: int = 0
    facts: int = 0
    ours: bool = False


def stage_journal(
    store: JournalStore, *, head: Head | None, left: Iterable[Left], tell: Progress
) -> Staged:
    """Read the journal through, once for what was taken back and once for the rest:
    every erasure, and facts newer than the database or not done in it."""
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
    newer_than = head.announced if head else 0
    reader = _Reader(newer_than, {mark.number for mark in left}, head)
    reader.read(store, tell)
    return reader.staged


def stage_register(tell: Progress) -> None:
    """Digest every reference of the register: one pass."""
    for kind, model in (("p", Person), ("c", Company)):
        rows = model._default_manager.order_by().values_list("pk", "reference")
        copied = 0
        with transaction.atomic():
            for chunk in _chunks(rows.iterator(chunk_size=CHUNK)):
                _copy("replay_owner", (_owner(kind, *row) for row in chunk))
                copied += len(chunk)
                tell("register", copied)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE replay_owner; ANALYZE replay_erasure")
        cursor.execute(MATCH)
        cursor.execute(NET)


def people_back(after: int, limit: int, *, request: bool) -> list[int]:
    """Keys of people who are back, in order; a page."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT person_id FROM replay_back WHERE person_id > %s AND request = %s"
            " ORDER BY person_id LIMIT %s",
            [after, request, limit],
        )
        return [row[0] for row in cursor.fetchall()]


def count_back() -> int:
    """How many people are back."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM replay_back")
        return int(cursor.fetchone()[0])


FactRow = tuple[int, int, int | None, dict[str, Any]]


def facts_after(place: tuple[int, int], limit: int) -> list[FactRow]:
    """Number, place, owner and fact in the order of the journal, without those of
    erased people; a page."""
    with connection.cursor() as cursor:
        cursor.execute(OWNED, [*place, limit])
        return [(*row[:3], _parsed(row[3])) for row in cursor.fetchall()]


class _Reader:
    """Sorts entries into the tables."""

    def __init__(self, newer_than: int, undone: set[int], head: Head | None) -> None:
        self.staged = Staged()
        self._newer_than = newer_than
        self._undone = undone
        self._head = head
        self._erasures = _Copying("replay_erasure")
        self._facts = _Copying("replay_fact")

    def read(self, store: JournalStore, tell: Progress) -> None:
        voided = voided_of(store)
        for entry in read_lines(store.entries_after(0)):
            self.staged.chain.follow(entry)
            self._know(entry.number, entry.digest)
            if entry.what in (VOID, EPOCH) or voided.covers(entry):
                continue
            if entry.what == ERASE:
                self._erase(entry.body)
            elif entry.what in (FACTS, PARTLY) and self._is_news(entry.number):
                self._note(entry.number, entry.body["facts"])
            tell("journal", entry.number)
        self._erasures.flush()
        self._facts.flush()
        if self._head is not None and self._head.done == 0:
            first = self.staged.chain.first_epoch
            self.staged.ours = first in ("", self._head.born)

    def _know(self, number: int, digest: str) -> None:
        head = self._head
        if head is not None and number and number == head.done:
            self.staged.ours = digest == head.digest_of_tail

    def _is_news(self, number: int) -> bool:
        return number > self._newer_than or number in self._undone

    def _erase(self, body: Any) -> None:
        request = "t" if body.get("why") == "request" else "f"
        for person in body["persons"]:
            self._erasures.add(f"\\\\x{person['reference']}\t{request}\n")
            self.staged.persons += 1

    def _note(self, number: int, facts: list[dict[str, Any]]) -> None:
        for place, fact in enumerate(facts):
            whose = fact.get("person") or fact.get("company") or ""
            text = json.dumps(fact).replace("\\", "\\\\")
            digest = f"\\\\x{whose}"
            self._facts.add(f"{number}\t{place}\t{fact['kind']}\t{digest}\t{text}\n")
            self.staged.facts += 1


class _Copying:
    """Rows gathered and copied in chunks."""

    def __init__(self, table: str) -> None:
        self._table = table
        self._rows: list[str] = []

    def add(self, row: str) -> None:
        self._rows.append(row)
        if len(self._rows) >= CHUNK:
            self.flush()

    def flush(self) -> None:
        if self._rows:
            _copy(self._table, self._rows)
        self._rows = []


def _parsed(fact: Any) -> dict[str, Any]:
    parsed: dict[str, Any] = json.loads(fact) if isinstance(fact, str) else fact
    return parsed


def _owner(kind: str, key: int, reference: str) -> str:
    return f"{kind}\t{key}\t\\\\x{contact_digest(reference).hex()}\n"


def _copy(table: str, rows: Iterable[str]) -> None:
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY {table} FROM STDIN", StringIO("".join(rows)))


def _chunks(rows: Iterator[Any]) -> Iterator[list[Any]]:
    chunk: list[Any] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
