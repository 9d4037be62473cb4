"""Does the journal belong to this database, as it is? The door of the register.

In every moment of normal work the journal's last line lies between the highest mark
that is done and the highest one announced, and its digest is the one announced. A
restored database has announced less; a lost or older journal has less than was done.
"""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from registry.seams.opening import OPEN, Opening

from .lines import Tail
from .marks import Head, read_head
from .store import open_store

DATABASE_BEHIND = "database_behind"
JOURNAL_BEHIND = "journal_behind"
JOURNAL_FOREIGN = "journal_foreign"
JOURNAL_UNREADABLE = "journal_unreadable"

WORDS: dict[str, Promise] = {
    DATABASE_BEHIND: _(
        "The database is older than the erasure journal: a back-up was restored."
    ),
    JOURNAL_BEHIND: _(
        "The erasure journal lacks entries that the database knows: it was lost, "
        "replaced, or is not where ERASURE_JOURNAL points."
    ),
    JOURNAL_FOREIGN: _("The erasure journal is another register's."),
    JOURNAL_UNREADABLE: _("The erasure journal cannot be read."),
}


class JournalDoor:
    """Implements ``registry.seams.opening.Door``."""

    def look(self) -> Opening:
        """One small query and a read of the journal's end; a second time, while nobody
        appends, before «closed» is said: the first look may fall between two steps."""
        store = open_store()
        try:
            seen = judge_now(store.tail())
            if not seen.open:
                with store.still() as tail:
                    seen = judge_now(tail)
        except OSError:
            return Opening(open=False, reason=JOURNAL_UNREADABLE)
        return seen


def judge_now(tail: Tail) -> Opening:
    """This tail beside what the database says now."""
    return judge(read_head(tail.number), tail)


def judge(head: Head | None, tail: Tail) -> Opening:
    """The rule itself."""
    if head is None or tail.number > head.announced:
        return Opening(open=False, reason=DATABASE_BEHIND)
    if tail.number < head.done:
        return Opening(open=False, reason=JOURNAL_BEHIND)
    if head.digest_of_tail is None:  # announced since, by a replay that was killed
        return Opening(open=False, reason=DATABASE_BEHIND)
    if head.digest_of_tail != tail.digest:
        return Opening(open=False, reason=JOURNAL_FOREIGN)
    return OPEN
