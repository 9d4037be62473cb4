"""Collecting all that is held about one person (Art. 15, 20)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from typing import Any

from django.db import connection, transaction
from django.db.models import Model

from .choices import Origin
from .holdings import Holding, registry_of_holdings
from .keys import Slot, as_array
from .rows import rows_of
from .statements import Statement, select

Row = dict[str, Any]
CHUNK = 500


def collect(
    person_id: int, *, origins: Iterable[Origin] | None = None
) -> dict[str, list[Row]]:
    """Holding key → rows, verbatim, as JSON values; empty holdings included, so that
    the package also says what is not held.

    origins: leave out fields of other origins (portability: provided and observed).
    """
    wanted = None if origins is None else frozenset(origins)
    there = held_of(person_id)
    return {
        holding.key: _rows(holding, person_id, wanted) if holding.key in there else []
        for holding in exported_holdings()
    }


def exported_holdings() -> list[Holding]:
    """Those that an access package has a part for, in the map's order."""
    return [h for h in registry_of_holdings if not h.mentions_only and _is_exported(h)]


def _is_exported(holding: Holding) -> bool:
    return bool(holding.exported_fields())


def held_of(person_id: int) -> set[str]:
    """Keys of the exported holdings that have a row of hers; one statement, written
    once a process."""
    wanted = exported_holdings()
    (answers,) = _question(wanted).fetch(ids=as_array([person_id]))
    return {h.key for h, there in zip(wanted, answers, strict=True) if there}


_questions: dict[tuple[int, ...], Statement] = {}


def _question(wanted: list[Holding]) -> Statement:
    """A test that plants a holding asks anew."""
    known = tuple(map(id, wanted))
    if known not in _questions:
        _questions[known] = _written(wanted)
    return _questions[known]


def _written(wanted: list[Holding]) -> Statement:
    parts = [select(rows_of(h, Slot.IDS).values_list("pk")) for h in wanted]
    asked = ", ".join(f"EXISTS({part.sql})" for part in parts)
    params = tuple(param for part in parts for param in part.params)
    return Statement(f"SELECT {asked}", params)


def count_of(holding: Holding, person_id: int) -> int:
    """How many rows of the holding are hers."""
    return rows_of(holding, [person_id]).count()


def exported_names(
    holding: Holding, origins: Iterable[Origin] | None = None
) -> list[str]:
    """Names of the fields that are given, of these origins only."""
    names = holding.exported_fields()
    if origins is None:
        return names
    wanted = frozenset(origins)
    return [name for name in names if holding.fields[name].origin in wanted]


def pages_of_rows(
    holding: Holding, person_id: int, *, selected: Iterable[str] = ()
) -> Iterator[list[Model]]:
    """Her rows by pages of ``CHUNK``, by a cursor of the server: memory stays flat
    however many there are. selected: relations read along."""
    along = {*selected, *_relations(holding)}
    rows = rows_of(holding, [person_id]).select_related(*along).order_by("pk")
    if not along:
        rows = rows.select_related(None)
    with transaction.atomic():
        with connection.cursor() as cursor:  # all of them are wanted, not the first few
            cursor.execute("SET LOCAL cursor_tuple_fraction = 1")
        found = rows.iterator(chunk_size=CHUNK)
        while page := list(islice(found, CHUNK)):
            yield page


def exported_row(holding: Holding, names: Iterable[str], row: Model) -> Row:
    """The row's fields verbatim, as JSON values."""
    return {name: as_json(_value(holding, name, row)) for name in names}


def _value(holding: Holding, name: str, row: Any) -> Any:
    path = holding.fields[name].export_as
    if not path:
        return getattr(row, row._meta.get_field(name).attname)
    for step in path.split("__"):
        row = getattr(row, step, None)
    return row


def _relations(holding: Holding) -> set[str]:
    paths = (datum.export_as for datum in holding.fields.values() if datum.exported)
    return {path.rpartition("__")[0] for path in paths if "__" in path}


def _rows(
    holding: Holding, person_id: int, origins: frozenset[Origin] | None
) -> list[Row]:
    names = exported_names(holding, origins)
    if not names:
        return []
    lookups = [holding.fields[name].export_as or name for name in names]
    rows = rows_of(holding, [person_id]).order_by("pk").values_list(*lookups)
    return [
        {name: as_json(value) for name, value in zip(names, row, strict=True)}
        for row in rows
    ]


def as_json(value: Any) -> Any:
    """A value as JSON carries it: dates ISO 8601, decimals as text, bytes as hex."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    return value
