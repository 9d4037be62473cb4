"""Collecting all that is held about one person (Art. 15, 20)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from .choices import Origin
from .holdings import Holding, registry_of_holdings
from .rows import rows_of

Row = dict[str, Any]


def collect(
    person_id: int, *, origins: Iterable[Origin] | None = None
) -> dict[str, list[Row]]:
    """Holding key → rows, verbatim, as JSON values; empty holdings included, so that
    the package also says what is not held.

    origins: leave out fields of other origins (portability: provided and observed).
    """
    wanted = None if origins is None else frozenset(origins)
    return {
        holding.key: _rows(holding, person_id, wanted)
        for holding in registry_of_holdings
        if not holding.mentions_only and holding.exported_fields()
    }


def _rows(
    holding: Holding, person_id: int, origins: frozenset[Origin] | None
) -> list[Row]:
    names = [
        name
        for name in holding.exported_fields()
        if origins is None or holding.fields[name].origin in origins
    ]
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
