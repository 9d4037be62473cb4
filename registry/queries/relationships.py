"""One customer relationship, as the facts tell it: a person's own, or a company's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Max, Min, Q, QuerySet

from registry.choices import QUALIFYING_EVENTS, EventKind
from registry.law.clocks import Relation, dealings_of
from registry.law.relationship import RelationshipEnd, relationship_end
from registry.models import BusinessEvent, Company, Person

SHOWN = Q(kind__in=QUALIFYING_EVENTS)


@dataclass(frozen=True, kw_only=True)
class Relationship:
    """``first`` and ``last``: days of the events that show it; ``end`` as of the day
    that was asked about; ``ending``: the recorded end that counts, also one to come."""

    first: date | None
    last: date | None
    end: RelationshipEnd
    ending: BusinessEvent | None

    @property
    def exists(self) -> bool:
        """A customer, now or earlier."""
        return self.first is not None or self.ending is not None

    @property
    def lives(self) -> bool:
        """Neither ended nor never begun."""
        return self.exists and self.end.on is None


def relationship_of(subject: Person | Company, *, today: date) -> Relationship:
    """The person's own dealings, or the company's with its day of dissolution."""
    rows = events_of(subject)
    known: dict[str, Any] = rows.aggregate(
        first=Min("on", filter=SHOWN),
        last=Max("on", filter=SHOWN),
        agreed=ArrayAgg("on", filter=Q(kind=EventKind.AGREED_END), default=[]),
        dissolved=ArrayAgg("on", filter=Q(kind=EventKind.DISSOLVED), default=[]),
    )
    in_register = [subject.dissolved_on] if isinstance(subject, Company) else []
    relation = Relation(
        shown=tuple(d for d in (known["last"],) if d),
        agreed=tuple(known["agreed"]),
        dissolved=(*known["dissolved"], *(d for d in in_register if d)),
    )
    dealings = dealings_of(relation)
    return Relationship(
        first=known["first"],
        last=known["last"],
        end=relationship_end(dealings, today=today),
        ending=_ending(rows, known) if known["agreed"] or known["dissolved"] else None,
    )


def events_of(subject: Person | Company) -> QuerySet[BusinessEvent]:
    """The events of this relationship and no other: a person's events at a company
    are the company's."""
    if isinstance(subject, Company):
        return BusinessEvent.objects.filter(company=subject)
    return BusinessEvent.objects.filter(person=subject, company=None)


def first_event_of(person: Person) -> date | None:
    """When the first of her relationships began, her own or a company's."""
    companies = [
        *person.positions.values_list("company", flat=True),
        *person.sole_trades.values_list("pk", flat=True),
    ]
    whose = Q(person=person, company=None) | Q(company__in=companies)
    found = BusinessEvent.objects.filter(whose, SHOWN).aggregate(first=Min("on"))
    first: date | None = found["first"]
    return first


def _ending(
    rows: QuerySet[BusinessEvent], known: dict[str, Any]
) -> BusinessEvent | None:
    ends = rows.exclude(SHOWN).order_by("on", "pk")
    return ends.filter(on__gte=known["last"] or date.min).first()
