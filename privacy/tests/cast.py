"""The cast of the gate's tests: each one made through the services, with a name."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from privacy.models import RestrictionGround
from privacy.services import consents, notices, objections, restrictions
from registry.models import Person
from registry.tests.factories import (
    AddressFactory,
    EmailFactory,
    PersonFactory,
    PhoneFactory,
    PositionFactory,
    StaffFactory,
)


def told(**values: Any) -> Person:
    """A natural person with an e-mail address and a phone who was given the notice."""
    person: Person = PersonFactory(**values)
    EmailFactory(person=person)
    PhoneFactory(person=person)
    notices.record_notice(person_ids=[person.pk], way="letter")
    return person


def consenting() -> Person:
    """Suostuva Saara: consented to marketing by e-mail."""
    person = told(given_name="Suostuva", family_name="Saara")
    give_consent(person)
    return person


def withdrawn() -> Person:
    """Peruva Pekka: consented once and took it back."""
    person = told(given_name="Peruva", family_name="Pekka")
    give_consent(person)
    consents.withdraw_consent(actor=None, person_id=person.pk, source="puhelin")
    return person


def objecting() -> Person:
    """Kieltävä Kaisa: consented once, then objected to all marketing."""
    person = told(given_name="Kieltävä", family_name="Kaisa")
    give_consent(person)
    objections.record_objection(actor=None, person_id=person.pk, source="puhelin")
    return person


def restricted() -> Person:
    """Rajattu Reino: consented, but processing of his data is restricted."""
    person = told(given_name="Rajattu", family_name="Reino")
    give_consent(person)
    restrictions.open_restriction(
        actor=StaffFactory(),
        person_id=person.pk,
        ground=RestrictionGround.ACCURACY,
        reason="Osoite on väärä.",
    )
    return person


def buyer() -> Person:
    """Ostava Outi: buys for her company, and her tasks are on record."""
    person = told(given_name="Ostava", family_name="Outi")
    position = PositionFactory(person=person, work_tasks="Päättää rehuhankinnoista")
    AddressFactory(company=position.company)
    return person


def give_consent(person: Person, **details: Any) -> None:
    """Consent to marketing by e-mail, now."""
    consents.record_consent(
        actor=None,
        person_id=person.pk,
        **{
            "text_version": "kirje-1",
            "source": "lomake",
            "at": timezone.now(),
            **details,
        },
    )


def living_through(acts: list[str]) -> Person:
    """A person to whom these things happened, in this order; a restriction last, for
    under it the database lets nothing about her grow."""
    person: Person = PersonFactory()
    for act in sorted(acts, key=lambda act: act == "restrict"):
        happen(person, act)
    return person


def happen(person: Person, act: str) -> None:
    """One of the things that may happen to a person."""
    if act.startswith("consent_"):
        give_consent(person, channel=act.removeprefix("consent_"))
    else:
        HAPPENINGS[act](person)


HAPPENINGS: dict[str, Callable[[Person], object]] = {
    "withdraw": lambda person: consents.withdraw_consent(
        actor=None, person_id=person.pk, source="puhelin"
    ),
    "object": lambda person: objections.record_objection(
        actor=None, person_id=person.pk
    ),
    "object_email": lambda person: objections.record_objection(
        actor=None, person_id=person.pk, scope="email"
    ),
    "restrict": lambda person: restrictions.open_restriction(
        actor=None,
        person_id=person.pk,
        ground=RestrictionGround.UNLAWFUL,
        reason="Pyyntö",
    ),
    "tell": lambda person: notices.record_notice(person_ids=[person.pk], way="card"),
    "email": lambda person: EmailFactory(
        person=person, is_primary=not person.emails.exists()
    ),
    "phone": lambda person: PhoneFactory(
        person=person, is_primary=not person.phones.exists()
    ),
    "position": lambda person: PositionFactory(person=person, work_tasks="Ostot"),
}
