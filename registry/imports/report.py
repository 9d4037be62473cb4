"""The file of refused rows: the original columns, and why. CSV or XLSX."""

import csv
import io
from collections.abc import Iterator

from django.utils.translation import gettext as _
from openpyxl import Workbook

from registry.models import ImportOutcome, ImportRow, ImportRun

from .problems import Problem, sentence_of

_BEGINS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "|", "%")


def refused_as_csv(run: ImportRun) -> bytes:
    """UTF-8 with BOM and semicolons: what a Finnish Excel opens by a double click."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";").writerows(_lines(run))
    return text.getvalue().encode("utf-8-sig")


def refused_as_xlsx(run: ImportRun) -> bytes:
    """A workbook of one sheet; every cell is text."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Refused rows"))
    for line in _lines(run):
        sheet.append(line)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def neutral(cell: str) -> str:
    """An apostrophe before what a spreadsheet program would take for a formula.

    A phone number's plus calls nothing and stays, so that the file can be brought
    again as it is."""
    risky = cell.lstrip().startswith(_BEGINS_FORMULA)
    number = cell[1:].replace(" ", "").replace("-", "").isdigit()
    return f"'{cell}" if risky and not number else cell


def _lines(run: ImportRun) -> Iterator[list[str]]:
    headers: list[str] = run.headers
    yield [*map(neutral, headers), _("Row"), _("Why refused")]
    rows = ImportRow.objects.filter(run=run, outcome=ImportOutcome.REFUSED)
    for row in rows.order_by("number").iterator(chunk_size=2_000):
        cells = (row.raw or {}).get("cells", [])
        padded = [*cells, *[""] * (len(headers) - len(cells))]
        why = " ".join(sentence_of(Problem(*problem)) for problem in row.problems)
        yield [*map(neutral, padded[: len(headers)]), str(row.number), why]
