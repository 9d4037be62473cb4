"""What other people's rows say about a person: traces, mentions, redaction, rescan.

Searches run over the fields that the map calls free text about others; each such
field of a large table needs a trigram index (``gin_trgm_ops``), which ILIKE uses.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import islice, pairwise
from typing import Any

from django.db import connection, transaction
from django.db.models import (
    CharField,
    F,
    Field,
    JSONField,
    Lookup,
    Q,
    QuerySet,
    TextField,
)
from django.db.models.functions import Cast

from registry.law.identifiers.inflection import common_start
from registry.law.identifiers.spotting import full_name_pattern, phone_pattern

from .choices import OnErasure
from .holdings import Holding, registry_of_holdings
from .rows import rows_of, rows_to_go

REDACTED = "[poistettu]"
TRIGRAM = 3
TAIL = 7
SPELT = (((), ""), ((3,), " "), ((3,), "-"), ((3, 5), " "), ((2, 4), " "))
"""How people part the last seven digits: 1239876, 123 9876, 123-9876, 123 98 76,
12 39 876. Each costs a look into the index; rarer ways are found by reading."""


class ILike(Lookup):  # type: ignore[type-arg]  # not subscriptable at run time
    """Case-insensitive substring that a trigram index answers; Django's icontains
    compares ``UPPER()`` and never uses it. Of a tuple: its pieces in this order."""

    lookup_name = "ilike"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        left, left_params = self.process_lhs(compiler, connection)
        pieces = [re.sub(r"([\\%_])", r"\\\1", piece) for piece in self.rhs]
        return f"{left} ILIKE %s", [*left_params, f"%{'%'.join(pieces)}%"]

    def get_prep_lookup(self) -> tuple[str, ...]:
        return self.rhs if isinstance(self.rhs, tuple) else (str(self.rhs),)


for _field in (CharField, TextField):
    _field.register_lookup(ILike)


@dataclass(frozen=True, kw_only=True)
class Traces:
    """What identifies a person, taken before erasure: her e-mail addresses, reference
    and phone numbers as stored (``words``), numbers in E.164 that are to be found in
    any notation (``phones``), full names as they stand (``names``) and as (given,
    family), to be found in any form (``people``), and her companies."""

    words: tuple[str, ...]
    names: tuple[str, ...] = ()
    company_ids: tuple[int, ...] = ()
    phones: tuple[str, ...] = ()
    people: tuple[tuple[str, str], ...] = ()

    def pattern(self) -> re.Pattern[str]:
        """Matches any trace, numbers and names in any form first, whatever the case."""
        words = sorted({*self.words, *self.names}, key=len, reverse=True)
        alternatives = [
            *(full_name_pattern(given, family) for given, family in self.people),
            *map(phone_pattern, self.phones),
            *map(re.escape, words),
        ]
        return re.compile("|".join(alternatives) or r"(?!)", re.IGNORECASE)

    @property
    def is_read(self) -> bool:
        """Whether the database finds more than what is meant, so that what it finds
        must be read."""
        return bool(self.people or self.phones)


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
    with _by_index():
        for holding, name, rows in _searched(traces):
            if _goes_with_row(holding, name):
                rows = rows.exclude(  # noqa: PLW2901  # narrowed for this holding
                    pk__in=rows_to_go(holding, person_ids, on=on).values("pk")
                )
            keys = islice(_meant(rows, traces), limit - len(found))
            found += (_mention(holding, key, name) for key in keys)
    return found


def _goes_with_row(holding: Holding, name: str) -> bool:
    """Whether erasing the row's person takes the field. Of an order that she is only
    the contact of, the words stay, so what they say of her must be decided."""
    kept = OnErasure.KEEP_UNTIL_STATUTE
    return not holding.mentions_only and holding.fields[name].on_erasure != kept


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


def rescan(
    traces: Traces,
    *,
    person_ids: Collection[int],
    lawful: Mapping[str, Collection[int]] | None = None,
) -> dict[str, int]:
    """What is still there after erasing: holding → rows. Empty is the proof.

    Looks for rows by their path, and for her traces where ``find_mentions`` looks.
    What a statute keeps is not counted: the certificate names it. lawful: holding →
    keys of rows that a duty keeps, and their earlier values."""
    left: Counter[str] = Counter()
    known = _by_model(lawful or {})
    for holding in registry_of_holdings:
        if holding.changes_on_erasure and not holding.mentions_only:
            rows = rows_of(holding, person_ids).exclude(pk__in=known[holding.model])
            left[holding.key] += 0 if holding.kept_until else rows.count()
    with _by_index():
        for holding, name, rows in _searched(traces):
            found = set(_meant(rows, traces)) - known[holding.model]
            left[f"{holding.key}.{name}"] += len(found)
    return {key: count for key, count in left.items() if count}


def _meant(rows: QuerySet[Any], traces: Traces) -> Iterator[int]:
    """Keys of the rows that speak of her. The database finds them by index, by what
    every form of the name begins with; here each is read."""
    pattern = traces.pattern()
    for key, text in sorted(rows.values_list("pk", "said")):
        if not traces.is_read or pattern.search(str(text)):
            yield key


def _by_model(lawful: Mapping[str, Collection[int]]) -> dict[Any, set[int]]:
    """A row may be declared under several holdings; it stays under all of them."""
    found: dict[Any, set[int]] = defaultdict(set)
    for key, keys in lawful.items():
        found[registry_of_holdings[key].model] |= set(keys)
    return found


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
    """Rows that may speak of her, with their text as ``said``."""
    rows: Any = holding.model._default_manager.all()
    field: Field[Any, Any] | Any = holding.model._meta.get_field(name)
    column = name
    if isinstance(field, JSONField):
        column = f"{name}_as_text"
        rows = rows.annotate(**{column: Cast(name, TextField())})
    rows = rows.filter(_speaks(holding, column, traces)).order_by()
    found: QuerySet[Any] = rows.annotate(said=F(column))
    return found


def _speaks(holding: Holding, column: str, traces: Traces) -> Q:
    """One alternative for each look into the index, and no more than needed: what all
    forms of a name or number begin with stands for each of them."""
    said = Q(pk__in=[])
    tails = {tail for e164 in traces.phones for tail in phone_tails(e164)}
    for word in sorted(tails | set(traces.words) - set(traces.phones)):
        said |= Q(**{f"{column}__ilike": word})
    near = _of_her_companies(holding, traces)
    for pieces in _names_sought(traces):
        said |= Q(**{f"{column}__ilike": pieces}) & near
    return said | _spelt(holding, column, traces)


def _names_sought(traces: Traces) -> Iterator[tuple[str, ...]]:
    for given, family in traces.people:
        first, last = common_start(given, given=True), common_start(family)
        yield from ((first, f" {last}"), (last, f" {first}"))
        if len(last) >= TRIGRAM:  # shorter, the index would have to be read whole
            yield (f"{given[:1]}. {last}",)
    if not traces.people:
        yield from ((name,) for name in traces.names)


def _of_her_companies(holding: Holding, traces: Traces) -> Q:
    """Where her full name is looked for: rows of her companies, and of none."""
    path = holding.company_path
    if not path:
        return Q()
    return Q(**{f"{path}__in": traces.company_ids}) | Q(**{f"{path}__isnull": True})


def _spelt(holding: Holding, column: str, traces: Traces) -> Q:
    """Numbers in any notation at all: no index answers that, so only in rows of her
    companies; elsewhere the common notations are found."""
    path = holding.company_path
    spelt = Q(pk__in=[])
    if path and traces.company_ids:
        hers = Q(**{f"{path}__in": traces.company_ids})
        for e164 in traces.phones:
            spelt |= hers & Q(**{f"{column}__regex": phone_pattern(e164)})
    return spelt


def phone_tails(e164: str) -> list[str]:
    """The last seven digits as people part them."""
    digits = e164.removeprefix("+")[-TAIL:]
    return [
        mark.join(digits[a:b] for a, b in pairwise([0, *cuts, len(digits)]))
        for cuts, mark in SPELT
    ]


@contextmanager
def _by_index() -> Iterator[None]:
    """The planner takes a look at a text for as cheap as one at a number and would read
    whole tables; what has no index is small and is read all the same."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        yield
        cursor.execute("SET LOCAL enable_seqscan = on")  # the caller may go on
