"""Taking a request down for somebody: at the phone, at a fair, from a letter (P49)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from privacy.models import Case
from privacy.models.case_choices import CaseChannel, CaseKind, IdentityMethod
from registry.models import Person, PersonEmail, Staff

from .at_once import take_effect_at_once
from .receipt import send_receipt
from .receive import register_request
from .sharing import find_holders, own_addresses


@transaction.atomic
def take_request(
    *,
    actor: Staff,
    kind: CaseKind,
    channel: CaseChannel,
    person: Person | None = None,
    email: str = "",
    name: str = "",
    details: str = "",
    language: str = "fi",
    received_at: datetime | None = None,
    identity_method: IdentityMethod = IdentityMethod.NONE,
) -> Case:
    """Write the request down and send its receipt at once; on paper where there is no
    address. No form is asked of anybody.

    Without an address for the answer, the person's own one on file is taken, unless
    others read it too. Objection to marketing and withdrawal of consent hold from this
    moment for the chosen person, else for everybody who has the address.
    """
    address = email or (_address_of(person) if person else "")
    case = register_request(
        actor=actor,
        kind=kind,
        channel=channel,
        person=person,
        email=address,
        name=name or (person.full_name if person else ""),
        details=details,
        language=language,
        received_at=received_at,
        identity_method=identity_method,
    )
    whom = [person.pk] if person else find_holders(address) if address else []
    if not take_effect_at_once(case, whom, actor=actor):
        send_receipt(case)
    return case


def _address_of(person: Person) -> str:
    found: PersonEmail | None = next(iter(own_addresses([person.pk])), None)
    return found.normalised if found else ""
