"""What identifies people, taken before they are erased."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from registry.models import Person, PersonEmail, PersonPhone, Position
from registry.seams.personal_data import Traces


def traces_of(person_ids: Collection[int]) -> Traces:
    """E-mail addresses, phone numbers, references, full names both ways round, and the
    companies of these people. A full name needs two words: a lone «Matti» identifies
    nobody."""
    persons = list(Person.objects.filter(pk__in=person_ids))
    emails = PersonEmail.objects.filter(person__in=person_ids)
    phones = set(
        PersonPhone.objects.filter(person__in=person_ids).values_list("e164", flat=True)
    )
    companies = Position.objects.filter(person__in=person_ids)
    full = {
        (p.given_name, p.family_name) for p in persons if p.given_name and p.family_name
    }
    return Traces(
        words=tuple(
            sorted(
                {
                    *(person.reference for person in persons),
                    *emails.values_list("normalised", flat=True),
                    *phones,
                }
            )
        ),
        names=tuple(sorted({name for one in full for name in _both_ways(*one)})),
        company_ids=tuple(companies.values_list("company_id", flat=True).distinct()),
        phones=tuple(sorted(phones)),
        people=tuple(sorted(full)),
    )


def _both_ways(given: str, family: str) -> Iterator[str]:
    yield f"{given} {family}"
    yield f"{family} {given}"
