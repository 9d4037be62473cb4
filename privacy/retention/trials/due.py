"""What a rule makes due on a day, as querysets; the rule need not be in force."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django.db.models import (
    DateTimeField,
    Exists,
    OuterRef,
    Q,
    QuerySet,
)
from django.db.models.functions import Coalesce
from django.utils import timezone

from privacy.models import Anchor, ConsentAction, PeriodRule
from privacy.retention.rules import bound
from privacy.retention.trials.orders import closed_orders, owners_all_closed
from registry.choices import AddressKind
from registry.models import Person, PersonClock, PersonGuard
from registry.seams.personal_data import Holding

OF_PERSONS = frozenset(
    {Anchor.COLLECTION, Anchor.RELATIONSHIP_END, Anchor.LAST_TAKING_PART}
)


def due_persons(rule: PeriodRule, as_of: date) -> QuerySet[Person]:
    """Whom the rule lets go, whatever holds them back; for rules about whole people."""
    first = bound(rule, as_of)
    clocks = PersonClock.objects.all()
    if rule.anchor == Anchor.RELATIONSHIP_END:
        clocks = clocks.filter(ended_on__lt=first, detected_on__lte=as_of)
    elif rule.anchor == Anchor.LAST_TAKING_PART:
        start = Coalesce("last_taken_part_on", "collected_on")
        clocks = clocks.filter(ended_on=None).annotate(start=start)
        clocks = clocks.filter(start__lt=first)
    else:
        clocks = clocks.filter(ended_on=None, collected_on__lt=first)
    return Person.objects.filter(pk__in=clocks.values("pk"))


def due_rows(rule: PeriodRule, holding: Holding, as_of: date) -> QuerySet[Any]:
    """Rows of a holding that the rule lets go, whatever holds their person back."""
    rows = personal_rows(holding)
    if rule.anchor in OF_PERSONS:
        path = f"{holding.person_lookup}__in"
        rows = rows.filter(**{path: due_persons(rule, as_of).values("pk")})
        return _without_statute(holding, rows, as_of)
    if rule.anchor == Anchor.FINANCIAL_YEAR:
        return rows.filter(financial_year_end__year__lt=bound(rule, as_of).year)
    if rule.anchor == Anchor.ORDER_CLOSED:
        return _of_closed_orders(rule, holding, rows, as_of)
    if rule.anchor == Anchor.CONSENT_WITHDRAWN:
        return _withdrawn(rule, holding, rows, as_of)
    if not holding.clock:
        return rows.none()
    before = bound_of(holding, bound(rule, as_of))
    return rows.filter(**{f"{holding.clock}__lt": before})


def personal_rows(holding: Holding) -> QuerySet[Any]:
    """Rows of the holding that are about people."""
    rows = holding.model._default_manager.all()
    return rows.filter(holding.condition) if holding.condition else rows


def free(holding: Holding, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Those whose person nothing holds back: no hold, no restriction."""
    if not holding.person_path:
        return rows
    guarded = PersonGuard.objects.filter(Q(held=True) | Q(restricted=True))
    path = f"{holding.person_lookup}__in"
    return rows.exclude(**{path: guarded.values("person_id")})


def bound_of(holding: Holding, day: date) -> Any:
    """The day as the holding's clock knows days: a date, or its first moment."""
    field = holding.model._meta.get_field(str(holding.clock))
    if isinstance(field, DateTimeField):
        return timezone.make_aware(datetime.combine(day, time.min))
    return day


def _without_statute(
    holding: Holding, rows: QuerySet[Any], as_of: date
) -> QuerySet[Any]:
    if not holding.kept_until:
        return rows
    path = holding.kept_until
    return rows.filter(Q(**{f"{path}__lt": as_of}) | Q(**{f"{path}__isnull": True}))


def _of_closed_orders(
    rule: PeriodRule, holding: Holding, rows: QuerySet[Any], as_of: date
) -> QuerySet[Any]:
    first = bound(rule, as_of)
    if holding.key in ("addresses", "sole_trader_addresses"):
        owners = owners_all_closed(holding.person_path).filter(last_closed__lt=first)
        return rows.filter(
            kind=AddressKind.DELIVERY,
            **{f"{holding.person_lookup}__in": owners.values("owner")},
        )
    if holding.key != "orders_as_contact":
        return rows.none()
    closed = closed_orders().filter(closed_on__lt=first)
    return rows.filter(contact__isnull=False, pk__in=closed.values("pk"))


def _withdrawn(
    rule: PeriodRule, holding: Holding, rows: QuerySet[Any], as_of: date
) -> QuerySet[Any]:
    chain = ("person_id", "purpose", "channel", "topic")
    later = holding.model._default_manager.filter(
        action=ConsentAction.WITHDRAWN,
        at__gte=OuterRef("at"),
        at__lt=bound_of(holding, bound(rule, as_of)),
        **{name: OuterRef(name) for name in chain},
    )
    return rows.filter(Exists(later))
