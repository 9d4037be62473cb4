"""Whom the rules make due, counted over the clocks of the register."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import connection

from privacy.models import LineNote

from .judging import judged
from .past import PERSONS, sources_of
from .rules import rules_in_force

COUNTS = "SELECT note, count(*) FROM ({judged}) judged GROUP BY note"


@dataclass(frozen=True, kw_only=True)
class DueCounts:
    """Numbers of persons. ``waiting``: due, but a request of theirs is dealt with."""

    by_rule: dict[str, int]
    held: int
    restricted: int
    waiting: int

    @property
    def total(self) -> int:
        """Everybody who would be erased."""
        return sum(self.by_rule.values())


def count_due(*, as_of: date) -> DueCounts:
    """How many are past their last day as of that day; writes nothing."""
    by_rule: dict[str, int] = {}
    notes: dict[str, int] = {}
    for rule in rules_in_force():
        for source in sources_of(rule):
            if source.holding != PERSONS:
                continue
            asked = judged(source, source.past(rule, as_of, None))
            with connection.cursor() as cursor:
                cursor.execute(COUNTS.format(judged=asked.sql), asked.params)
                found = dict(cursor.fetchall())
            if free := found.pop(LineNote.NONE, 0):
                by_rule[rule.slug] = free
            notes = {n: notes.get(n, 0) + found.get(n, 0) for n in {*notes, *found}}
    return DueCounts(
        by_rule=by_rule,
        held=notes.get(LineNote.HELD, 0),
        restricted=notes.get(LineNote.INFORM, 0) + notes.get(LineNote.DECIDE, 0),
        waiting=notes.get(LineNote.IN_CASE, 0),
    )
