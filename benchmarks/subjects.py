"""Whom the rounds ask for: rows spread evenly over the register."""

from dataclasses import dataclass

from registry.models import Person

from .timing import ROUNDS


@dataclass(frozen=True, slots=True)
class Subject:
    """One person, and how she would be searched for."""

    pk: int
    sort_key: str
    surname_part: str
    email: str
    phone: str


def choose_subjects() -> list[Subject]:
    """As many as there are rounds, from every part of the list."""
    lowest, highest = _ends()
    step = (highest - lowest) // (ROUNDS + 1) or 1
    keys = range(lowest + step, highest, step)
    people = [
        Person.objects.filter(pk__gte=key, emails__isnull=False, phones__isnull=False)
        .order_by("pk")
        .first()
        for key in list(keys)[:ROUNDS]
    ]
    return [_subject(person) for person in people if person]


def _ends() -> tuple[int, int]:
    first = Person.objects.order_by("pk").first()
    last = Person.objects.order_by("pk").last()
    if first is None or last is None:
        raise SystemExit("The register is empty: nothing to measure.")
    return first.pk, last.pk


def _subject(person: Person) -> Subject:
    email, phone = person.emails.first(), person.phones.first()
    name = person.family_name
    return Subject(
        pk=person.pk,
        sort_key=person.sort_key,
        surname_part=name[1:6] if len(name) > 6 else name,
        email=email.normalised if email else "",
        phone=_national(phone.e164) if phone else "",
    )


def _national(e164: str) -> str:
    """As a Finn types it: 0457 000 123."""
    digits = e164.replace("+358", "0")
    return f"{digits[:4]} {digits[4:7]} {digits[7:]}"
