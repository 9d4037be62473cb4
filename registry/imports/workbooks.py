"""XLSX to rows of text. Formulas come out as text that begins with `=`."""

import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

import openpyxl
from django.utils.translation import gettext as _
from openpyxl.utils.exceptions import InvalidFileException

from .exceptions import UnusableFileError
from .limits import LARGEST_UNPACKED, MOST_COLUMNS

_BROKEN = (
    InvalidFileException,
    zipfile.BadZipFile,
    ParseError,
    KeyError,
    ValueError,
    OSError,
    IndexError,
    AttributeError,
    TypeError,
    EOFError,
)


def read_workbook(path: Path) -> Iterator[list[str]]:
    """Rows of the first sheet. UnusableFileError for a bomb or a broken workbook."""
    _refuse_bomb(path)
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=False)
        sheet = book.worksheets[0]
        # The stated size is not to be trusted, in either direction.
        sheet.reset_dimensions()
        for row in sheet.iter_rows(max_col=MOST_COLUMNS + 1, values_only=True):
            yield _trimmed([_as_text(value) for value in row])
        book.close()
    except _BROKEN:
        raise UnusableFileError(_("The Excel workbook cannot be read.")) from None


def _refuse_bomb(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except zipfile.BadZipFile:
        raise UnusableFileError(_("The Excel workbook cannot be read.")) from None
    if unpacked > LARGEST_UNPACKED:
        raise UnusableFileError(_("The Excel workbook is too large when unpacked."))


def _trimmed(cells: list[str]) -> list[str]:
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _as_text(value: Any) -> str:
    """Dates as ISO days, whole numbers without a decimal point."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, date | time):
        return value.isoformat()
    return str(getattr(value, "text", value))
