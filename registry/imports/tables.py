"""A file as a table: header names and rows of text, whatever it came as."""

import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from .cells import clean_line
from .decoding import decode_table
from .exceptions import UnusableFileError
from .headers import recognised
from .limits import (
    LARGEST_FILE,
    MOST_COLUMNS,
    MOST_LINES_IN_CELL,
    MOST_ROWS,
)
from .workbooks import read_workbook

# A cell of a megabyte is a refused row, not a broken file.
csv.field_size_limit(LARGEST_FILE)

_DELIMITERS = ";,\t"
_OTHER_KINDS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\xd0\xcf\x11\xe0")
_HEAD_LINES = 20
LONGEST_HEADER = 120


@dataclass(frozen=True, slots=True)
class Table:
    """`rows` are (number, cells); the header is row 1, as spreadsheets count."""

    headers: list[str]
    rows: list[tuple[int, list[str]]]
    encoding: str
    delimiter: str


def read_table(path: Path) -> Table:
    """Read a CSV or XLSX file. UnusableFileError says what is wrong, for a user."""
    size = _size_of(path)
    if size > LARGEST_FILE:
        raise UnusableFileError(_("The file is larger than 50 MB. Split it."))
    if not size:
        raise UnusableFileError(_("The file is empty."))
    table = _read_any(path)
    _vouch(table)
    return table


def _size_of(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        raise UnusableFileError(_("The file cannot be read.")) from None


def _read_any(path: Path) -> Table:
    with path.open("rb") as file:
        head = file.read(8)
    if head.startswith(_OTHER_KINDS):
        raise UnusableFileError(
            _(
                "The file is not a table. Save it as CSV or as an Excel workbook (.xlsx)."
            )
        )
    if zipfile.is_zipfile(path):
        return _as_table(read_workbook(path), encoding="xlsx", delimiter="")
    text, encoding = decode_table(path.read_bytes())
    delimiter = _delimiter_of(text)
    return _as_table(_csv_rows(text, delimiter), encoding, delimiter)


def _as_table(rows: Iterator[list[str]], encoding: str, delimiter: str) -> Table:
    numbered = (
        (number, cells)
        for number, cells in enumerate(rows, start=1)
        if any(cell.strip() for cell in cells)
    )
    _number, headers = next(numbered, (0, []))
    headers = [clean_line(header)[:LONGEST_HEADER] for header in headers]
    return Table(headers, _within_limit(numbered), encoding, delimiter)


def _within_limit(
    rows: Iterator[tuple[int, list[str]]],
) -> list[tuple[int, list[str]]]:
    taken = []
    for row in rows:
        taken.append(row)
        if len(taken) > MOST_ROWS:
            raise UnusableFileError(_("The file has more than 200,000 rows. Split it."))
    return taken


def _csv_rows(text: str, delimiter: str) -> Iterator[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for cells in reader:
            _refuse_open_quote(cells, reader.line_num)
            yield cells
    except csv.Error:
        raise UnusableFileError(_("The file is not a table.")) from None


def _refuse_open_quote(cells: list[str], line: int) -> None:
    if any(cell.count("\n") > MOST_LINES_IN_CELL for cell in cells):
        raise UnusableFileError(
            _("A quotation mark is left open before line %s.") % line
        )


def _delimiter_of(text: str) -> str:
    """The sign that parts the header into most names we know, else into most cells."""
    return max(_DELIMITERS, key=lambda sign: _score(text, sign))


def _score(text: str, delimiter: str) -> tuple[int, int]:
    head = text[:200_000].splitlines(keepends=True)[:_HEAD_LINES]
    try:
        first = next(csv.reader(head, delimiter=delimiter), [])
    except csv.Error:
        return 0, 0
    return sum(map(recognised, first)), len(first)


def _vouch(table: Table) -> None:
    if len(table.headers) > MOST_COLUMNS:
        raise UnusableFileError(_("The file has more than 200 columns."))
    if len(table.headers) < 2 and not any(map(recognised, table.headers)):
        raise UnusableFileError(
            _("The file is not a table: only one column was found.")
        )
    if not table.rows:
        raise UnusableFileError(_("The file has a header but no rows."))
