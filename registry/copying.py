"""Rows into a table by COPY: for imports and demo data of many thousands of rows.

Constraints and triggers hold as for INSERT; model defaults and validators do not run,
so the caller gives every column and has validated every value.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, Final

from django.db import connection

Cell = object
Row = Sequence[Cell]

_ROWS_A_READ: Final = 2_000
_ESCAPES: Final = str.maketrans(
    {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", "\b": "\\b", "\f": "\\f"}
)


def encode_cell(cell: Cell) -> str:
    """One value as COPY's text format has it; None is NULL, bytes are bytea."""
    if cell is None:
        return "\\N"
    if cell is True or cell is False:
        return "t" if cell else "f"
    if isinstance(cell, bytes):
        return "\\\\x" + cell.hex()
    return str(cell).translate(_ESCAPES)


def encode_row(row: Row) -> str:
    """One line of COPY's text format."""
    return "\t".join(map(encode_cell, row)) + "\n"


class _Lines:
    """The reading half of a file over lines made on demand."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines: Iterator[str] = iter(lines)

    def read(self, _size: int = -1) -> str:
        return "".join(islice(self._lines, _ROWS_A_READ))


def copy_lines(table: str, columns: Sequence[str], lines: Iterable[str]) -> None:
    """Lines in COPY's text format, already encoded, in the caller's transaction."""
    named = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor, connection.wrap_database_errors:
        cursor.copy_expert(f'COPY "{table}" ({named}) FROM STDIN', _Lines(lines))


def copy_rows(table: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
    """Values of Python, one sequence a row in the order of the columns."""
    copy_lines(table, columns, map(encode_row, rows))


def reserve_keys(table: str, count: int) -> list[int]:
    """So many keys of the table's own sequence, safe beside other writers."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id'))"
            " FROM generate_series(1, %s)",
            [table, count],
        )
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return [key for (key,) in found]
