"""Import columns that other apps add (a note becomes an interaction of contacts)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, kw_only=True)
class ImportRowContext:
    """One imported row as another app sees it: keys and the column's text."""

    person_id: int
    company_id: int | None
    value: str
    collected_on: date
    channel: str
    row_key: str
    """Stable key of the row, the same at a second import: for idempotence."""


ApplyRows = Callable[[Sequence[ImportRowContext], Any], None]
"""(rows of one chunk, actor): writes them set-based, in the caller's transaction."""


@dataclass(frozen=True, kw_only=True)
class ImportColumn:
    """A column that another app understands."""

    name: str
    label: Any
    headers: frozenset[str]
    apply: ApplyRows
    free_text: bool


_columns: dict[str, ImportColumn] = {}


def import_column(
    name: str,
    *,
    label: Any,
    headers: Sequence[str],
    apply: ApplyRows,
    free_text: bool = True,
) -> None:
    """Register a column; header names are compared in lower case."""
    if name in _columns:
        raise ValueError(f"import column {name} is registered twice")
    _columns[name] = ImportColumn(
        name=name,
        label=label,
        headers=frozenset(h.lower() for h in headers),
        apply=apply,
        free_text=free_text,
    )


def import_columns() -> dict[str, ImportColumn]:
    """Name → column."""
    return dict(_columns)
