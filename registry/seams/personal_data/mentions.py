"""What other people's rows say about a person: traces, mentions, redaction, rescan.

Searches run over the fields that the map calls free text about others; each such
field of a large table needs a trigram index (``gin_trgm_ops``), which ILIKE uses.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Field, JSONField, Lookup, Q, QuerySet, TextField
from django.db.models.functions import Cast

from .choices import OnErasure
from .holdings import Holding, registry_of_holdings
from .rows import rows_of

REDACTED = "[poistettu]"
SHORTEST = 5
"""Traces shorter than this many characters would hit half the register."""


class ILike(Lookup[str]):
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
    traces: Traces, *, person_ids: Collection[int], limit: int = 1_000
) -> list[Mention]:
    """Mentions in rows that do not go with these people anyway; at most ``limit``."""
    found: list[Mention] = []
    for holding in _speaking():
        for name in holding.speaking_fields():
            rows = _rows_with(holding, name, traces)
            if not holding.mentions_only:
                rows = rows.exclude(pk__in=_going(holding, person_ids))
            keys = rows.values_list("pk", flat=True)[: limit - len(found)]
            found += (
                Mention(
                    holding=holding.key,
                    pk=key,
                    field=name,
                    whole_row=_loses_row(holding),
                )
                for key in keys
            )
    return found


def redact_mention(mention: Mention, traces: Traces) -> bool:
    """Take the traces out of the row (or the row away, where the map says so).

    Returns whether anything was there to redact."""
    holding = registry_of_holdings[mention.holding]
    rows = holding.model._default_manager.filter(pk=mention.pk)
    if mention.whole_row:
        return bool(rows._raw_delete(rows.db))  # type: ignore[attr-defined]  # no collector, as in erasing
    text = rows.values_list(mention.field, flat=True).first()
    if text is None:
        return False
    clean, count = traces.pattern().subn(REDACTED, str(text))
    if count:
        rows.update(**{mention.field: clean})
    return bool(count)


def rescan(traces: Traces, *, person_ids: Collection[int]) -> dict[str, int]:
    """What is still there after erasing: holding → rows. Empty is the proof.

    Looks at the rows by their path and at every identifier and speaking field of the
    map by the traces."""
    left: dict[str, int] = {}
    for holding in registry_of_holdings:
        if not holding.mentions_only and not holding.kept_until:
            _add(left, holding.key, rows_of(holding, person_ids).count())
        for name in {*holding.speaking_fields(), *_identifiers(holding)}:
            rows = _rows_with(holding, name, traces)
            if holding.kept_until:
                continue
            _add(left, f"{holding.key}.{name}", rows.count())
    return left


def _add(left: dict[str, int], key: str, count: int) -> None:
    if count:
        left[key] = count


def _identifiers(holding: Holding) -> Iterator[str]:
    for name in holding.identifier_fields():
        field = holding.model._meta.get_field(name)
        if isinstance(field, CharField | TextField | JSONField):
            yield name


def _speaking() -> Iterator[Holding]:
    for holding in registry_of_holdings:
        if holding.speaking_fields():
            yield holding


def _loses_row(holding: Holding) -> bool:
    return holding.mentions_only and any(
        d.on_erasure == OnErasure.DELETE_ROW for d in holding.fields.values()
    )


def _going(holding: Holding, person_ids: Collection[int]) -> QuerySet[Any]:
    return rows_of(holding, person_ids).values("pk")


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
            named &= Q(**{f"{holding.company_path}__in": traces.company_ids})
        said |= named
    return said
