"""A set of people on a day, and what each holding has of them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from .holdings import Holding, registry_of_holdings
from .keys import as_array
from .statements import Statements, statements_of


@dataclass(frozen=True)
class Shared:
    """Rows that people share: arrays of the keys of those that go with these people,
    and of those that go on for others; and how many each."""

    going: str
    staying: str
    count_going: int
    count_staying: int


class People:
    """Asks and takes, holding by holding. Which of the shared rows go is asked once
    and remembered, for their earlier values go first."""

    def __init__(self, ids: Collection[int], on: date) -> None:
        self._given: dict[str, Any] = {"ids": as_array(ids), "on": on}
        self._shared: dict[str, Shared] = {}

    def count_going(self, holding: Holding) -> int:
        """Rows that erasing takes or changes."""
        parent = shared_parent(holding)
        if parent:
            return _earlier(parent, self._share(parent).going, take=False)
        if holding.shared:
            return self._share(holding).count_going
        return statements_of(holding).count.rows(**self._given)

    def count_staying(self, holding: Holding) -> int:
        """Rows that stay because others share them."""
        parent = shared_parent(holding)
        if parent:
            return _earlier(parent, self._share(parent).staying, take=False)
        return self._share(holding).count_staying if holding.shared else 0

    def kept(self, holding: Holding) -> tuple[int, date | None]:
        """Rows that a statute keeps, and the last day of the longest."""
        asked = statements_of(holding).count_kept
        if asked is None:
            return 0, None
        count, until = asked.fetch(**self._given)[0]
        return count, until

    def keep(self, holding: Holding) -> int:
        """Do to the kept rows what the map says; how many."""
        keeping = statements_of(holding).keep
        return keeping.rows(**self._given) if keeping else 0

    def take(self, holding: Holding) -> int:
        """Take or change the rows that go; how many."""
        parent = shared_parent(holding)
        if parent:
            return _earlier(parent, self._share(parent).going, take=True)
        written = statements_of(holding)
        if holding.shared:
            return written.take_rows.rows(pks=self._share(holding).going)
        return written.take.rows(**self._given)

    def _share(self, holding: Holding) -> Shared:
        found = self._shared.get(holding.key)
        if found is None:
            found = self._shared[holding.key] = self._ask_shared(holding)
        return found

    def _ask_shared(self, holding: Holding) -> Shared:
        asked = statements_of(holding).shares
        rows = asked.fetch(**self._given) if asked else []
        going = [key for key, goes in rows if goes]
        staying = [key for key, goes in rows if not goes]
        return Shared(as_array(going), as_array(staying), len(going), len(staying))


def shared_parent(holding: Holding) -> Holding | None:
    """Of the earlier values of shared rows: the holding of those rows."""
    if not holding.shared or "history_of" not in holding.extra:
        return None
    return registry_of_holdings[str(holding.extra["history_of"])]


def _earlier(parent: Holding, keys: str, *, take: bool) -> int:
    if keys == "{}":
        return 0
    written: Statements = statements_of(parent)
    statement = written.take_history if take else written.count_history
    return statement.rows(pks=keys) if statement else 0
