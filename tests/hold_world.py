"""A small register around one person, one company and one order, for tests of holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from django.db import connection, transaction
from django.db.models import Model

from contacts.models import Interaction, Participant
from contacts.tests.factories import (
    FollowUpFactory,
    InteractionFactory,
    ParticipantFactory,
)
from privacy.models import ConsentEvent, LegalHold
from privacy.services import holds
from registry.models import Company, Order, Person
from registry.tests.factories import (
    AddressFactory,
    BusinessEventFactory,
    CompanyFactory,
    EmailFactory,
    OrderFactory,
    OrderLineFactory,
    PersonFactory,
    PhoneFactory,
    PositionFactory,
    SourceFactory,
    StaffFactory,
    VoucherFactory,
)

DAY = date(2024, 5, 15)
OLD_YEAR = date(2012, 12, 31)


@dataclass(frozen=True, kw_only=True)
class World:
    """``rows``: name → row; dated rows are of ``day``."""

    person: Person
    company: Company
    order: Order
    rows: dict[str, Model]


def make_world(day: date = DAY) -> World:
    """Everything that can hang on a person, a company and an order."""
    person, company = PersonFactory(), CompanyFactory()
    order = OrderFactory(buyer_company=company, contact=person, ordered_on=day)
    at = datetime.combine(day, time(12), UTC)
    meeting = InteractionFactory(company=company, at=at)
    rows: dict[str, Model] = {
        "person": person,
        "email": EmailFactory(person=person),
        "phone": PhoneFactory(person=person),
        "source": SourceFactory(person=person),
        "position": PositionFactory(person=person, company=company),
        "company": company,
        "address": AddressFactory(company=company),
        "order": order,
        "line": OrderLineFactory(order=order),
        "voucher": voucher_of(order),
        "event": BusinessEventFactory(person=person, company=company, on=day),
        "meeting": meeting,
        "participant": ParticipantFactory(interaction=meeting, person=person, at=at),
        "follow_up": FollowUpFactory(person=person, company=company, due_on=day),
        "consent": consent_of(person, at),
    }
    return World(person=person, company=company, order=order, rows=rows)


def voucher_of(order: Order) -> Model:
    """An old voucher that no statute keeps any more."""
    voucher: Model = VoucherFactory(
        order=order, financial_year_end=OLD_YEAR, kept_until=date(2018, 12, 31)
    )
    return voucher


def consent_of(person: Person, at: datetime) -> ConsentEvent:
    """A consent by phone."""
    return ConsentEvent.objects.create(
        person=person,
        purpose="marketing",
        channel="email",
        action="given",
        at=at,
        text_version="1",
        place="phone",
        evidence="puhelu",
    )


def note_of(person: Person, day: date) -> Participant:
    """A note about a person, of no company."""
    at = datetime.combine(day, time(12), UTC)
    note: Interaction = InteractionFactory(company=None, at=at)
    link: Participant = ParticipantFactory(interaction=note, person=person, at=at)
    return link


def hold(**scope: Any) -> LegalHold:
    """A hold in force."""
    officer = StaffFactory()
    return holds.place_hold(actor=officer, owner=officer, reason="Riita", **scope)


@transaction.atomic
def raw_delete(row: Model) -> int:
    """Rows deleted by SQL that knows nothing of models."""
    return run_sql(
        f'DELETE FROM "{row._meta.db_table}" WHERE id = %s', [row.pk]
    )  # a table of our own


@transaction.atomic
def run_sql(sql: str, values: list[Any] | None = None) -> int:
    """Run a statement; how many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values or [])
        return int(cursor.rowcount)


class Undone(Exception):
    """Ends a transaction without a trace."""


def works(row: Model) -> bool:
    """Whether the row can be deleted; it is there again afterwards."""
    try:
        with transaction.atomic():
            assert raw_delete(row) == 1
            raise Undone
    except Undone:
        return True
