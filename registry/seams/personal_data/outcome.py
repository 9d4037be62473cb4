"""What erasing would do, field by field: the preview that the executor also obeys."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from .blanking import strategies
from .holdings import Holding
from .people import People
from .rows import in_erasing_order

STAYS_SHARED = "shared"
"""Outcome of a row that goes on for the other people it is about."""


@dataclass(frozen=True, kw_only=True)
class OutcomeLine:
    """What happens to these fields of so many rows, and why.

    ``outcome`` is a value of OnErasure, STAYS_SHARED, or HELD with its ``duty``
    (partly.py). ``kept_until`` is an ISO date or empty. Holds names of fields, never
    values: it may go into a certificate.
    """

    holding: str
    outcome: str
    rows: int
    fields: tuple[str, ...]
    purpose: str = ""
    kept_until: str = ""
    duty: str = ""

    def as_dict(self) -> dict[str, Any]:
        """For JSON, digests and certificates."""
        return asdict(self)


def outcome_lines(person_ids: Collection[int] | int, *, on: date) -> list[OutcomeLine]:
    """What erasing these people on that day would do, in the order it would be done.

    A row is in exactly one of: gone, changed, kept by statute, left to the others it
    is shared with. Holdings without rows of theirs give no line."""
    ids = [person_ids] if isinstance(person_ids, int) else person_ids
    people = People(ids, on)
    return [
        line
        for holding in in_erasing_order()
        for line in lines_of(
            holding,
            gone=people.count_going(holding),
            kept=Kept.of(holding, people),
            staying=people.count_staying(holding),
        )
    ]


@dataclass(frozen=True)
class Kept:
    """How many rows a statute keeps, and the last day of the longest of them."""

    rows: int = 0
    until: date | None = None

    @classmethod
    def of(cls, holding: Holding, people: People) -> Kept:
        """None where the holding knows no statute; one statement otherwise."""
        return cls(*people.kept(holding))


def lines_of(
    holding: Holding, *, gone: int, kept: Kept = Kept(), staying: int = 0
) -> Iterator[OutcomeLine]:
    """The lines of one holding; ``staying``: shared rows that do not go, for
    others or by statute."""
    if gone:
        yield from _by_strategy(holding, gone, kept=False)
    if kept.rows:
        yield from _by_strategy(holding, kept.rows, kept=True, until=kept.until)
    if staying > kept.rows:
        yield OutcomeLine(
            holding=holding.key,
            outcome=STAYS_SHARED,
            rows=staying - kept.rows,
            fields=(),
        )


def _by_strategy(
    holding: Holding, rows: int, *, kept: bool, until: date | None = None
) -> Iterator[OutcomeLine]:
    for outcome, fields in strategies(holding, kept=kept).items():
        yield OutcomeLine(
            holding=holding.key,
            outcome=outcome.value,
            rows=rows,
            fields=fields,
            purpose=",".join(sorted({holding.fields[f].purpose for f in fields})),
            kept_until=until.isoformat() if until else "",
        )
