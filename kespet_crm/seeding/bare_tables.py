"""Filling tables fast: constraints and indexes go before and come back after.

COPY and then building the indexes is several times faster than COPY into indexed
tables. All in the caller's transaction: if anything fails, nothing has changed, and
coming back means that every constraint was checked against every row.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import connection

_CONSTRAINTS = """
    SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid)
    FROM pg_constraint
    WHERE conrelid = ANY (%s::regclass[]) AND contype IN ('f', 'u')
    ORDER BY contype = 'f', conname
"""
_INDEXES = """
    SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid)
    FROM pg_index i
    WHERE i.indrelid = ANY (%s::regclass[])
      AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = i.indexrelid)
    ORDER BY 1
"""
_FOR_BUILDING = (
    "SET LOCAL maintenance_work_mem = '512MB'",
    "SET LOCAL max_parallel_maintenance_workers = 2",
    "SET LOCAL synchronous_commit = off",
)


@contextmanager
def bare_tables(tables: Sequence[str]) -> Iterator[None]:
    """Inside the block the tables have primary keys and checks only."""
    quoted = [f'"{table}"' for table in tables]
    with connection.cursor() as cursor:
        for setting in _FOR_BUILDING:
            cursor.execute(setting)
        cursor.execute(_CONSTRAINTS, [quoted])
        constraints = cursor.fetchall()
        for table, name, _definition in reversed(constraints):
            cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
        cursor.execute(_INDEXES, [quoted])
        indexes = cursor.fetchall()
        for name, _definition in indexes:
            cursor.execute(f"DROP INDEX {name}")
        yield
        for _name, definition in indexes:
            cursor.execute(definition)
        for table, name, definition in constraints:
            cursor.execute(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}')


def analyze(tables: Sequence[str]) -> None:
    """Fresh statistics, so that the planner knows what has grown; outside a
    transaction the visibility maps as well, for index-only scans."""
    verb = "ANALYZE" if connection.in_atomic_block else "VACUUM ANALYZE"
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f'{verb} "{table}"')
