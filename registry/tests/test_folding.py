"""A query folded in Python meets a column folded in SQL, letter by letter."""

import sys
import unicodedata

import pytest
from django.db import connection

from registry.law.folding import FOLD_FROM, FOLD_TO, SORT_FROM, SORT_TO, fold

LETTERS = [
    char
    for char in map(chr, range(0x21, min(sys.maxunicode, 0x2FFF)))
    if unicodedata.category(char)[0] in "LN"
]


@pytest.mark.django_db
def test_folding_in_python_equals_folding_in_sql() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c, translate(lower(c), %s, %s) FROM unnest(%s) AS c",
            [FOLD_FROM, FOLD_TO, LETTERS],
        )
        differing = [char for char, folded in cursor.fetchall() if folded != fold(char)]
    assert differing == []


@pytest.mark.django_db
def test_finnish_letters_sort_after_z_in_sql() -> None:
    words = ["öljy", "äiti", "åbo", "zeniitti", "aatu"]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT w FROM unnest(%s) AS w"
            ' ORDER BY translate(lower(w), %s, %s) COLLATE "C"',
            [words, SORT_FROM, SORT_TO],
        )
        ordered = [word for (word,) in cursor.fetchall()]
    assert ordered == ["aatu", "zeniitti", "åbo", "äiti", "öljy"]
