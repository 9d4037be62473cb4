"""Columns that other apps add to the list of persons."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

Loader = Callable[[Collection[int], Any], dict[int, Any]]
"""(keys of the persons on the page, user) → key → value: one query for the page."""


@dataclass(frozen=True, kw_only=True)
class ListColumn:
    """A heading and where its values come from."""

    name: str
    label: Any
    load: Loader


_columns: dict[str, ListColumn] = {}


def list_column(name: str, *, label: Any) -> Callable[[Loader], Loader]:
    """Register a column of the list of persons."""

    def register(load: Loader) -> Loader:
        if name in _columns:
            raise ValueError(f"list column {name} is registered twice")
        _columns[name] = ListColumn(name=name, label=label, load=load)
        return load

    return register


def list_columns() -> list[ListColumn]:
    """In the order of registration."""
    return list(_columns.values())
