"""A small company's register, written through the services that staff use.

The same people, companies and dealings at every first run; days are counted back from
`today`, so that there is always something to do. What was erased does not come back.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from typing import Final

from django.db import transaction
from django.utils import timezone

from contacts.choices import Direction, InteractionKind
from contacts.services import add_follow_up, log_interaction
from registry.choices import (
    AddressKind,
    Channel,
    LegalForm,
    OrderStatus,
    PersonKind,
    SourceKind,
)
from registry.law.identifiers.names import name_key
from registry.models import Company, EInvoiceAddress, Partner, Person, Staff
from registry.services.companies import add_address, create_company
from registry.services.orders import Line, invoice_order, move_order, place_order
from registry.services.persons import create_person, take_position

from . import words
from .invented import business_id
from .legal_year import tell_legal_story

PARTNER: Final = "Keski-Suomen Messut (esittely)"
_SEED: Final = 20_261_122
_FIRST_ID: Final = 250_000
_COMPANIES: Final = 40
_CONTACTS: Final = 108
_PROSPECTS: Final = 26
_PRIVATE: Final = 13
_SOLE_TRADERS: Final = 3
_OLDEST: Final = date(2006, 3, 1)
_VAT: Final = Decimal("25.5")
_FORMS: Final = (LegalForm.OY,) * 7 + (LegalForm.KY, LegalForm.RY, LegalForm.OSK)
_FORM_WORD: Final = {
    LegalForm.OY: "Oy",
    LegalForm.KY: "Ky",
    LegalForm.RY: "ry",
    LegalForm.OSK: "osk",
    LegalForm.TMI: "Tmi",
}
_TASKS: Final = (
    "Soita tarjouksesta",
    "Lähetä uusi hinnasto",
    "Sovi esittelystä",
    "Tarkista toimituksen laatu",
    "Kysy syksyn tarpeista",
)


@dataclass
class Scene:
    """What the pieces of the story share."""

    random: Random
    today: date
    seller: Staff
    partner: Partner
    orders: int = 0

    def day(self, oldest: date = _OLDEST) -> date:
        """Some day up to yesterday, newer days more often."""
        span = max((self.today - oldest).days - 1, 1)
        return self.today - timedelta(days=1 + int(span * self.random.random() ** 2))

    def name(self) -> tuple[str, str]:
        return (
            self.random.choice(words.GIVEN_NAMES),
            self.random.choice(words.FAMILY_NAMES),
        )


def is_told() -> bool:
    """Has this story been written into the register before?"""
    return Partner.objects.filter(name=PARTNER).exists()


@transaction.atomic
def tell_story(*, today: date, seller: Staff, officer: Staff) -> None:
    """Write the whole of it, once; a second time changes nothing."""
    if is_told():
        return
    partner = Partner.objects.create(name=PARTNER, public_source="Kaupparekisteri")
    scene = Scene(Random(_SEED), today, seller, partner)  # noqa: S311 -- a story, no secret
    companies = [_add_company(scene, number) for number in range(_COMPANIES)]
    for number in range(_CONTACTS):
        _add_contact(scene, companies[number % len(companies)])
    for _number in range(_PROSPECTS):
        _add_prospect(scene)
    for _number in range(_PRIVATE):
        _add_private_customer(scene)
    for number in range(_SOLE_TRADERS):
        _add_sole_trader(scene, _COMPANIES + number)
    tell_legal_story(seller=seller, officer=officer)


def _add_company(scene: Scene, number: int) -> Company:
    form = _FORMS[number % len(_FORMS)]
    word = scene.random.choice(words.COMPANY_WORDS)
    trade = scene.random.choice(words.COMPANY_TRADES)
    company = create_company(
        actor=scene.seller,
        name=f"{word} {trade} {_FORM_WORD[form]}",
        **_company_facts(scene, number, form),
    )
    _settle(scene, company)
    return company


def _company_facts(scene: Scene, number: int, form: LegalForm) -> dict[str, str]:
    return {
        "business_id": business_id(_FIRST_ID + number),
        "legal_form": form,
        "industry_code": scene.random.choice(words.INDUSTRIES),
        "source": "Esittely",
    }


def _settle(scene: Scene, company: Company) -> None:
    code, city, municipality = scene.random.choice(words.TOWNS)
    company.municipality_code = municipality
    company.save(update_fields=["municipality_code"])
    street = f"{scene.random.choice(words.STREETS)} {scene.random.randint(1, 90)}"
    add_address(company=company, street=street, postal_code=code, city=city)
    if scene.random.random() < 0.3:
        add_address(
            company=company,
            street="PL 12",
            postal_code=code,
            city=city,
            kind=AddressKind.BILLING,
        )
    company.refresh_from_db()
    if company.ovt_code and scene.random.random() < 0.7:
        EInvoiceAddress.objects.create(
            company=company, address=company.ovt_code, operator="003721291126"
        )


def _add_person(
    scene: Scene, *, domain: str, kind: PersonKind, private: bool
) -> Person:
    given, family = scene.name()
    local = f"{name_key(given)}.{name_key(family)}".replace(" ", "-")
    number = scene.random.randint(0, 999_999)
    from_partner = kind == PersonKind.PROSPECT and scene.random.random() < 0.2
    channel = Channel.FAIR if from_partner else scene.random.choice(Channel.values)
    return create_person(
        actor=scene.seller,
        given_name=given,
        family_name=family,
        collected_on=scene.day(),
        channel=Channel(channel),
        source_kind=SourceKind.PARTNER if from_partner else SourceKind.SELF,
        partner=scene.partner if from_partner else None,
        source_detail="Esittely",
        kind=kind,
        language=scene.random.choice(("fi",) * 8 + ("sv", "en")),
        private_customer=private,
        emails=[f"{local}@{domain}"],
        phones=[f"0457 {number:06d}"] if scene.random.random() < 0.9 else [],
    )


def _add_contact(scene: Scene, company: Company) -> None:
    domain = "-".join(name_key(company.name).split()) + ".example"
    person = _add_person(scene, domain=domain, kind=PersonKind.CUSTOMER, private=False)
    title, tasks = scene.random.choice(words.TITLES)
    has_left = scene.random.random() < 0.08
    take_position(
        person=person,
        company=company,
        title=title,
        work_tasks=tasks,
        starts_on=person.collected_on,
        ends_on=scene.day(person.collected_on) if has_left else None,
    )
    for _turn in range(scene.random.choice((0, 1, 1, 2))):
        _order(scene, company=company, contact=person)
    _talk(scene, person, company)


def _add_prospect(scene: Scene) -> None:
    person = _add_person(
        scene, domain="posti.example", kind=PersonKind.PROSPECT, private=False
    )
    _talk(scene, person, None)


def _add_private_customer(scene: Scene) -> None:
    person = _add_person(
        scene, domain="posti.example", kind=PersonKind.CUSTOMER, private=True
    )
    code, city, _municipality = scene.random.choice(words.TOWNS)
    add_address(person=person, street="Koivukuja 3", postal_code=code, city=city)
    _order(scene, buyer=person)
    _talk(scene, person, None)


def _add_sole_trader(scene: Scene, number: int) -> None:
    person = _add_person(
        scene, domain="tmi.example", kind=PersonKind.CUSTOMER, private=False
    )
    company = create_company(
        actor=scene.seller,
        name=f"Tmi {person.full_name}",
        is_sole_trader=True,
        proprietor=person,
        **_company_facts(scene, number, LegalForm.TMI),
    )
    _settle(scene, company)
    take_position(person=person, company=company, title="Yrittäjä")
    _order(scene, company=company, contact=person)
    _talk(scene, person, company)


def _order(
    scene: Scene,
    *,
    company: Company | None = None,
    contact: Person | None = None,
    buyer: Person | None = None,
) -> None:
    scene.orders += 1
    person = contact or buyer
    on = scene.day(person.collected_on) if person else scene.day()
    order = place_order(
        actor=scene.seller,
        number=f"T{on:%y}-{scene.orders:04d}",
        ordered_on=on,
        lines=list(_lines(scene)),
        buyer_company=company,
        buyer_person=buyer,
        contact=contact,
    )
    age = (scene.today - on).days
    if age < 7:
        return
    delivered = on + timedelta(days=5)
    order = move_order(
        actor=scene.seller, order=order, to=OrderStatus.DELIVERED, on=delivered
    )
    if age < 21:
        return
    issued = on + timedelta(days=7)
    invoice_order(
        actor=scene.seller,
        order=order,
        voucher_number=f"L{scene.orders:05d}",
        issued_on=issued,
        financial_year_end=date(issued.year, 12, 31),
    )
    if age > 60:
        paid = on + timedelta(days=30)
        move_order(actor=scene.seller, order=order, to=OrderStatus.CLOSED, on=paid)


def _lines(scene: Scene) -> Iterator[Line]:
    for product, price in scene.random.sample(words.PRODUCTS, k=2):
        yield Line(
            product=product,
            quantity=Decimal(scene.random.randint(1, 20)),
            unit_price=Decimal(price),
            vat_rate=_VAT,
        )


def _talk(scene: Scene, person: Person, company: Company | None) -> None:
    kinds = (InteractionKind.CALL, InteractionKind.NOTE, InteractionKind.EMAIL)
    for _turn in range(scene.random.randint(1, 4)):
        on = scene.day(person.collected_on)
        from_customer = scene.random.random() < 0.25
        log_interaction(
            actor=scene.seller,
            kind=scene.random.choice(kinds),
            direction=Direction.IN if from_customer else Direction.OUT,
            at=timezone.make_aware(
                datetime.combine(on, time(9 + scene.random.randint(0, 7)))
            ),
            persons=[person],
            company=company,
            body=scene.random.choice(words.NOTES),
            started_by_customer=from_customer,
        )
    if scene.random.random() < 0.2:
        add_follow_up(
            actor=scene.seller,
            due_on=scene.today + timedelta(days=scene.random.randint(-3, 14)),
            text=scene.random.choice(_TASKS),
            person=person,
            company=company,
        )
