"""What is kept of a refused row, so that it can be mended and brought again."""

import json
import re

from .limits import KEPT_OF_LONG_CELL, MOST_COLUMNS
from .problems import Problem
from .rows import ReadRow

_UNSTORABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
LONG = 60
MASK = "[…]"
_FORBIDDEN = frozenset({"identity_code", "card_number"})


def kept_cells(row: ReadRow) -> str:
    """JSON: the cells, shortened and without what may not be stored; and the keys by
    which an erasure finds the row although its cells are misspelt."""
    cells = [_kept(cell, masked=_is_masked(row)) for cell in row.cells[:MOST_COLUMNS]]
    kept = {"cells": cells, "keys": _keys_of(row)}
    return json.dumps(kept, ensure_ascii=False)


def refusal(row: ReadRow, problem: Problem) -> ReadRow:
    """The same row, refused."""
    return ReadRow(row.number, row.cells, problems=[problem])


def _kept(cell: str, *, masked: bool) -> str:
    from_cell = _UNSTORABLE.sub("�", cell[:KEPT_OF_LONG_CELL])
    digits = sum(map(str.isdigit, from_cell))
    return MASK if masked and digits >= 6 else from_cell


def _keys_of(row: ReadRow) -> list[str]:
    # Names stand in neighbouring cells: joined, they can be searched for as a whole.
    short = " ".join(cell for cell in row.cells[:MOST_COLUMNS] if len(cell) < LONG)
    if row.person is None:
        return [_kept(short, masked=_is_masked(row))]
    names = (row.person.given_name, row.person.family_name)
    keys = [key for _, key in row.person.emails] + [key for key, _ in row.person.phones]
    return [" ".join(names), " ".join(reversed(names)), *keys]


def _is_masked(row: ReadRow) -> bool:
    return any(problem.code in _FORBIDDEN for problem in row.problems)
