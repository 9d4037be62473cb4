"""Persons about whom a thousand rows are held: notes, orders, consents, uses."""

from datetime import date, timedelta
from itertools import count
from typing import Final

from django.utils import timezone

from contacts.models import Interaction, Participant
from privacy.models import ConsentEvent
from registry.choices import EventKind, OrderStatus
from registry.models import BusinessEvent, Order, OrderLine, Person
from registry.seams.audit import record

NOTES: Final = 300
ORDERS: Final = 100
CONSENTS: Final = 60
LOOKS: Final = 40
ROWS: Final = 2 * NOTES + 3 * ORDERS + CONSENTS + LOOKS
_numbers = count(1)


def spread_people(number: int) -> list[Person]:
    """So many persons from every part of the register, with an address of their own,
    who have not been taken before."""
    fresh = Person.objects.filter(guard=None, consent_events=None)
    first = fresh.earliest("pk").pk
    step = max(1, (fresh.latest("pk").pk - first) // (number + 1))
    found: list[Person] = []
    for turn in range(number):
        after = fresh.filter(pk__gte=first + turn * step, emails__isnull=False)
        taken = [person.pk for person in found]
        found.append(after.exclude(pk__in=taken).order_by("pk")[0])
    return found


def burden(person: Person, marker: str) -> None:
    """Give her a thousand rows more."""
    now = timezone.now()
    days = [now - timedelta(days=turn) for turn in range(NOTES)]
    company_id = person.positions.values_list("company_id", flat=True).first()
    notes = Interaction.objects.bulk_create(
        Interaction(
            at=day,
            company_id=company_id,
            subject="Soitto rehuista",
            body=f"{person.given_name} pyysi tarjouksen {turn}. Palataan viikolla.",
        )
        for turn, day in enumerate(days)
    )
    Participant.objects.bulk_create(
        Participant(interaction=note, person=person, at=note.at) for note in notes
    )
    _buy(person, marker, now.date())
    ConsentEvent.objects.bulk_create(
        ConsentEvent(
            person=person,
            topic=f"aihe-{turn}",
            action="given",
            text_version="kirje-1",
            place="web",
        )
        for turn in range(CONSENTS)
    )
    for _turn in range(LOOKS):
        record(actor=None, action="person.viewed", subjects=[("person", person.pk)])


def _buy(person: Person, marker: str, today: date) -> None:
    orders = Order.objects.bulk_create(
        Order(
            number=f"{marker}{next(_numbers)}",
            buyer_person=person,
            status=OrderStatus.CLOSED,
            ordered_on=today - timedelta(days=turn),
        )
        for turn in range(ORDERS)
    )
    OrderLine.objects.bulk_create(
        OrderLine(order=order, product="Rehu", unit_price=10, vat_rate=14)
        for order in orders
    )
    BusinessEvent.objects.bulk_create(
        BusinessEvent(
            person=person,
            kind=EventKind.ORDER,
            on=order.ordered_on,
            evidence_type="order",
            evidence_ref=str(order.pk),
        )
        for order in orders
    )
