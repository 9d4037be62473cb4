"""What other people's rows say about a person: traces, mentions, redaction, rescan.

Searches run over the fields that the map calls free text about others; each such
field of a large table needs a trigram index (``gin_trgm_ops``), which ILIKE uses.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import CharField, Field, JSONField, Lookup, Q, QuerySet, TextField
from django.db.models.functions import Cast

from .holdings import Holding, registry_of_holdings
from .rows import rows_of, rows_to_go

REDACTED = "[poistettu]"
SHORTEST = 5
"""Traces shorter than this many characters would hit half the register."""


class ILike(Lookup):  # type: ignore[type-arg]  # not subscriptable at run time
    """Case-insensitive substring that a trigram index answers; Django's icontains
    compares ``UPPER()`` and never uses it."""

    lookup_name = "ilike"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        left, left_params = self.process_lhs(compiler, connection)
        escaped = re.sub(r"([\\%_])", r"\\\1", str(self.rhs))
        return f"{left} ILIKE %s", [*left_params, f"%{escaped}%"]

    def get_prep_lookup(self) -> str:
        return str(self.rhs)


for _field in (CharField, TextField):
    _field.register_lookup(ILike)


@dataclass(frozen=True, kw_only=True)
class Traces:
    """What identifies a person, taken before erasure: her e-mail addresses, phone
    numbers in common notations, reference, full name both ways, her companies."""

    words: tuple[str, ...]
    names: tuple[str, ...] = ()
    company_ids: tuple[int, ...] = ()

    def pattern(self) -> re.Pattern[str]:
        """Matches any trace, longest first, whatever the case."""
        words = sorted({*self.words, *self.names}, key=len, reverse=True)
        return re.compile("|".join(map(re.escape, words)) or r"(?!)", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Mention:
    """A row about somebody or something else that speaks of the person."""

    holding: str
    pk: int
    field: str
    whole_row: bool


def find_mentions(
    traces: Traces, *, person_ids: Collection[int], on: date, limit: int = 1_000
) -> list[Mention]:
    """Mentions in rows that do not go with these people anyway; at most ``limit``.

    Also rows that no person is known of and that carry one of her identifiers (a
    request from her address that was never matched)."""
    found: list[Mention] = []
    for holding, name, rows in _searched(traces):
        if not holding.mentions_only:
            rows = rows.exclude(  # noqa: PLW2901  # narrowed for this holding
                pk__in=rows_to_go(holding, person_ids, on=on).values("pk")
            )
        keys = rows.values_list("pk", flat=True)[: limit - len(found)]
        found += (_mention(holding, key, name) for key in keys)
    return found


def redact_mention(mention: Mention, traces: Traces) -> bool:
    """Take the traces out of the row (or the row away, where the map says so).

    Returns whether anything was there to redact."""
    holding = registry_of_holdings[mention.holding]
    rows = holding.model._default_manager.filter(pk=mention.pk)
    if mention.whole_row:
        return bool(rows._raw_delete(rows.db))
    text = rows.values_list(mention.field, flat=True).first()
    if text is None:
        return False
    clean, count = traces.pattern().subn(REDACTED, str(text))
    if count:
        rows.update(**{mention.field: clean})
    return bool(count)


def rescan(traces: Traces, *, person_ids: Collection[int]) -> dict[str, int]:
    """What is still there after erasing: holding → rows. Empty is the proof.

    Looks for rows by their path, and for her traces where ``find_mentions`` looks.
    What a statute keeps is not counted: the certificate names it."""
    left: Counter[str] = Counter()
    for holding in registry_of_holdings:
        if holding.changes_on_erasure and not holding.mentions_only:
            rows = rows_of(holding, person_ids)
            left[holding.key] += 0 if holding.kept_until else rows.count()
    for holding, name, rows in _searched(traces):
        left[f"{holding.key}.{name}"] += rows.count()
    return {key: count for key, count in left.items() if count}


def _searched(traces: Traces) -> Iterator[tuple[Holding, str, QuerySet[Any]]]:
    """Every place where traces are looked for: holding, field, rows that have one."""
    for holding in registry_of_holdings:
        speaking = holding.speaking_fields()
        for name in speaking:
            yield holding, name, _rows_with(holding, name, traces)
        if holding.path_may_be_empty:
            nobody = Q(**{f"{holding.person_lookup}__isnull": True})
            nobody &= holding.condition or Q()
            for name in _identifiers(holding):
                if name not in speaking:
                    rows = _rows_with(holding, name, traces).filter(nobody)
                    yield holding, name, rows


def _mention(holding: Holding, key: int, name: str) -> Mention:
    return Mention(
        holding=holding.key, pk=key, field=name, whole_row=_loses_row(holding, name)
    )


def _identifiers(holding: Holding) -> Iterator[str]:
    for name in holding.identifier_fields():
        field = holding.model._meta.get_field(name)
        if isinstance(field, CharField | TextField | JSONField):
            yield name


def _loses_row(holding: Holding, name: str) -> bool:
    about_nobody = holding.mentions_only or name not in holding.speaking_fields()
    return about_nobody and holding.deletes_rows


def _rows_with(holding: Holding, name: str, traces: Traces) -> QuerySet[Any]:
    rows = holding.model._default_manager.all()
    field: Field[Any, Any] | Any = holding.model._meta.get_field(name)
    column = name
    if isinstance(field, JSONField):
        column = f"{name}_as_text"
        rows = rows.annotate(**{column: Cast(name, TextField())})
    return rows.filter(_speaks(holding, column, traces)).order_by("pk")


def _speaks(holding: Holding, column: str, traces: Traces) -> Q:
    said = Q(pk__in=[])
    for word in traces.words:
        said |= Q(**{f"{column}__ilike": word})
    for name in traces.names:
        named = Q(**{f"{column}__ilike": name})
        if holding.company_path:
            path = holding.company_path
            hers = Q(**{f"{path}__in": traces.company_ids})
            named &= hers | Q(**{f"{path}__isnull": True})
        said |= named
    return said
