"""Where hits come from: each function is one indexed query with a limit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Case, Q, QuerySet, Value, When
from django.db.models.functions import Reverse

from registry.models import Company, Order, Person, PersonEmail, PersonPhone, Staff

from .hits import NAME_RANK, RANK, Match
from .reading import Reading

LIMIT = 20
SAMPLE = 200
"""Rows that a name search orders: found first, then ranked (never the other way)."""
HIGHEST = "\U0010ffff"


def find_persons(reading: Reading, user: Staff) -> Iterator[Match]:
    """People by reference, e-mail, phone and name; restricted ones only for those
    who may see them."""
    if not user.has_perm("registry.view_person"):
        return
    seen = Person.objects.visible_to(user)
    if reading.reference:
        keys = seen.filter(reference=reading.reference).values_list("pk", flat=True)
        yield from _matches("person", keys, "reference")
    if reading.email:
        found = PersonEmail.objects.filter(normalised__startswith=reading.email)
        yield from _matches("person", _owners(found, seen), "email")
    if reading.phone_suffixes:
        yield from _matches("person", _owners(by_suffix(reading), seen), "phone")
    if reading.words:
        yield from _by_name("person", seen, reading)


def find_companies(reading: Reading, user: Staff) -> Iterator[Match]:
    """Companies by reference, business id (in any form) and name."""
    if not user.has_perm("registry.view_company"):
        return
    exact = Q()
    if reading.reference:
        exact |= Q(reference=reading.reference)
    if reading.business_id:
        exact |= Q(business_id=reading.business_id)
    if exact:
        keys = Company.objects.filter(exact).values_list("pk", flat=True)
        why = "business_id" if reading.business_id else "reference"
        yield from _matches("company", keys, why)
    if reading.words:
        yield from _by_name("company", Company.objects.all(), reading)


def find_orders(reading: Reading, user: Staff) -> Iterator[Match]:
    """Orders by the beginning of their number."""
    if not (reading.order_number and user.has_perm("registry.view_order")):
        return
    found = Order.objects.filter(number__startswith=reading.order_number)
    if not user.has_perm("registry.view_restricted_person"):
        found = found.exclude(buyer_person__guard__restricted=True)
    keys = found.order_by("number").values_list("pk", flat=True)
    yield from _matches("order", keys, "number")


def match_names(
    rows: QuerySet[Any], reading: Reading, *, limit: int = SAMPLE
) -> QuerySet[Any]:
    """At most ``limit`` keys of rows whose name has all the words, in no order.

    Words of three letters and more are found anywhere by the trigram index, shorter
    ones only as the beginning of the sort key.
    """
    for word in reading.searchable_words:
        rows = rows.filter(search_text__contains=word)
    if not reading.searchable_words:
        rows = rows.filter(**begins("sort_key", reading.sort_prefix))
    return rows.order_by().values("pk")[:limit]


def begins(field: str, prefix: str) -> dict[str, str]:
    """A range instead of LIKE: uses a plain index under any collation of the column."""
    return {f"{field}__gte": prefix, f"{field}__lt": prefix + HIGHEST}


def _by_name(kind: Any, rows: QuerySet[Any], reading: Reading) -> Iterator[Match]:
    found = match_names(rows, reading)
    if reading.searchable_words:
        first = rows.filter(**begins("sort_key", reading.sort_prefix)).order_by()
        found = found.union(first.values("pk")[:LIMIT])
    ranked = (
        rows.model._default_manager.filter(pk__in=found)
        .annotate(rank=_closeness(reading))
        .order_by("rank", "sort_key", "pk")
        .values_list("pk", "rank")[:LIMIT]
    )
    for pk, rank in ranked:
        yield Match(kind=kind, pk=pk, why="name", rank=NAME_RANK + rank)


def _closeness(reading: Reading) -> Case:
    text = " ".join(reading.words)
    return Case(
        When(search_text=text, then=Value(0)),
        When(sort_key__startswith=reading.sort_prefix, then=Value(1)),
        When(search_text__startswith=text, then=Value(1)),
        When(search_text__contains=f" {text}", then=Value(2)),
        default=Value(3),
    )


def by_suffix(reading: Reading) -> QuerySet[PersonPhone]:
    """Numbers that end so, in any notation; by the index on the reversed number."""
    wanted = Q()
    for suffix in reading.phone_suffixes:
        wanted |= Q(backwards__startswith=suffix[::-1])
    return PersonPhone.objects.annotate(backwards=Reverse("e164")).filter(wanted)


def _owners(found: QuerySet[Any], seen: QuerySet[Person]) -> QuerySet[Any]:
    inner = found.order_by().values("person")[:SAMPLE]
    ordered = seen.filter(pk__in=inner).order_by("sort_key", "pk")
    return ordered.values_list("pk", flat=True)


def _matches(kind: Any, keys: QuerySet[Any], why: str) -> Iterator[Match]:
    for pk in keys[:LIMIT]:
        yield Match(kind=kind, pk=pk, why=why, rank=RANK[why])
