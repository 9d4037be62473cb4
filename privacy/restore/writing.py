"""An entry of the journal in three steps: announced, written and synced, done.

1. A mark with the next number is committed on a connection of its own.
2. The line is appended and synced; nobody else appends meanwhile.
3. The mark is set to done in the caller's transaction and stands or falls with it.

Killed before 2, the mark has no line; killed before the commit, the line has a mark
that is pending. Neither looks like a restored database, which has no mark at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from privacy.models import MarkState
from registry.seams.jobs import crash_point

from .door import judge
from .lines import VERSION, VOID, Tail, digest_of, write_line
from .marks import announce, read_head, settle_mark, this_transaction
from .store import JournalError, open_store

_replaying: ContextVar[bool] = ContextVar("replaying", default=False)


@contextmanager
def without_journal() -> Any:
    """What happens inside comes from the journal and is not written to it again."""
    token = _replaying.set(True)
    try:
        yield
    finally:
        _replaying.reset(token)


def is_replaying() -> bool:
    """Inside ``without_journal``."""
    return _replaying.get()


@transaction.atomic
def write_entry(
    *,
    what: str,
    entry_id: str,
    body: Mapping[str, Any],
    at: datetime | None = None,
    epoch: str = "",
    although_closed: bool = False,
) -> int:
    """Announce and write an entry, to be done by this transaction; its number.

    OSError where it cannot be written, JournalError where the journal does not fit
    the database (a restored one must be replayed first): then nothing may be done.
    epoch: begins a new one. although_closed: for the replay itself."""
    moment = (at or timezone.now()).isoformat()
    head = {"what": what, "v": VERSION, "id": entry_id, "at": moment}
    pen = _Pen({**head, **body}, epoch=epoch, although_closed=although_closed)
    open_store().append(pen.write)
    crash_point("journal.after_line")
    if not settle_mark(pen.number, MarkState.DONE):
        raise JournalError(code="journal_mark")
    crash_point("journal.after_done")
    return pen.number


def take_back(number: int, *, although_closed: bool = False) -> None:
    """A line that says that entry ``number`` was not done and will not be. The caller
    holds its mark, so that nobody does it after all meanwhile."""
    write_entry(
        what=VOID,
        entry_id="",
        body={"voids": number},
        although_closed=although_closed,
    )


class _Pen:
    """Makes the line once the tail is known, and announces it."""

    def __init__(
        self, body: Mapping[str, Any], *, epoch: str, although_closed: bool
    ) -> None:
        self.number = 0
        self._body = body
        self._epoch = epoch
        self._although_closed = although_closed
        self._writer = this_transaction()

    def write(self, tail: Tail) -> bytes:
        """The line after this tail; nobody else can append now."""
        head = read_head(tail.number, alone=True)
        if not self._although_closed and not judge(head, tail).open:
            raise JournalError
        self.number = max(head.announced if head else 0, tail.number) + 1
        epoch = self._epoch or (head.epoch if head else tail.epoch)
        line = write_line(after=tail, number=self.number, epoch=epoch, body=self._body)
        announce(
            number=self.number,
            epoch=epoch,
            entry_id=str(self._body["id"]),
            what=str(self._body["what"]),
            writer=self._writer,
            position=tail.position,
            digest=digest_of(line),
        )
        crash_point("journal.after_mark")
        return line
