"""The parts of a package: each holding's rows, page by page, ready to be written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from privacy.models.case_choices import CaseKind
from privacy.services.portability import origins_of
from privacy.why import SELECTED, Explained, Explainer
from privacy.why.naming import reading_order
from registry.seams.personal_data import (
    Holding,
    exported_holdings,
    exported_names,
    exported_row,
    held_of,
    pages_of_rows,
)

from .uses import USE_FIELDS, with_acts
from .withhold import Withholder

Row = dict[str, Any]

STORAGE_FIELDS = ("storage_last_day", "storage_rule", "storage_held_by")
"""Until when each row is stored, by which rule, and what holds it past that day."""


@dataclass(kw_only=True)
class Storage:
    """What the pages have said of a holding's rows under one rule."""

    rule: Any
    rows: int = 0
    first: date | None = None
    last: date | None = None
    held: int = 0

    def add(self, explained: Explained) -> None:
        """Count one row."""
        self.rows += 1
        self.held += explained.stopped
        if day := explained.last_day:
            self.first = min(self.first or day, day)
            self.last = max(self.last or day, day)


@dataclass(kw_only=True)
class Part:
    """One holding of hers. ``storage`` fills while the rows are read."""

    holding: Holding
    names: list[str]
    with_storage: bool
    rows: int = 0
    storage: dict[str, Storage] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """The holding's key: names the part in every file."""
        return self.holding.key


class Reader:
    """Reads one person's rows for a package of a kind, others' data withheld."""

    def __init__(
        self, *, person_id: int, kind: str, withholder: Withholder, on: date
    ) -> None:
        self._person_id = person_id
        self._kind = kind
        self._withholder = withholder
        self._explainer = Explainer(person_id, on)
        self.uses: Counter[tuple[str, str]] = Counter()

    def parts(self) -> tuple[list[Part], list[Holding]]:
        """What is held of her, and what is not."""
        there = held_of(self._person_id)
        given = sorted(parts_of(self._kind), key=_as_read)
        held = [part for part in given if part.key in there]
        return held, [part.holding for part in given if part.key not in there]

    def pages(self, part: Part) -> Iterator[list[Row]]:
        """The part's rows, verbatim but for what speaks of others."""
        holding = part.holding
        selected = SELECTED.get(holding.key, ()) if part.with_storage else ()
        for found in pages_of_rows(holding, self._person_id, selected=selected):
            rows = self._rows(part, found)
            if part.with_storage:
                for row, told in zip(
                    rows, self._explainer.page(holding, found), strict=True
                ):
                    row.update(self._storage(part, told))
            part.rows += len(rows)
            yield rows

    def _rows(self, part: Part, found: list[Any]) -> list[Row]:
        if part.key == "uses":
            rows = with_acts(found)
            self.uses.update((row["action"], row["role"]) for row in rows)
            return rows
        return [
            self._withholder.clean_row(
                part.holding, exported_row(part.holding, part.names, row)
            )
            for row in found
        ]

    def _storage(self, part: Part, told: Explained) -> Row:
        slug = told.rule.slug if told.rule else ""
        if slug not in part.storage:
            part.storage[slug] = Storage(rule=told.rule)
        part.storage[slug].add(told)
        return {
            "storage_last_day": told.last_day.isoformat() if told.last_day else None,
            "storage_rule": slug or None,
            "storage_held_by": [b.kind.value for b in told.blockers if b.stops],
        }


def part_of(holding: Holding, kind: str) -> Part:
    """The part as a package of this kind has it; without names: nothing of it."""
    names = exported_names(holding, origins_of(kind))
    if holding.key == "uses" and names:
        names = list(USE_FIELDS)
    return Part(holding=holding, names=names, with_storage=kind != CaseKind.PORTABILITY)


def parts_of(kind: str) -> list[Part]:
    """All parts that a package of this kind may have."""
    parts = (part_of(holding, kind) for holding in exported_holdings())
    return [part for part in parts if part.names]


def _as_read(part: Part) -> tuple[bool, bool, int]:
    return reading_order(part.holding)


def columns_of(part: Part) -> list[str]:
    """The names of the part's columns, in their order."""
    return [*part.names, *(STORAGE_FIELDS if part.with_storage else ())]
