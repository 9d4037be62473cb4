"""What killed workers left: announced entries whose act was not done."""

from __future__ import annotations

from django.db import transaction

from privacy.erasure.journal import ERASE, PARTLY, void_mark
from privacy.models import MarkState
from registry.digests import contact_digest
from registry.models import Company, Person

from .applying import apply_fact
from .facts import FACTS, LIFTED
from .lines import Entry
from .marks import Left, left_marks, prune_marks, settle_mark
from .reading import standing_line
from .writing import without_journal


def settle_left_marks() -> int:
    """Settle marks whose transaction is over; how many. Every few minutes by beat.

    An erasure is taken back: its case or run does it again, with a line of its own. A
    legal fact whose line stands is put into force, for somebody meant it, and this is
    the careful side. Safe to kill and to repeat."""
    left = left_marks()
    for mark in left:
        _settle(mark)
    prune_marks()
    return len(left)


@transaction.atomic
def _settle(mark: Left) -> None:
    if mark.what in (ERASE, PARTLY):
        void_mark(mark)
        return
    line = standing_line(position=mark.position, number=mark.number)
    state = MarkState.VOID if line is None else MarkState.DONE
    if settle_mark(mark.number, state) and line is not None and mark.what == FACTS:
        _put_into_force(line)


def _put_into_force(line: Entry) -> None:
    with without_journal():
        for fact in line.body["facts"]:
            owner = _owner_of(fact)
            if fact["kind"] != LIFTED and owner is not None:
                apply_fact(owner, fact)


def _owner_of(fact: dict[str, str]) -> int | None:
    """The person or company of a fact, by comparing digests; 0 where it has none."""
    model: type[Person | Company] = Company if "company" in fact else Person
    wanted = fact.get("company") or fact.get("person")
    if wanted is None:
        return 0
    rows = model._default_manager.order_by("-pk").values_list("pk", "reference")
    for key, reference in rows.iterator(chunk_size=20_000):
        if contact_digest(reference).hex() == wanted:
            return key
    return None
