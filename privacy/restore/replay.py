"""The replay: a restored register becomes what it was on the day of the journal.

Order: people go first, then the facts of those who stay, in the order of the journal.
Every step may be repeated; killed anywhere, the next run does what is left. The door
opens with the last step, a new epoch in the journal and in the database.
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from privacy.controller import controller
from privacy.erasure.journal import void_mark
from privacy.exceptions import PrivacyError
from privacy.models import MarkState, RestoreReplay
from registry.seams import opening
from registry.seams.audit import record
from registry.seams.jobs import crash_point
from registry.seams.signing import sign_document

from .again import erase_again
from .applying import apply_fact
from .door import JOURNAL_BEHIND, JournalDoor
from .lines import EPOCH
from .marks import Head, left_marks, read_head, settle_mark
from .reading import standing_line
from .staging import (
    Staged,
    count_back,
    facts_after,
    people_back,
    stage_journal,
    stage_register,
)
from .store import open_store
from .writing import without_journal, write_entry

SCHEMA = "kespet.replay-receipt/1"
BATCHES = {True: 50, False: 2_000}
"""Those erased on request go in smaller batches: mentions of each are looked for."""
FACTS = 500

Progress = Callable[[str, int], None]


class ReplayRefused(PrivacyError):
    """The journal cannot be trusted as it is; ``code`` says why."""

    code = "replay_refused"


@dataclass(kw_only=True)
class Replay:
    """What a replay found and did: numbers, and the row that keeps them."""

    journal: int = 0
    """Erasures of people named in the journal."""
    back: int = 0
    """Of them, people who were in the register again."""
    held: list[int] = field(default_factory=list)
    """Of them, keys of those whom a legal hold of the restored register keeps."""
    facts: Counter[str] = field(default_factory=Counter)
    was_open: bool = False
    opened: bool = False
    row: RestoreReplay | None = None

    @property
    def counts(self) -> dict[str, int]:
        """For the receipt."""
        erased = self.back - len(self.held)
        people = {"journal": self.journal, "erased": erased, "held": len(self.held)}
        return {**people, **{f"facts_{k}": n for k, n in sorted(self.facts.items())}}


def replay_journal(
    *,
    on: date,
    accept_journal: str = "",
    open_with_held: str = "",
    tell: Progress = lambda _what, _count: None,
) -> Replay:
    """Apply the journal to the register (law sheet C.5), then open it.

    accept_journal, open_with_held: the reason of whoever answers for going on with a
    journal that lacks lines or is another's, or in spite of legal holds. ReplayRefused
    without the first; without the second the register stays closed. Nothing else may
    be running; on an open register it does the same and leaves the journal alone."""
    store = open_store()
    seen = JournalDoor().look()
    head = _head_of_last_act()
    left = left_marks(everybody=True) if not seen.open else []
    staged = stage_journal(store, head=head, left=left, tell=tell)
    if not accept_journal:
        _refuse_unless_whole(staged, seen)
    stage_register(tell)
    done = Replay(journal=staged.persons, was_open=seen.open, back=count_back())
    with without_journal():
        _erase_people(done, on=on, tell=tell)
        _apply_facts(done, tell=tell)
    done.opened = not done.was_open and (not done.held or bool(open_with_held))
    if done.opened:
        _leave_the_past()
    _finish(done, reason=" / ".join(filter(None, [accept_journal, open_with_held])))
    opening.forget()
    return done


def _head_of_last_act() -> Head | None:
    head = read_head(0)
    return read_head(head.done) if head else None


def _refuse_unless_whole(staged: Staged, seen: opening.Opening) -> None:
    if staged.chain.broken_after:
        raise ReplayRefused(
            _("Lines are missing from the erasure journal, or were changed."),
            code="journal_broken",
        )
    if seen.open:
        return
    if seen.reason == JOURNAL_BEHIND:
        raise ReplayRefused(
            _("The erasure journal lacks entries that the database knows."),
            code=JOURNAL_BEHIND,
        )
    if not staged.ours:
        raise ReplayRefused(
            _("The erasure journal is another register's."), code="journal_foreign"
        )


def _erase_people(done: Replay, *, on: date, tell: Progress) -> None:
    erased = 0
    for asked, size in BATCHES.items():
        last = 0
        while keys := people_back(last, size, request=asked):
            done.held += erase_again(keys, on=on, asked=asked)
            last, erased = keys[-1], erased + len(keys)
            crash_point("replay.after_batch")
            tell("erased", erased)


def _apply_facts(done: Replay, *, tell: Progress) -> None:
    place = (0, -1)
    while rows := facts_after(place, FACTS):
        with transaction.atomic():
            found = Counter(apply_fact(owner, fact) for _n, _p, owner, fact in rows)
        place = rows[-1][:2]
        done.facts += found
        crash_point("replay.after_facts")
        tell("facts", done.facts.total())
    del done.facts[""]


@transaction.atomic
def _leave_the_past() -> None:
    """Sessions of the time of the back-up end, and what was pending then was done just
    now where its line stands."""
    Session.objects.all().delete()
    for mark in left_marks(everybody=True):
        line = standing_line(position=mark.position, number=mark.number)
        if line is None:
            void_mark(mark, although_closed=True)
        else:
            settle_mark(mark.number, MarkState.DONE)


@transaction.atomic
def _finish(done: Replay, *, reason: str) -> None:
    """Receipt, audit and, if it may, a new epoch: in one transaction."""
    epoch = uuid.uuid4().hex
    if done.opened:
        crash_point("replay.before_epoch")
        write_entry(
            what=EPOCH,
            entry_id="",
            body={"replay": done.counts},
            epoch=epoch,
            although_closed=True,
        )
        crash_point("replay.after_epoch")
    done.row = RestoreReplay.objects.create(
        opened=done.opened,
        finished_at=timezone.now(),
        counts=done.counts,
        held=done.held,
        reason=reason,
    )
    done.row.receipt = _receipt(done, done.row, epoch if done.opened else "")
    done.row.save(update_fields=["receipt"])
    record(
        actor=None,
        action="restore.opened" if done.opened else "restore.replayed",
        subjects=[("person", key) for key in done.held],
    )


def _receipt(done: Replay, row: RestoreReplay, epoch: str) -> dict[str, Any]:
    return sign_document(
        {
            "schema": SCHEMA,
            "controller": controller().name,
            "replay": row.pk,
            "counts": done.counts,
            "opened": done.opened,
            "epoch": epoch,
            "in_spite": bool(row.reason),
            "finished_at": timezone.now().isoformat(timespec="seconds"),
        }
    )
