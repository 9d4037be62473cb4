"""Plain factories: sequences, no surprises. The cast has names of its own."""

from datetime import date
from decimal import Decimal
from typing import Any

import factory

from registry.choices import Channel, SourceKind
from registry.digests import contact_digest
from registry.law.identifiers.business_id import check_digit
from registry.models import (
    Address,
    BusinessEvent,
    Company,
    Order,
    OrderLine,
    Person,
    PersonEmail,
    PersonGuard,
    PersonPhone,
    Position,
    Source,
    Staff,
    Voucher,
)


def business_id(number: int) -> str:
    """A well-formed Y-tunnus for a sequence number; skips those never issued."""
    seven = f"{2_000_000 + number:07d}"
    digit = check_digit(seven)
    return f"{seven}-{digit}" if digit is not None else business_id(number + 500_000)


class StaffFactory(factory.django.DjangoModelFactory):
    """A staff member without a role."""

    class Meta:
        model = Staff

    username = factory.Sequence(lambda n: f"staff{n}")


class PersonFactory(factory.django.DjangoModelFactory):
    """A prospect collected in 2020."""

    class Meta:
        model = Person

    given_name = factory.Sequence(lambda n: f"Etunimi{n}")
    family_name = factory.Sequence(lambda n: f"Sukunimi{n}")
    collected_on = date(2020, 3, 2)


class EmailFactory(factory.django.DjangoModelFactory):
    """The primary address of a new person."""

    class Meta:
        model = PersonEmail

    person = factory.SubFactory(PersonFactory)
    address = factory.Sequence(lambda n: f"osoite{n}@yritys.example")
    normalised = factory.LazyAttribute(lambda o: o.address.lower())
    suppression_digest = factory.LazyAttribute(lambda o: contact_digest(o.normalised))
    is_primary = True


class PhoneFactory(factory.django.DjangoModelFactory):
    """The primary mobile number of a new person."""

    class Meta:
        model = PersonPhone

    person = factory.SubFactory(PersonFactory)
    e164 = factory.Sequence(lambda n: f"+35840{1_000_000 + n}")
    number_type = "mobile"
    suppression_digest = factory.LazyAttribute(lambda o: contact_digest(o.e164))
    is_primary = True


class CompanyFactory(factory.django.DjangoModelFactory):
    """A limited company with a valid business id."""

    class Meta:
        model = Company

    name = factory.Sequence(lambda n: f"Yritys {n} Oy")
    business_id = factory.Sequence(business_id)
    legal_form = "oy"


class PositionFactory(factory.django.DjangoModelFactory):
    """An open position."""

    class Meta:
        model = Position

    person = factory.SubFactory(PersonFactory)
    company = factory.SubFactory(CompanyFactory)
    title = "Ostopäällikkö"


class AddressFactory(factory.django.DjangoModelFactory):
    """A postal address of a new company."""

    class Meta:
        model = Address

    company = factory.SubFactory(CompanyFactory)
    street = factory.Sequence(lambda n: f"Koekatu {n}")
    postal_code = "40100"
    city = "Jyväskylä"


class SourceFactory(factory.django.DjangoModelFactory):
    """Met at a fair."""

    class Meta:
        model = Source

    person = factory.SubFactory(PersonFactory)
    kind = SourceKind.SELF
    channel = Channel.FAIR
    collected_on = date(2020, 3, 2)


class OrderFactory(factory.django.DjangoModelFactory):
    """A confirmed order of a new company."""

    class Meta:
        model = Order

    number = factory.Sequence(lambda n: f"T-{n:06d}")
    buyer_company = factory.SubFactory(CompanyFactory)
    ordered_on = date(2025, 5, 5)
    status = "confirmed"


class OrderLineFactory(factory.django.DjangoModelFactory):
    """Two pieces at 10 euros."""

    class Meta:
        model = OrderLine

    order = factory.SubFactory(OrderFactory)
    product = "Tuote"
    quantity = Decimal(2)
    unit_price = Decimal("10.00")
    vat_rate = Decimal("25.50")


class VoucherFactory(factory.django.DjangoModelFactory):
    """A voucher kept until the end of 2099 unless said otherwise."""

    class Meta:
        model = Voucher

    order = factory.SubFactory(OrderFactory)
    number = factory.Sequence(lambda n: f"V-{n:06d}")
    issued_on = date(2025, 5, 6)
    financial_year_end = date(2025, 12, 31)
    kept_until = date(2099, 12, 31)
    buyer_name = "Ostaja"
    lines: Any = factory.LazyFunction(list)
    net_total = Decimal("20.00")
    vat_total = Decimal("5.10")


class BusinessEventFactory(factory.django.DjangoModelFactory):
    """An order of a person."""

    class Meta:
        model = BusinessEvent

    person = factory.SubFactory(PersonFactory)
    kind = "order"
    on = date(2025, 5, 5)
    evidence_type = "order"
    evidence_ref = factory.Sequence(str)


class GuardFactory(factory.django.DjangoModelFactory):
    """A restriction in force (tests only: the product writes it through the gate)."""

    class Meta:
        model = PersonGuard

    person = factory.SubFactory(PersonFactory)
    restricted = True
