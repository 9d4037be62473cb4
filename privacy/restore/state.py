"""Where database and journal stand, in words: for the administrator."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from registry.seams.opening import Opening

from .door import (
    DATABASE_BEHIND,
    JOURNAL_BEHIND,
    JOURNAL_FOREIGN,
    JOURNAL_UNREADABLE,
    WORDS,
    JournalDoor,
)
from .lines import Tail, read_lines
from .marks import Head, left_marks, read_head
from .reading import Chain
from .store import open_store

REPLAY = "bin/manage replay_erasures"
TODO: dict[str, tuple[Any, ...]] = {
    DATABASE_BEHIND: (
        _("Check that the erasure journal is this register's and the newest there is."),
        _("Run the replay: it erases again and puts back objections and restrictions."),
    ),
    JOURNAL_BEHIND: (
        _("Put the erasure journal, or its newest copy, back to its place."),
        _("Where it is lost for good: see «the journal is lost» in the instructions."),
    ),
    JOURNAL_FOREIGN: (
        _("Let ERASURE_JOURNAL point to this register's own journal, and restart."),
        _("If this is its journal after all, run the replay and give the reason."),
    ),
    JOURNAL_UNREADABLE: (
        _("Mount the journal's volume and let the processes read and write it."),
    ),
}


@dataclass(frozen=True, kw_only=True)
class RestoreState:
    """What is known without reading the journal through."""

    opening: Opening
    tail: Tail | None
    head: Head | None
    pending: int
    place: str

    @property
    def words(self) -> Any:
        """One sentence."""
        if self.opening.open:
            return _("The register is open: journal and database fit together.")
        return WORDS.get(
            self.opening.reason, _("It cannot be told whether it is open.")
        )

    @property
    def steps(self) -> tuple[Any, ...]:
        """What to do, in order."""
        return TODO.get(self.opening.reason, ())

    @property
    def replays(self) -> bool:
        """Whether the replay is among the steps."""
        return self.opening.reason in (DATABASE_BEHIND, JOURNAL_FOREIGN)

    @property
    def command(self) -> str:
        """The replay, as it is typed."""
        return REPLAY


def state_of_restore() -> RestoreState:
    """As it is now."""
    seen = JournalDoor().look()
    try:
        tail = open_store().tail()
    except OSError:
        tail = None
    return RestoreState(
        opening=seen,
        tail=tail,
        head=read_head(tail.number if tail else 0),
        pending=len(left_marks(everybody=True)),
        place=str(settings.ERASURE_JOURNAL),
    )


def follow_chain() -> Chain:
    """Read the whole journal through: is it unbroken?"""
    chain = Chain()
    for entry in read_lines(open_store().entries_after(0)):
        chain.follow(entry)
    return chain
