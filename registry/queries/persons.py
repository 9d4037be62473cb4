"""Narrowing a list of persons to a typed text."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db.models import QuerySet

from registry.models import PersonEmail

from .search.reading import Reading, read_query
from .search.sources import begins, by_suffix, match_names

MOST = 1_000


@dataclass(frozen=True)
class Narrowed:
    """Rows that match; ``partial`` where more matched than are shown."""

    rows: QuerySet[Any]
    partial: bool


def narrow_to_text(rows: QuerySet[Any], text: str) -> Narrowed:
    """The rows that the text means, found first by an index and ordered afterwards.

    Where more than a thousand match, those whose family name begins so are shown in
    full; where none does, some thousand of them, and ``partial`` says so.
    """
    reading = read_query(text)
    keys = list(islice(_keys(rows, reading), MOST + 1))
    if len(keys) <= MOST:
        return Narrowed(rows.filter(pk__in=set(keys)), partial=False)
    if reading.sort_prefix:
        beginning = rows.filter(**begins("sort_key", reading.sort_prefix))
        if beginning.order_by().exists():
            return Narrowed(beginning, partial=True)
    return Narrowed(rows.filter(pk__in=set(keys)), partial=True)


def _keys(rows: QuerySet[Any], reading: Reading) -> Any:
    if reading.reference:
        yield from rows.filter(reference=reading.reference).values_list("pk", flat=True)
    if reading.email:
        found = PersonEmail.objects.filter(normalised__startswith=reading.email)
        yield from _seen(rows, found)
    if reading.phone_suffixes:
        yield from _seen(rows, by_suffix(reading))
    if reading.words:
        named = match_names(rows, reading, limit=MOST + 1)
        yield from named.values_list("pk", flat=True)


def _seen(rows: QuerySet[Any], found: QuerySet[Any]) -> QuerySet[Any]:
    keys = found.order_by().values("person")[: MOST + 1]
    return rows.filter(pk__in=keys).order_by().values_list("pk", flat=True)
