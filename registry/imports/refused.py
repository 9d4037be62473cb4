"""What is kept of a refused row, so that it can be mended and brought again."""

import json
import re

from .cells import problem_of_words
from .limits import KEPT_OF_LONG_CELL, MOST_COLUMNS
from .problems import Problem
from .rows import ReadRow

_UNSTORABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
LONG = 60
MASK = "[…]"


def kept_cells(row: ReadRow) -> str:
    """JSON: the cells, shortened and without what may not be stored; and the keys by
    which an erasure finds the row although its cells are misspelt."""
    cells = [_kept(cell) for cell in row.cells[:MOST_COLUMNS]]
    kept = {"cells": cells, "keys": _keys_of(row, cells)}
    return json.dumps(kept, ensure_ascii=False)


def refusal(row: ReadRow, problem: Problem) -> ReadRow:
    """The same row, refused."""
    return ReadRow(row.number, row.cells, problems=[problem])


def _kept(cell: str) -> str:
    """A column that is not imported may hold an identity code too: it is masked."""
    plain = _UNSTORABLE.sub("\ufffd", cell[:KEPT_OF_LONG_CELL])
    return MASK if problem_of_words(plain) else plain


def _keys_of(row: ReadRow, cells: list[str]) -> list[str]:
    if row.person is None:
        # Names stand in neighbouring cells: joined, they are found as a whole.
        return [" ".join(cell for cell in cells if len(cell) < LONG)]
    names = (row.person.given_name, row.person.family_name)
    keys = [key for _, key in row.person.emails] + [key for key, _ in row.person.phones]
    return [" ".join(names), " ".join(reversed(names)), *keys]
