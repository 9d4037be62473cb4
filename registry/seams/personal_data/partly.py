"""Erasing a person in part: what a duty keeps stays as it is, the rest goes.

The same declarations and the same statements as for a whole erasure (erasing.py), by
keys of rows: ``staying`` says which rows are left out of it. Which those are, and why,
is privacy's to know. For one person at a time, at a few statements a holding.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction

from .blanking import blank_of
from .choices import OnErasure
from .erasing import history_silent
from .holdings import Holding
from .keys import as_array
from .outcome import Kept, OutcomeLine, lines_of
from .people import shared_parent
from .rows import in_erasing_order, rows_kept, rows_of, rows_to_go
from .statements import statements_of

HELD = "held"
"""Outcome of rows that a duty keeps as they are, restricted."""


@dataclass(frozen=True, kw_only=True)
class Stay:
    """Rows of a holding that stay for a duty; ``blank`` are fields it does not need."""

    keys: frozenset[int]
    duty: str
    blank: tuple[str, ...] = ()


Staying = Mapping[str, Collection[Stay]]
"""Holding → what of it stays. A row stands under one duty."""


@transaction.atomic
def erase_partly(person_id: int, *, staying: Staying, on: date) -> list[OutcomeLine]:
    """Erase this person but for the rows that stay; returns what was done, as the
    preview would have said it. What the guards of the database refuse is refused."""
    part = _Part(person_id, staying, on)
    with history_silent():
        return [line for holding in in_erasing_order() for line in part.take(holding)]


def partial_lines(person_id: int, *, staying: Staying, on: date) -> list[OutcomeLine]:
    """What ``erase_partly`` would do, in the order it would be done."""
    part = _Part(person_id, staying, on)
    return [line for holding in in_erasing_order() for line in part.lines(holding)]


@dataclass(frozen=True)
class _Part:
    person_id: int
    staying: Staying
    on: date
    _going: dict[str, list[int]] = field(default_factory=dict)

    def lines(self, holding: Holding) -> Iterator[OutcomeLine]:
        going, kept = self.going(holding), self.kept(holding)
        yield from lines_of(
            holding,
            gone=len(going),
            kept=self._longest(holding, kept),
            staying=self._left_to_others(holding, going),
        )
        for stay in self.staying.get(holding.key, ()):
            yield from _held(holding, stay)

    def take(self, holding: Holding) -> Iterator[OutcomeLine]:
        lines = list(self.lines(holding))
        statements = statements_of(holding)
        if (kept := self.kept(holding)) and statements.keep_rows:
            statements.keep_rows.rows(pks=as_array(kept))
        if going := self.going(holding):
            statements.take_rows.rows(pks=as_array(going))
        for stay in self.staying.get(holding.key, ()):
            _blank(holding, stay)
        yield from lines

    def going(self, holding: Holding) -> list[int]:
        """Keys of the rows that go; asked once, for what leads to them may go first."""
        if holding.key not in self._going:
            self._going[holding.key] = self._ask(holding)
        return self._going[holding.key]

    def kept(self, holding: Holding) -> list[int]:
        """Keys of the rows that a statute keeps and no other duty does."""
        rows = rows_kept(holding, [self.person_id], on=self.on)
        return self._without_staying(holding, rows)

    def _ask(self, holding: Holding) -> list[int]:
        parent = shared_parent(holding)
        if parent is None:
            rows = rows_to_go(holding, [self.person_id], on=self.on)
        else:
            rows = holding.model._default_manager.filter(pgh_obj__in=self.going(parent))
        return self._without_staying(holding, rows)

    def _without_staying(self, holding: Holding, rows: Any) -> list[int]:
        stays = self.staying.get(holding.key, ())
        out = frozenset[int]().union(*(stay.keys for stay in stays))
        keys = rows.order_by("pk").values_list("pk", flat=True)
        return [key for key in keys if key not in out]

    def _left_to_others(self, holding: Holding, going: list[int]) -> int:
        if not holding.shared or shared_parent(holding):
            return 0
        hers = set(rows_of(holding, [self.person_id]).values_list("pk", flat=True))
        stays = self.staying.get(holding.key, ())
        return len(hers.difference(going, *(stay.keys for stay in stays)))

    def _longest(self, holding: Holding, kept: list[int]) -> Kept:
        if not kept:
            return Kept()
        rows = rows_of(holding, [self.person_id]).filter(pk__in=kept)
        days = rows.values_list(holding.kept_until, flat=True)
        return Kept(len(kept), max(days))


def _held(holding: Holding, stay: Stay) -> Iterator[OutcomeLine]:
    if not stay.keys:
        return
    whole = tuple(name for name in holding.fields if name not in stay.blank)
    yield _line(holding, HELD, stay, whole)
    if stay.blank:
        yield _line(holding, OnErasure.BLANK.value, stay, stay.blank)


def _line(
    holding: Holding, outcome: str, stay: Stay, fields: tuple[str, ...]
) -> OutcomeLine:
    return OutcomeLine(
        holding=holding.key,
        outcome=outcome,
        rows=len(stay.keys),
        fields=fields,
        purpose=",".join(sorted({holding.fields[f].purpose for f in fields})),
        duty=stay.duty if outcome == HELD else "",
    )


def _blank(holding: Holding, stay: Stay) -> None:
    if stay.blank and stay.keys:
        rows = holding.model._default_manager.filter(pk__in=stay.keys)
        rows.update(**{name: blank_of(holding.model, name) for name in stay.blank})
