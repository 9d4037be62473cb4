"""Up to a million invented persons and all that hangs on them, by COPY.

Nine persons in ten are customers with two or three orders, each with a line and a
business event, so that orders are twice as many as persons; everyone has a source, an
e-mail address, a phone number and three interactions; every fifth brings a company.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Final

from django.db import models, transaction
from django.utils import timezone

from contacts.models import Interaction, Participant
from registry.copying import copy_lines, reserve_keys
from registry.digests import KEY_VERSION, contact_digest
from registry.models import (
    Address,
    BusinessEvent,
    Company,
    Order,
    OrderLine,
    Partner,
    Person,
    PersonClock,
    PersonEmail,
    PersonPhone,
    Position,
    Source,
)
from registry.services.clocks import clocks_standing_still, recompute_clocks

from .bare_tables import analyze, bare_tables
from .invented import InventedPerson, company, later_day, person, reference
from .words import INDUSTRIES, NOTES, PRODUCTS, STREETS, TITLES

MARK: Final = "Esittelyaineisto"
_CHUNK: Final = 10_000
_PERSONS_A_COMPANY: Final = 5
_INTERACTIONS: Final = 3
_BARE_FROM: Final = 20_000
_LANGUAGES: Final = ("fi",) * 18 + ("sv", "en")
_CHANNELS: Final = ("phone", "email", "meeting", "fair", "event", "web_form")
_KINDS: Final = (("note", "none"), ("call", "out"), ("email", "in"), ("meeting", "out"))
_FILLED: Final[tuple[type[models.Model], ...]] = (
    Person, PersonEmail, PersonPhone, Source, Company, Address, Position,
    Order, OrderLine, BusinessEvent, Interaction, Participant,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some persons with the keys that their rows get."""

    persons: list[InventedPerson]
    person_ids: list[int]
    company_ids: list[int]
    partner_id: int
    now: str

    def members(self) -> Iterator[tuple[InventedPerson, int, int]]:
        """Person, her key, the key of her company."""
        for index, invented in enumerate(self.persons):
            company_id = self.company_ids[index // _PERSONS_A_COMPANY]
            yield invented, self.person_ids[index], company_id


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """One order of a chunk; the buyer's two keys as COPY has them."""

    key: int
    number: str
    company: str
    person: str
    contact: str
    on: str
    bits: int


def orders_of(invented: InventedPerson) -> int:
    """None for one in ten (prospects), three for two in ten, else two."""
    last = invented.number % 10
    return 0 if last == 0 else 3 if last < 3 else 2


def copy_into(model: type[models.Model], columns: str, lines: Iterable[str]) -> None:
    """COPY under the model's own table name."""
    copy_lines(model._meta.db_table, columns.split(), lines)


def write_persons(chunk: Chunk) -> None:
    now = chunk.now
    copy_into(
        Person,
        "id reference kind given_name family_name language private_customer"
        " collected_on version created_at updated_at",
        (
            f"{key}\t{reference('H', p.number)}\t{'customer' if orders_of(p) else 'prospect'}"
            f"\t{p.given}\t{p.family}\t{_LANGUAGES[p.bits % 20]}\t{p.is_private}"
            f"\t{p.collected}\t1\t{now}\t{now}\n"
            for p, key, _company in chunk.members()
        ),
    )
    copy_into(
        Source,
        "person_id kind channel partner_id detail collected_on created_at",
        (_source_line(p, key, chunk) for p, key, _company in chunk.members()),
    )


def _source_line(p: InventedPerson, key: int, chunk: Chunk) -> str:
    is_from_partner = (p.bits >> 12) % 20 == 0
    kind = (
        f"partner\tfair\t{chunk.partner_id}"
        if is_from_partner
        else (f"self\t{_CHANNELS[(p.bits >> 16) % 6]}\t\\N")
    )
    return f"{key}\t{kind}\t{MARK}\t{p.collected}\t{chunk.now}\n"


def write_contact_points(chunk: Chunk) -> None:
    tail = f"\t{KEY_VERSION}\t{chunk.now}\n"
    copy_into(
        PersonEmail,
        "person_id address normalised is_primary suppression_digest"
        " digest_key_version created_at",
        (
            f"{key}\t{p.email}\t{p.email}\tt\t\\\\x{contact_digest(p.email).hex()}{tail}"
            for p, key, _company in chunk.members()
        ),
    )
    copy_into(
        PersonPhone,
        "person_id e164 number_type is_primary suppression_digest"
        " digest_key_version created_at",
        (
            f"{key}\t{p.phone}\tmobile\tt\t\\\\x{contact_digest(p.phone).hex()}{tail}"
            for p, key, _company in chunk.members()
        ),
    )


def write_companies(chunk: Chunk) -> None:
    first = chunk.persons[0].number // _PERSONS_A_COMPANY
    now = chunk.now
    made = [
        (key, number, company(number))
        for number, key in enumerate(chunk.company_ids, start=first)
    ]
    copy_into(
        Company,
        "id reference name business_id legal_form industry_code municipality_code"
        " is_sole_trader source version created_at updated_at",
        (
            f"{key}\t{reference('Y', number)}\t{c.name}\t{c.business_id}\toy"
            f"\t{INDUSTRIES[c.bits % len(INDUSTRIES)]}\t{c.town[2]}\tf\t{MARK}"
            f"\t1\t{now}\t{now}\n"
            for key, number, c in made
        ),
    )
    copy_into(
        Address,
        "company_id kind street postal_code city country created_at",
        (
            f"{key}\tpostal\t{STREETS[(c.bits >> 24) % len(STREETS)]} {1 + c.bits % 90}"
            f"\t{c.town[0]}\t{c.town[1]}\tFI\t{now}\n"
            for key, _number, c in made
        ),
    )


def write_positions(chunk: Chunk) -> None:
    copy_into(
        Position,
        "person_id company_id title work_tasks starts_on created_at",
        (
            f"{key}\t{company_id}\t{title}\t{tasks}\t{p.collected}\t{chunk.now}\n"
            for p, key, company_id in chunk.members()
            if not p.is_private
            for title, tasks in [TITLES[(p.bits >> 28) % len(TITLES)]]
        ),
    )


def _orders(chunk: Chunk) -> list[OrderFacts]:
    count = sum(map(orders_of, chunk.persons))
    keys = iter(reserve_keys(Order._meta.db_table, count))
    made = []
    for p, person_id, company_id in chunk.members():
        buyer = ("\\N", str(person_id), "\\N") if p.is_private else (
            str(company_id), "\\N", str(person_id)
        )  # fmt: skip
        for turn in range(orders_of(p)):
            bits = p.bits >> (turn * 7)
            on = later_day(p.collected, bits, p.busy_until)
            made.append(OrderFacts(next(keys), f"D{p.number}-{turn}", *buyer, on, bits))
    return made


def write_orders(chunk: Chunk) -> None:
    orders, now = _orders(chunk), chunk.now
    copy_into(
        Order,
        "id number buyer_company_id buyer_person_id contact_id contact_token status"
        " ordered_on reference created_at updated_at",
        (
            f"{o.key}\t{o.number}\t{o.company}\t{o.person}\t{o.contact}\t\tclosed"
            f"\t{o.on}\t\t{now}\t{now}\n"
            for o in orders
        ),
    )
    copy_into(
        OrderLine,
        "order_id product quantity unit_price vat_rate",
        (
            f"{o.key}\t{product}\t{1 + o.bits % 12}\t{price}\t25.50\n"
            for o in orders
            for product, price in [PRODUCTS[o.bits % len(PRODUCTS)]]
        ),
    )
    copy_into(
        BusinessEvent,
        "company_id person_id kind on evidence_type evidence_ref created_at",
        (
            f"{o.company}\t{o.person}\torder\t{o.on}\torder\t{o.key}\t{now}\n"
            for o in orders
        ),
    )


def write_interactions(chunk: Chunk) -> None:
    wanted = len(chunk.persons) * _INTERACTIONS
    keys = iter(reserve_keys(Interaction._meta.db_table, wanted))
    made = [
        (next(keys), person_id, company_id, later_day(p.collected, p.bits >> turn, p.busy_until), p.bits >> turn * 5)
        for p, person_id, company_id in chunk.members()
        for turn in range(_INTERACTIONS)
    ]  # fmt: skip
    copy_into(
        Interaction,
        "id kind direction at company_id subject body started_by_customer created_at",
        (
            f"{key}\t{kind}\t{direction}\t{on} 10:{bits % 60:02d}:00+00\t{company_id}\t"
            f"\t{NOTES[bits % len(NOTES)]}\tf\t{chunk.now}\n"
            for key, _person, company_id, on, bits in made
            for kind, direction in [_KINDS[bits % len(_KINDS)]]
        ),
    )
    copy_into(
        Participant,
        "interaction_id person_id at",
        (
            f"{key}\t{person_id}\t{on} 10:{bits % 60:02d}:00+00\n"
            for key, person_id, _company, on, bits in made
        ),
    )


PEOPLE_WRITERS: Final[tuple[Callable[[Chunk], None], ...]] = (
    write_companies,
    write_persons,
    write_contact_points,
    write_positions,
)
_WRITERS: Final[tuple[Callable[[Chunk], None], ...]] = (
    *PEOPLE_WRITERS,
    write_orders,
    write_interactions,
)


Invent = Callable[[int], InventedPerson]
"""Makes the n-th person; the same at every call."""


def reserve_chunk(
    first: int, size: int, partner_id: int, invent: Invent = person
) -> Chunk:
    """Invented persons from number `first` on, with keys for them and companies."""
    companies = -(-size // _PERSONS_A_COMPANY)
    return Chunk(
        persons=[invent(number) for number in range(first, first + size)],
        person_ids=reserve_keys(Person._meta.db_table, size),
        company_ids=reserve_keys(Company._meta.db_table, companies),
        partner_id=partner_id,
        now=timezone.now().isoformat(),
    )


def count_invented() -> int:
    """How many persons earlier runs have made."""
    return Source.objects.filter(detail=MARK).count()


def fill_register(
    persons: int,
    report: Callable[[int], None] = lambda _n: None,
    invent: Invent = person,
) -> int:
    """Bring the invented persons to this number; returns how many were made now.

    From twenty thousand new ones on, indexes are taken away and built at the end.
    `report` hears how many are written so far; `invent` makes other people than usual.
    """
    first = -(-count_invented() // _PERSONS_A_COMPANY) * _PERSONS_A_COMPANY
    wanted = max(persons - first, 0)
    tables = [model._meta.db_table for model in _FILLED]
    with transaction.atomic(), clocks_standing_still():
        partner, _made = Partner.objects.get_or_create(name="Messuliitto (esittely)")
        with bare_tables(tables) if wanted >= _BARE_FROM else nullcontext():
            for start in range(first, first + wanted, _CHUNK):
                size = min(_CHUNK, first + wanted - start)
                chunk = reserve_chunk(start, size, partner.pk, invent)
                for write in _WRITERS:
                    write(chunk)
                report(start + size - first)
    if wanted:
        analyze(tables)
        recompute_clocks()
        analyze([PersonClock._meta.db_table])
    return wanted
