"""Purchase history from a file, all or nothing; the same file twice changes nothing.

Every purchase has a key made of the source, the customer's number in it, the day, the
quantity, the sum and its ordinal among equals. A customer is found again through the
orders of the same source. A customer whose orders stand without a buyer was erased,
and is not brought back.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from registry.choices import PersonKind
from registry.law.calendar import add_years
from registry.law.relationship import Dealings, relationship_end
from registry.models import Order
from registry.references import ALPHABET
from registry.seams import audit
from registry.seams.audit.services import Actor
from registry.validators import validate_free_text

from .former_customers import follow_reopened
from .purchases.reading import Format, read_purchases
from .purchases.rows import Purchase, Refusal, UnusableFileError
from .purchases.writing import (
    NewCustomer,
    NewOrder,
    reserve_order_keys,
    reserve_person_keys,
    write_customers,
    write_orders,
)

_LONGEST_SOURCE: Final = 60


@dataclass(slots=True)
class PurchaseReport:
    """What an import did; `known` are purchases that were here before."""

    read: int = 0
    known: int = 0
    customers_created: int = 0
    orders_created: int = 0
    refused: list[Refusal] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Keyed:
    purchase: Purchase
    key: str
    on: date


def import_purchases(
    *,
    content: bytes,
    form: Format,
    source: str,
    shift_years: int = 0,
    actor: Actor | None = None,
    today: date | None = None,
) -> PurchaseReport:
    """Read, check and write a whole file. UnusableFileError if it is none of ours."""
    today = today or timezone.localdate()
    source = _checked_source(source)
    lines = read_purchases(content, form)
    report = PurchaseReport(read=len(lines))
    report.refused += [line for line in lines if isinstance(line, Refusal)]
    purchases = [line for line in lines if isinstance(line, Purchase)]
    prefix = f"purchases:{_digest(form, source)[:16]}:"
    keyed = list(_keyed(purchases, prefix, shift_years))
    report.refused += [
        Refusal(row.purchase.line, "future") for row in keyed if row.on > today
    ]
    past = [row for row in keyed if row.on <= today]
    _write(past, prefix, source, report, actor, today)
    report.refused.sort(key=lambda refusal: refusal.line)
    return report


def _checked_source(source: str) -> str:
    """The words that stand as the source of every customer."""
    name = " ".join(source.split())
    if not 0 < len(name) <= _LONGEST_SOURCE:
        raise UnusableFileError(_("Name the source in at most 60 characters."))
    try:
        validate_free_text(name)
    except ValidationError as error:
        raise UnusableFileError(error.messages[0]) from None
    return name


def _digest(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def _keyed(
    purchases: Iterable[Purchase], prefix: str, shift_years: int
) -> Iterable[_Keyed]:
    seen: Counter[str] = Counter()
    for row in purchases:
        facts = f"{row.on:%Y%m%d}|{row.quantity}|{row.amount}|{row.product}"
        base = f"{prefix}{row.customer}:{_digest(facts)[:16]}"
        seen[base] += 1
        yield _Keyed(row, f"{base}:{seen[base]}", add_years(row.on, shift_years))


@transaction.atomic
def _write(
    rows: list[_Keyed],
    prefix: str,
    source: str,
    report: PurchaseReport,
    actor: Actor | None,
    today: date,
) -> None:
    _one_at_a_time(prefix)
    buyers = _known_purchases(prefix)
    fresh = [row for row in rows if row.key not in buyers]
    report.known = len(rows) - len(fresh)
    persons = {_customer_of(key, prefix): buyer for key, buyer in buyers.items()}
    gone = {customer for customer, buyer in persons.items() if buyer is None}
    report.refused += [
        Refusal(row.purchase.line, "customer_erased")
        for row in fresh
        if row.purchase.customer in gone
    ]
    fresh = [row for row in fresh if row.purchase.customer not in gone]
    created = _create_customers(fresh, persons, source, today)
    orders = _create_orders(fresh, persons)
    report.customers_created, report.orders_created = len(created), len(orders)
    bought_again = {order.person_id for order in orders} - created
    follow_reopened(bought_again, today=today)
    if orders:
        subjects = sorted({("person", order.person_id) for order in orders})
        audit.record(actor=actor, action="purchases.imported", subjects=subjects)


def _known_purchases(prefix: str) -> dict[str, int | None]:
    """Key → buyer of what this source brought before; None where she was erased."""
    known = Order.objects.filter(source_key__startswith=prefix)
    rows = known.values_list("source_key", "buyer_person_id")
    return {key: buyer for key, buyer in rows if key}


def _one_at_a_time(prefix: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [prefix]
        )


def _customer_of(key: str, prefix: str) -> str:
    return key.removeprefix(prefix).rsplit(":", 2)[0]


def _create_customers(
    rows: list[_Keyed], persons: dict[str, int | None], source: str, today: date
) -> set[int]:
    first_day: dict[str, date] = {}
    last_day: dict[str, date] = {}
    for row in rows:
        customer = row.purchase.customer
        if customer not in persons:
            first_day[customer] = min(row.on, first_day.get(customer, row.on))
            last_day[customer] = max(row.on, last_day.get(customer, row.on))
    keys = reserve_person_keys(len(first_day))
    label = source.split()[0]
    customers = [
        NewCustomer(
            key, f"{label} {customer}", day, _kind_by(last_day[customer], today)
        )
        for key, (customer, day) in zip(keys, first_day.items(), strict=True)
    ]
    write_customers(customers, source=source, now=timezone.now())
    persons.update(zip(first_day, keys, strict=True))
    return set(keys)


def _kind_by(last_purchase: date, today: date) -> PersonKind:
    """Who has been silent for too long is a former customer from the start."""
    end = relationship_end(Dealings(last_business_event=last_purchase), today=today)
    return PersonKind.FORMER if end.on else PersonKind.CUSTOMER


def _create_orders(
    rows: list[_Keyed], persons: dict[str, int | None]
) -> list[NewOrder]:
    orders = [
        NewOrder(
            order_id=order_id,
            number=_order_number(row.key),
            source_key=row.key,
            person_id=persons[row.purchase.customer] or 0,
            on=row.on,
            product=row.purchase.product,
            quantity=row.purchase.quantity,
            amount=row.purchase.amount,
        )
        for order_id, row in zip(reserve_order_keys(len(rows)), rows, strict=True)
    ]
    write_orders(orders, now=timezone.now())
    return orders


def _order_number(key: str) -> str:
    """Stable for the purchase: I (import) and ten letters of its key's digest."""
    value = int(_digest(key), 16)
    letters = []
    for _position in range(10):
        value, rest = divmod(value, len(ALPHABET))
        letters.append(ALPHABET[rest])
    return "I-" + "".join(letters)
