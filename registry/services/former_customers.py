"""What a person is to us follows her clock: a customer becomes a former one by rule."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from registry.choices import PersonKind
from registry.models import Person
from registry.seams.audit import record

BATCH: Final = 1_000


@dataclass(frozen=True, kw_only=True)
class Followed:
    """How many changed."""

    former: int = 0
    customers: int = 0


def mark_former_customers(*, today: date) -> Followed:
    """Customers whose relationship is seen to have ended become former ones, and
    former ones whose relationship lives again become customers (P37).

    In batches of a thousand; safe to kill and to repeat. Restricted persons are left
    as they are (Art. 18(2))."""
    return Followed(
        former=sum(_each(ended(today), PersonKind.FORMER)),
        customers=sum(_each(reopened(today), PersonKind.CUSTOMER)),
    )


@transaction.atomic
def follow_reopened(person_ids: Iterable[int], *, today: date) -> int:
    """Those of them who are customers again."""
    rows = reopened(today).filter(pk__in=list(person_ids))
    return _change(list(rows.values_list("pk", flat=True)), PersonKind.CUSTOMER)


def ended(today: date) -> QuerySet[Person]:
    """Customers whose relationship can be seen that day to have ended. After the
    night's run there are none."""
    return _free().filter(kind=PersonKind.CUSTOMER, clock__detected_on__lte=today)


def reopened(today: date) -> QuerySet[Person]:
    """Former customers whose relationship lives that day."""
    return _free().filter(kind=PersonKind.FORMER, clock__detected_on__gt=today)


def _free() -> QuerySet[Person]:
    return Person.objects.exclude(guard__restricted=True)


def _each(rows: QuerySet[Person], kind: PersonKind) -> Iterator[int]:
    after = 0
    while changed := _next(rows.filter(pk__gt=after), kind):
        after = changed[-1]
        yield len(changed)


@transaction.atomic
def _next(rows: QuerySet[Person], kind: PersonKind) -> list[int]:
    keys = list(rows.order_by("pk").values_list("pk", flat=True)[:BATCH])
    _change(keys, kind)
    return keys


def _change(keys: list[int], kind: PersonKind) -> int:
    """The version moves, so that an open form does not put the old kind back."""
    if not keys:
        return 0
    changed = Person.objects.filter(pk__in=keys).update(
        kind=kind, version=F("version") + 1, updated_at=timezone.now()
    )
    record(
        actor=None,
        action="person.kind_followed",
        subjects=[("person", key) for key in keys],
        fields=["kind"],
    )
    return changed
