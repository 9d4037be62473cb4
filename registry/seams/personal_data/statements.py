"""The statements of each holding, written once a process and run with other keys.

Building them costs Django many times what the database needs to answer them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.aggregates import BoolAnd
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Q, QuerySet
from django.db.models.sql import DeleteQuery, UpdateQuery

from .blanking import new_values
from .holdings import Holding, registry_of_holdings
from .keys import Slot, keys_of
from .rows import kept_on, rows_kept, rows_of, rows_to_go

COUNT = "SELECT count(*) FROM (@ROWS) AS found"
COUNT_KEPT = (
    "SELECT count(DISTINCT found.pk), max(found.until) FROM (@ROWS) AS found(pk, until)"
)


@dataclass(frozen=True)
class Statement:
    """SQL whose parameters may be slots. ``tells``: its one row is the number of rows,
    for it does nothing else."""

    sql: str
    params: tuple[Any, ...]
    tells: bool = False

    def rows(self, **given: Any) -> int:
        """Run with these values for the slots (``ids=``, ``pks=``, ``on=``); how many
        rows it took, changed or counted."""
        with self._run(given) as cursor:
            return int(cursor.fetchone()[0] if self.tells else cursor.rowcount)

    def fetch(self, **given: Any) -> list[tuple[Any, ...]]:
        """Run, and take what it answers."""
        with self._run(given) as cursor:
            found: list[tuple[Any, ...]] = cursor.fetchall()
        return found

    def wrapped(self, around: str, *, tells: bool = False) -> Statement:
        """The same rows inside another statement."""
        return Statement(around.replace("@ROWS", self.sql), self.params, tells)

    def counted(self) -> Statement:
        """How many rows it would answer."""
        return self.wrapped(COUNT, tells=True)

    def _run(self, given: Mapping[str, Any]) -> Any:
        values = [
            given[p.name.lower()] if isinstance(p, Slot) else p for p in self.params
        ]
        cursor = connection.cursor()
        cursor.execute(self.sql, values)
        return cursor


@dataclass(frozen=True)
class Statements:
    """What can be asked and done of one holding; None where it cannot arise.

    By people: take, count, keep, count_kept, shares (key of the row, whether it goes).
    By keys of rows: take_rows, keep_rows; take_history and count_history are about the
    earlier values of those rows."""

    holding: Holding
    take: Statement
    count: Statement
    keep: Statement | None
    count_kept: Statement | None
    shares: Statement | None
    take_rows: Statement
    keep_rows: Statement | None
    take_history: Statement | None
    count_history: Statement | None


_written: dict[str, Statements] = {}


def statements_of(holding: Holding) -> Statements:
    """Written at the first call. A test that plants another holding by the same key
    gets its own."""
    found = _written.get(holding.key)
    if found is None or found.holding is not holding:
        found = _written[holding.key] = _write(holding)
    return found


def _write(holding: Holding) -> Statements:
    going = rows_to_go(holding, Slot.IDS, on=Slot.ON)
    named = holding.model._default_manager.filter(pk__among=keys_of(Slot.PKS))
    earlier = _earlier(holding)
    return Statements(
        holding=holding,
        take=_taking(holding, going),
        count=select(going.values_list("pk")).counted(),
        keep=_keeping(holding),
        count_kept=_counting_kept(holding),
        shares=_sharing(holding),
        take_rows=_taking(holding, named),
        keep_rows=(
            _changing(holding, named, kept=True) if holding.kept_until else None
        ),
        take_history=None if earlier is None else delete(earlier),
        count_history=None if earlier is None else select(earlier).counted(),
    )


def _taking(holding: Holding, rows: QuerySet[Any]) -> Statement:
    """Deletes the rows, or changes them; counts them where neither is to be done."""
    if holding.deletes_rows:
        return delete(rows)
    return _changing(holding, rows, kept=False)


def _changing(holding: Holding, rows: QuerySet[Any], *, kept: bool) -> Statement:
    values = new_values(holding, kept=kept)
    if not values:
        return select(rows.values_list("pk")).counted()
    manager = holding.model._default_manager
    return update(manager.filter(pk__in=rows.values("pk")), values)


def _keeping(holding: Holding) -> Statement | None:
    if not holding.kept_until:
        return None
    rows = rows_kept(holding, Slot.IDS, on=Slot.ON)
    return _changing(holding, rows, kept=True)


def _counting_kept(holding: Holding) -> Statement | None:
    if not holding.kept_until:
        return None
    rows = rows_kept(holding, Slot.IDS, on=Slot.ON)
    return select(rows.values_list("pk", holding.kept_until)).wrapped(COUNT_KEPT)


def _sharing(holding: Holding) -> Statement | None:
    """Grouped, not by a subquery a row: the planner counts those wrong and reads the
    whole table of links for a larger batch."""
    if not holding.shared:
        return None
    person = holding.person_lookup
    goes = Q(**{f"{person}__among": keys_of(Slot.IDS)}) | Q(**{person: None})
    if holding.kept_until:
        goes &= ~kept_on(holding, Slot.ON)
    rows = rows_of(holding, Slot.IDS).order_by().values("pk")
    return select(rows.annotate(goes=BoolAnd(goes)).values_list("pk", "goes"))


def _earlier(holding: Holding) -> QuerySet[Any] | None:
    """The earlier values of rows given by their keys; where the rows stay, only those
    that lead to a person."""
    history = history_holding(holding)
    if history is None:
        return None
    rows = history.model._default_manager.filter(pgh_obj__among=keys_of(Slot.PKS))
    link = history.link_field
    if holding.deletes_rows or not link:
        return rows
    return rows.filter(~Q(**{link: None}))


def history_holding(holding: Holding) -> Holding | None:
    """The holding of the row's earlier values, if there is one."""
    of = {h.extra.get("history_of"): h for h in registry_of_holdings}
    return of.get(holding.key)


def select(rows: QuerySet[Any]) -> Statement:
    """As a statement, without its order."""
    return _compiled(rows.order_by().query)


def delete(rows: QuerySet[Any]) -> Statement:
    """No collector runs: what hangs on a row is a holding itself, and a forgotten one
    fails on its foreign key."""
    return _compiled(rows.order_by().query.chain(DeleteQuery))


def update(rows: QuerySet[Any], values: Mapping[str, Any]) -> Statement:
    """Set these fields."""
    query: Any = rows.order_by().query.chain(UpdateQuery)
    query.add_update_values(dict(values))
    return _compiled(query)


def _compiled(query: Any) -> Statement:
    sql, params = query.get_compiler(using=DEFAULT_DB_ALIAS).as_sql()
    return Statement(sql, tuple(params))
