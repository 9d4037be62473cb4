"""What identifies people, taken before they are erased."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from registry.models import Person, PersonEmail, PersonPhone, Position
from registry.seams.personal_data import Traces


def traces_of(person_ids: Collection[int]) -> Traces:
    """E-mail addresses, phone numbers in common notations, references, full names
    both ways round, and the companies of these people. A full name needs two words:
    a lone «Matti» identifies nobody."""
    persons = Person.objects.filter(pk__in=person_ids)
    emails = PersonEmail.objects.filter(person__in=person_ids)
    phones = PersonPhone.objects.filter(person__in=person_ids)
    companies = Position.objects.filter(person__in=person_ids)
    return Traces(
        words=tuple(
            sorted(
                {
                    *persons.values_list("reference", flat=True),
                    *emails.values_list("normalised", flat=True),
                    *(n for p in phones for n in phone_notations(p.e164)),
                }
            )
        ),
        names=tuple(sorted({n for p in persons for n in _names(p)})),
        company_ids=tuple(companies.values_list("company_id", flat=True).distinct()),
    )


def phone_notations(e164: str) -> Iterator[str]:
    """Ways in which people write the number: ``+358 40 1234567``, ``040-1234567`` …

    Finnish mobile numbers are grouped after the three-digit area; other numbers are
    given in E.164 and without the plus."""
    yield e164
    yield e164.replace("+", "00")
    if not e164.startswith("+358"):
        return
    national = e164.removeprefix("+358")
    head, tail = national[:2], national[2:]
    tails = {tail, f"{tail[:3]} {tail[3:]}", f"{tail[:3]} {tail[3:5]} {tail[5:]}"}
    for rest in tails:
        yield from (f"+358 {head} {rest}", f"+358{head} {rest}", f"00358 {head} {rest}")
        yield from (f"0{head} {rest}", f"0{head}-{rest}", f"0{head}{rest}")


def _names(person: Person) -> Iterator[str]:
    if person.given_name and person.family_name:
        yield f"{person.given_name} {person.family_name}"
        yield f"{person.family_name} {person.given_name}"
