"""Counting without counting to the end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import QuerySet

COUNT_LIMIT = 10_000


@dataclass(frozen=True)
class RowCount:
    """``number`` rows: exactly, about (an estimate), or more than that."""

    number: int
    kind: str
    """``exact``, ``about`` or ``over``."""


def count_rows(rows: QuerySet[Any], *, limit: int = COUNT_LIMIT) -> RowCount:
    """Count up to ``limit``; past it, a whole table is estimated and the rest «over».

    Cost: at most ``limit`` + 1 rows, and one look into the planner's statistics.
    """
    number = rows.order_by()[: limit + 1].count()
    if number <= limit:
        return RowCount(number, "exact")
    if not rows.query.where:
        return RowCount(max(estimate_rows(rows.model), limit), "about")
    return RowCount(limit, "over")


def estimate_rows(model: Any) -> int:
    """The planner's estimate of the table, or 0 where it has none yet."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT reltuples::bigint FROM pg_class WHERE oid = to_regclass(%s)",
            [model._meta.db_table],
        )
        found = cursor.fetchone()
    return max(int(found[0]), 0) if found else 0
