"""The database's side of the journal, written on a connection of its own.

A mark must be committed before the journal's line is written, while the caller's
transaction is still open: hence a second connection, one a thread, kept while jobs run.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.signals import request_finished
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

HEAD = """
    SELECT (SELECT max(number) FROM privacy_journalmark),
           (SELECT max(number) FROM privacy_journalmark WHERE state = 'done'),
           (SELECT epoch FROM privacy_journalmark ORDER BY number DESC LIMIT 1),
           (SELECT digest FROM privacy_journalmark WHERE number = %s),
           (SELECT epoch FROM privacy_journalmark WHERE number = 0)
"""
ANNOUNCE = """
    INSERT INTO privacy_journalmark
        (number, epoch, entry_id, what, state, writer, position, digest)
    VALUES (%s, %s, %s, %s, 'pending', %s, %s, %s)
"""
SETTLE = """
    UPDATE privacy_journalmark SET state = %s WHERE number = %s AND state = 'pending'
"""
LEFT = """
    SELECT number, entry_id, what, position FROM privacy_journalmark
    WHERE state = 'pending' AND (%(any)s OR CASE
        WHEN writer >= pg_snapshot_xmax(pg_current_snapshot())::text::bigint THEN true
        ELSE COALESCE(pg_xact_status(writer::text::xid8) <> 'in progress', true) END)
      AND (%(entry)s = '' OR entry_id = %(entry)s)
    ORDER BY number
"""
"""Pending marks whose transaction is over, done or not: what it was to do is undone.
A transaction that the server does not know yet is one of the time before a restore."""
PRUNE = """
    DELETE FROM privacy_journalmark WHERE state <> 'pending' AND number > 0 AND number <
        (SELECT max(number) FROM privacy_journalmark WHERE state = 'done') - %s
"""
KEPT = 1_000

_mine = threading.local()


@dataclass(frozen=True, slots=True)
class Head:
    """What the database knows: highest number announced, highest done, its epoch, the
    digest it has for the journal's last line (None: it knows no such line), and the
    epoch it was born with."""

    announced: int
    done: int
    epoch: str
    digest_of_tail: str | None
    born: str


@dataclass(frozen=True, slots=True)
class Left:
    """A mark whose act was not done."""

    number: int
    entry_id: str
    what: str
    position: int


def read_head(tail_number: int, *, alone: bool = False) -> Head | None:
    """One small query. None: not even born, so its rows are not all there.

    alone: on the connection of one's own, past whatever transaction is open."""
    rows = _run(HEAD, [tail_number], alone=alone)
    announced, done, epoch, digest, born = rows[0]
    if announced is None or done is None or born is None:
        return None
    return Head(announced, done, epoch, digest, born)


def announce(
    *,
    number: int,
    epoch: str,
    entry_id: str,
    what: str,
    writer: int,
    position: int,
    digest: str,
) -> None:
    """Commit the mark, by itself."""
    _run(
        ANNOUNCE,
        [number, epoch, entry_id, what, writer, position, digest],
        alone=True,
    )


def settle_mark(number: int, state: str) -> bool:
    """In the caller's transaction: ``done`` or ``void``, once."""
    with connection.cursor() as cursor:
        cursor.execute(SETTLE, [state, number])
        return int(cursor.rowcount) == 1


def left_marks(*, entry_id: str = "", everybody: bool = False) -> list[Left]:
    """Pending marks that nobody is at. everybody: all pending ones, for a replay, when
    nothing else runs and the numbers of transactions are those of another server."""
    rows = _run(LEFT, {"any": everybody, "entry": entry_id}, alone=False)
    return [Left(*row) for row in rows]


def prune_marks() -> None:
    """Forget old marks: the journal has the lines."""
    with connection.cursor() as cursor:
        cursor.execute(PRUNE, [KEPT])


def this_transaction() -> int:
    """The number of the caller's transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text::bigint")
        return int(cursor.fetchone()[0])


def close_own(**_kwargs: Any) -> None:
    """End this thread's second connection, if there is one."""
    own: BaseDatabaseWrapper | None = getattr(_mine, "connection", None)
    if own is not None:
        own.close()
        _mine.connection = None


request_finished.connect(close_own, dispatch_uid="privacy.restore.marks")


def _run(
    statement: str, values: Sequence[Any] | dict[str, Any], *, alone: bool
) -> list[tuple[Any, ...]]:
    with (own_connection() if alone else connection).cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall()) if cursor.description else []


def has_own() -> bool:
    """Whether this thread has opened its second connection."""
    return getattr(_mine, "connection", None) is not None


def own_connection() -> BaseDatabaseWrapper:
    """Autocommit; made anew where the server has ended it or the database is another."""
    own: BaseDatabaseWrapper | None = getattr(_mine, "connection", None)
    if own is not None and own.connection is not None:
        same = own.settings_dict["NAME"] == connection.settings_dict["NAME"]
        if same and own.is_usable():
            return own
        close_own()
    _mine.connection = connection.copy()
    fresh: BaseDatabaseWrapper = _mine.connection
    return fresh
