"""A small register with one person whom sales must never see, and arguments for URLs."""

from dataclasses import dataclass
from typing import Any

from contacts.tests.factories import (
    FollowUpFactory,
    InteractionFactory,
    ParticipantFactory,
)
from privacy.models import PeriodRule
from registry.models import AuditEntry, Partner, Person, Staff
from registry.seams.audit import record
from registry.tests.factories import (
    AddressFactory,
    CompanyFactory,
    EmailFactory,
    GuardFactory,
    OrderFactory,
    OrderLineFactory,
    PersonFactory,
    PhoneFactory,
    PositionFactory,
    SourceFactory,
    StaffFactory,
)

HIDDEN_NAME = "Salattulainen"
HIDDEN_EMAIL = "never-to-be-seen@piilo.example"
HIDDEN_PHONE = "+358405550123"
HIDDEN_SIGNS = (HIDDEN_NAME, HIDDEN_EMAIL, HIDDEN_PHONE, "555 0123", "5550123")


@dataclass
class World:
    """Objects by what a URL's argument may name."""

    person: Person
    hidden: Person
    objects: dict[str, Any]

    def arguments_of(self, url_name: str, names: tuple[str, ...]) -> dict[str, Any]:
        """Arguments for an address: the planted object that its name speaks of."""
        return {name: self._argument(url_name, name) for name in names}

    def _argument(self, url_name: str, name: str) -> Any:
        if name in ("object_id", "key", "id"):
            for word, found in self.objects.items():
                if word in url_name:
                    return found.pk
            return 1
        fixed = {
            "app_label": "registry",
            "number": 1,
            "name": "access-package",
            "version": 1,
            "content_type_id": 1,
            "holding": "interactions",
        }
        return fixed.get(name, "none")


def build_world(staff: Staff) -> World:
    """A person, her company, order and dealings, and the hidden one everywhere beside."""
    company = CompanyFactory()
    person = _person(staff, company, given_name="Aava", family_name="Avoin")
    hidden = _person(
        staff,
        company,
        email=HIDDEN_EMAIL,
        phone=HIDDEN_PHONE,
        given_name="Kielletty",
        family_name=HIDDEN_NAME,
    )
    GuardFactory(person=hidden)
    order = OrderFactory(buyer_company=company, contact=person)
    OrderLineFactory(order=order)
    OrderFactory(buyer_company=company, contact=hidden)
    OrderFactory(buyer_company=None, buyer_person=hidden)
    interaction = InteractionFactory(company=company, author=staff)
    ParticipantFactory(interaction=interaction, person=person)
    task = FollowUpFactory(person=person, owner=staff)
    record(actor=staff, action="person.viewed", subjects=[("person", person.pk)])
    objects = {
        "privacy_periodrule": PeriodRule.objects.get(slug="contact_note"),
        "contacts_log_company": company,
        "contacts_log_person": person,
        "contacts_promise_person": person,
        "contacts_followup": task,
        "contacts_interaction": interaction,
        "why_company": CompanyFactory(is_sole_trader=True, proprietor=person),
        "why_order": order,
        "why_person": person,
        "why_row": interaction,
        "registry_auditentry": AuditEntry.objects.latest("pk"),
        "registry_partner": Partner.objects.create(name="Messukumppani Oy"),
        "registry_company": company,
        "registry_order": order,
        "registry_person": person,
        "registry_staff": StaffFactory(),
        "auth_user_password": StaffFactory(),
    }
    return World(person=person, hidden=hidden, objects=objects)


def _person(
    staff: Staff, company: Any, *, email: str = "", phone: str = "", **names: str
) -> Person:
    person: Person = PersonFactory(private_customer=True, **names)
    EmailFactory(person=person, **({"address": email} if email else {}))
    PhoneFactory(person=person, **({"e164": phone} if phone else {}))
    PositionFactory(person=person, company=company)
    AddressFactory(company=None, person=person)
    SourceFactory(person=person)
    told = InteractionFactory(
        company=company, author=staff, body=f"{person.full_name} soitti."
    )
    ParticipantFactory(interaction=told, person=person)
    FollowUpFactory(person=person, owner=staff, text=f"Soita: {person.full_name}")
    return person
