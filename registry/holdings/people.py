"""Persons, their contact points and positions."""

from django.utils.translation import gettext_lazy as _

from registry.models import Person, PersonEmail, PersonPhone, Position
from registry.seams.personal_data import (
    Category,
    Obligation,
    Origin,
    history_of,
    holding,
)

from .words import KEY, ROW_BOOKKEEPING, about

NAME = about(
    category=Category.NAME,
    rectifiable=True,
    identifier=True,
    free_text=True,
    obligation=Obligation.CONTRACT,
)

persons = holding(
    "persons",
    model=Person,
    person_path="pk",
    label=_("Person"),
    fields={
        "reference": about(
            category=Category.NAME, origin=Origin.DERIVED, identifier=True
        ),
        "kind": about(category=Category.COMPANY, origin=Origin.DERIVED),
        "given_name": NAME,
        "family_name": NAME,
        "language": about(category=Category.CONTACTS, rectifiable=True),
        "private_customer": about(category=Category.PURCHASES, origin=Origin.DERIVED),
        "collected_on": about(category=Category.CONTACTS, origin=Origin.OBSERVED),
        "sort_key": about(
            category=Category.NAME, origin=Origin.DERIVED, exported=False
        ),
        "search_text": about(
            category=Category.NAME, origin=Origin.DERIVED, exported=False
        ),
    },
    technical={
        "id": KEY,
        "version": "counts saves, so that two people do not overwrite each other",
        "created_at": ROW_BOOKKEEPING,
        "updated_at": ROW_BOOKKEEPING,
    },
)
history_of(persons)

CONTACT_POINT_TECHNICAL = {
    "id": KEY,
    "person": "link to the person",
    "is_primary": "which of several is used first",
    "digest_key_version": "names the key of the digest",
    "created_at": ROW_BOOKKEEPING,
}

emails = holding(
    "emails",
    model=PersonEmail,
    person_path="person",
    label=_("E-mail addresses"),
    fields={
        "address": about(category=Category.EMAIL, rectifiable=True, identifier=True),
        "normalised": about(
            category=Category.EMAIL,
            origin=Origin.DERIVED,
            identifier=True,
            exported=False,
        ),
        "verified_at": about(category=Category.EMAIL, origin=Origin.OBSERVED),
        "suppression_digest": about(
            category=Category.EMAIL, origin=Origin.DERIVED, exported=False
        ),
    },
    technical=CONTACT_POINT_TECHNICAL,
)
history_of(emails)

phones = holding(
    "phones",
    model=PersonPhone,
    person_path="person",
    label=_("Phone numbers"),
    fields={
        "e164": about(category=Category.PHONE, rectifiable=True, identifier=True),
        "number_type": about(category=Category.PHONE, origin=Origin.DERIVED),
        "suppression_digest": about(
            category=Category.PHONE, origin=Origin.DERIVED, exported=False
        ),
    },
    technical=CONTACT_POINT_TECHNICAL,
)
history_of(phones)

positions = holding(
    "positions",
    model=Position,
    person_path="person",
    label=_("Positions in companies"),
    fields={
        "company": about(
            category=Category.COMPANY,
            export_as="company__name",
            obligation=Obligation.CONTRACT,
        ),
        "title": about(category=Category.TITLE, rectifiable=True, free_text=True),
        "work_tasks": about(category=Category.TITLE, rectifiable=True, free_text=True),
        "starts_on": about(category=Category.TITLE, rectifiable=True),
        "ends_on": about(category=Category.TITLE, rectifiable=True),
    },
    technical={
        "id": KEY,
        "person": "link to the person",
        "created_at": ROW_BOOKKEEPING,
    },
)
history_of(positions)
