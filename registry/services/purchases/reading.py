"""The lines of a purchase file, in one of the formats that we know."""

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Final, Literal

from django.utils.translation import gettext as _

from registry.law.identifiers.guard import check_free_text

from .rows import (
    Purchase,
    Reason,
    Refusal,
    RefusedLineError,
    UnusableFileError,
    read_amount,
    read_customer,
    read_date,
    read_quantity,
)

Format = Literal["cdnow", "csv"]
Line = Purchase | Refusal

_LONGEST_LINE: Final = 4_000
_BYTE_ORDER_MARKS: Final = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_HEADERS: Final = {
    "customer": "customer customer_id asiakas asiakasnumero asiakasnro kund kundnummer",
    "date": "date ordered_on päivä pvm päivämäärä tilauspäivä datum",
    "quantity": "quantity määrä kpl antal",
    "amount": "amount total summa yhteensä hinta belopp",
    "product": "product tuote produkt",
}
_FIELD_OF: Final = {
    header: field for field, headers in _HEADERS.items() for header in headers.split()
}
_REQUIRED: Final = frozenset({"customer", "date", "amount"})


def decode_file(content: bytes) -> str:
    """UTF-8, UTF-16 with its mark, else Windows-1252; UnusableFileError for binary."""
    encoding = next(
        (name for mark, name in _BYTE_ORDER_MARKS if content.startswith(mark)), None
    )
    try:
        text = content.decode(encoding or "utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    if "\x00" in text or not text.strip():
        raise UnusableFileError(_("The file is not a text file, or it is empty."))
    return text


def _refuse(line: int, reason: Reason) -> Refusal:
    return Refusal(line, reason)


def _cdnow_line(number: int, text: str) -> Purchase:
    fields = text.split() if len(text) <= _LONGEST_LINE else []
    if len(fields) != 4:
        raise RefusedLineError("columns")
    customer, on, quantity, amount = fields
    return Purchase(
        line=number,
        customer=read_customer(customer),
        on=read_date(on),
        quantity=read_quantity(quantity),
        amount=read_amount(amount),
        product="CD",
    )


def read_cdnow(text: str) -> Iterator[Line]:
    """Customer, YYYYMMDD, number of CDs, sum: columns parted by spaces."""
    for number, line in enumerate(text.splitlines(), start=1):
        is_header = number == 1 and not any(char.isdigit() for char in line)
        if is_header or not line.strip():
            continue
        try:
            yield _cdnow_line(number, line)
        except RefusedLineError as refused:
            yield _refuse(number, refused.reason)


def _columns(header: list[str]) -> dict[str, int]:
    found = {
        _FIELD_OF[name.strip().lower()]: index
        for index, name in enumerate(header)
        if name.strip().lower() in _FIELD_OF
    }
    if not found.keys() >= _REQUIRED:
        raise UnusableFileError(
            _("The first line must name the columns customer, date and amount.")
        )
    return found


def _csv_row(number: int, row: list[str], columns: dict[str, int]) -> Purchase:
    if len(row) <= max(columns.values()) or sum(map(len, row)) > _LONGEST_LINE:
        raise RefusedLineError("columns")
    cells = {field: row[index] for field, index in columns.items()}
    product = " ".join(cells.get("product", "").split())[:200]
    if check_free_text(product):
        raise RefusedLineError("free_text")
    return Purchase(
        line=number,
        customer=read_customer(cells["customer"]),
        on=read_date(cells["date"]),
        quantity=read_quantity(cells.get("quantity") or "1"),
        amount=read_amount(cells["amount"]),
        product=product,
    )


def _csv_rows(text: str) -> Iterable[list[str]]:
    head = text.partition("\n")[0]
    delimiter = max(";,\t", key=head.count)
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)


def read_csv(text: str) -> Iterator[Line]:
    """Header names in Finnish, Swedish or English; `;`, `,` or tab between cells."""
    rows = iter(_csv_rows(text))
    columns = _columns(next(rows))
    for number, row in enumerate(rows, start=2):
        if not any(cell.strip() for cell in row):
            continue
        try:
            yield _csv_row(number, row, columns)
        except RefusedLineError as refused:
            yield _refuse(number, refused.reason)


def read_purchases(content: bytes, form: Format) -> list[Line]:
    """Every line, checked. UnusableFileError if not one of them is a purchase."""
    text = decode_file(content)
    try:
        lines = list(read_cdnow(text) if form == "cdnow" else read_csv(text))
    except csv.Error:
        raise UnusableFileError(_("The file is not a table.")) from None
    if not any(isinstance(line, Purchase) for line in lines):
        raise UnusableFileError(_("No purchase was found in the file."))
    return lines
