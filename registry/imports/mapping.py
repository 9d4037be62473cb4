"""Which column of the file is which field."""

from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import gettext as _

from registry.law.folding import fold
from registry.models import ImportKind
from registry.seams.panels import import_columns

from .exceptions import UnusableFileError
from .fields import MANY_COLUMNS, REQUIRED, field_labels, label_of
from .headers import COMPANY_HEADERS, PERSON_HEADERS, header_key
from .tables import Table

Columns = dict[int, str]
"""Position of the column → field; positions that are left out are not read."""

_SAMPLE = 300


def guess_columns(kind: str, table: Table) -> Columns:
    """The mapping that the header names suggest; each field once."""
    known = dict(PERSON_HEADERS if kind == ImportKind.PEOPLE else COMPANY_HEADERS)
    if kind == ImportKind.PEOPLE:
        for name, column in import_columns().items():
            known |= {header_key(header): name for header in column.headers}
    columns: Columns = {}
    for position, header in enumerate(table.headers):
        field = known.get(header_key(header))
        if field and (field in MANY_COLUMNS or field not in columns.values()):
            columns[position] = field
    return _with_order_of_names(columns, table)


def check_columns(kind: str, columns: Mapping[int, str]) -> None:
    """UnusableFileError when a needed column is missing or a field is named twice."""
    used = list(columns.values())
    twice = {f for f in used if used.count(f) > 1 and f not in MANY_COLUMNS}
    if twice:
        names = _listed(twice)
        raise UnusableFileError(_("Two columns are both: %s.") % names, code="twice")
    for group in REQUIRED[ImportKind(kind)]:
        if not group & set(used):
            names = _listed(sorted(group))
            raise UnusableFileError(
                _("A column is missing. The file needs one of these: %s.") % names,
                code="column_missing",
            )


def read_columns(kind: str, stored: Mapping[str, str]) -> Columns:
    """The mapping as it is stored with a run; unknown fields are left out."""
    fields = field_labels(kind)
    return {int(k): v for k, v in stored.items() if k.isdigit() and v in fields}


def _with_order_of_names(columns: Columns, table: Table) -> Columns:
    """«Virtanen Aino» or «Aino Virtanen»? The e-mail addresses beside them tell."""
    by_field = {field: position for position, field in columns.items()}
    if not {"full_name", "email"} <= by_field.keys():
        return columns
    name, email = by_field["full_name"], by_field["email"]
    votes = sum(_vote(cells, name, email) for _number, cells in table.rows[:_SAMPLE])
    if votes < 0:
        columns[name] = "full_name_family_first"
    return columns


def _vote(cells: Sequence[str], name: int, email: int) -> int:
    """+1 given name first, -1 family name first, 0 no telling."""
    if max(name, email) >= len(cells):
        return 0
    words = fold(cells[name]).replace(",", " ").split()
    local = fold(cells[email]).partition("@")[0]
    if len(words) < 2 or "," in cells[name]:
        return 0
    return local.startswith(words[0]) - local.startswith(words[-1])


def _listed(fields: Iterable[str]) -> str:
    return ", ".join(label_of(field) for field in fields)
