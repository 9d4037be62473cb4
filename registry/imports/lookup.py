"""Loads what the rows of a chunk may mean: a fixed number of queries a chunk."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from django.db.models import Q

from registry.law.identifiers.names import company_key
from registry.models import (
    Address,
    Company,
    Person,
    PersonEmail,
    PersonPhone,
    Position,
    RestrictedField,
    Source,
)
from registry.models.expressions import company_key_of
from registry.seams import gate

from .rows import CompanyInput, ReadRow
from .states import CompanyState, Known, PersonState, PositionState


def load_known(rows: Sequence[ReadRow], known: Known) -> None:
    """Add to `known` all that these rows may mean and that it does not have yet."""
    good = [row for row in rows if not row.problems]
    _load_companies([row.company for row in good if row.company], known)
    people = [row for row in good if row.person]
    emails = {key for row in people for _, key in row.person.emails}  # type: ignore[union-attr]
    phones = {key for row in people for key, _ in row.person.phones}  # type: ignore[union-attr]
    if people:
        ids = _person_ids(emails, phones, people, known)
        _load_persons(ids - known.persons.keys(), known)
        known.suppressed |= gate.screen(emails | phones)


def _load_companies(given: Collection[CompanyInput], known: Known) -> None:
    ids = {company.business_id for company in given if company.business_id}
    keys = {company.key for company in given if company.key}
    if not ids | keys:
        return
    found = Company.objects.annotate(match_key=company_key_of("name")).filter(
        Q(match_key__in=keys) | Q(business_id__in=ids)
    )
    _take_companies(found, known)


def _take_companies(found: Iterable[Company], known: Known) -> None:
    fresh = [
        CompanyState(
            id=company.pk,
            name=company.name,
            business_id=company.business_id or "",
            key=company_key(company.name),
            legal_form=company.legal_form,
            industry_code=company.industry_code,
            municipality_code=company.municipality_code,
        )
        for company in sorted(found, key=lambda company: company.pk)
        if company.pk not in known.companies
    ]
    by_id = {state.id: state for state in fresh}
    addresses = Address.objects.filter(company__in=by_id).order_by("-pk")
    for owner, *address in addresses.values_list(
        "company_id", "street", "postal_code", "city"
    ):
        by_id[owner].address = tuple(address)  # type: ignore[assignment]  # three columns
    for state in fresh:
        known.add_company(state)


def _person_ids(
    emails: Collection[str],
    phones: Collection[str],
    rows: Sequence[ReadRow],
    known: Known,
) -> set[int]:
    ids = set(
        PersonEmail.objects.filter(normalised__in=emails).values_list(
            "person_id", flat=True
        )
    )
    ids.update(
        PersonPhone.objects.filter(e164__in=phones).values_list("person_id", flat=True)
    )
    names = {row.person.name_key for row in rows if row.person and row.company}
    # The generated column keeps the space of a name that has one part only.
    single = {name for name in names if " " not in name}
    spelled = names | {f"{name} " for name in single} | {f" {name}" for name in single}
    ids.update(
        Position.objects.filter(
            company__in=_companies_of(rows, known),
            ends_on=None,
            person__search_text__in=spelled,
        ).values_list("person_id", flat=True)
    )
    return ids


def _companies_of(rows: Sequence[ReadRow], known: Known) -> set[int]:
    found: set[int] = set()
    for row in rows:
        if row.company:
            found.update(c.id for c in known.by_company_key.get(row.company.key, ()))
            if by_id := known.by_business_id.get(row.company.business_id):
                found.add(by_id.id)
    return found - {0}


def _load_persons(ids: set[int], known: Known) -> None:
    states: dict[int, PersonState] = {}
    persons = Person.objects.filter(pk__in=ids).select_related("guard")
    single = set(
        RestrictedField.objects.filter(person__in=ids).values_list("person", flat=True)
    )
    for person in persons.order_by("pk"):
        guard = getattr(person, "guard", None)
        states[person.pk] = PersonState(
            id=person.pk,
            given_name=person.given_name,
            family_name=person.family_name,
            locked=bool(guard and guard.restricted) or person.pk in single,
        )
    _load_points(states)
    _load_positions(states, known)
    _load_sources(states)
    for state in states.values():
        known.add_person(state)


def _load_points(states: dict[int, PersonState]) -> None:
    emails = PersonEmail.objects.filter(person__in=states)
    for owner, email in emails.values_list("person_id", "normalised"):
        states[owner].emails.add(email)
    phones = PersonPhone.objects.filter(person__in=states)
    for owner, phone in phones.values_list("person_id", "e164"):
        states[owner].phones.add(phone)


def _load_positions(states: dict[int, PersonState], known: Known) -> None:
    positions = Position.objects.filter(person__in=states, ends_on=None)
    by_company = defaultdict(list)
    for position in positions:
        by_company[position.company_id].append(position)
    missing = Company.objects.filter(pk__in=by_company.keys() - known.companies.keys())
    _take_companies(missing, known)
    for company_id, held in by_company.items():
        for position in held:
            states[position.person_id].positions[known.companies[company_id]] = (
                PositionState(position.pk, position.title, position.work_tasks)
            )


def _load_sources(states: dict[int, PersonState]) -> None:
    sources = Source.objects.filter(person__in=states)
    for owner, *key, day in sources.values_list(
        "person_id", "kind", "channel", "partner_id", "detail", "collected_on"
    ):
        states[owner].sources.add((*key, str(day)))  # type: ignore[arg-type]
