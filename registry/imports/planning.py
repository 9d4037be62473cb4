"""What each row of a chunk will do. Changes states in memory; writes nothing."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from registry.law.folding import fold
from registry.models import ImportOutcome

from .companies import merge_company
from .lookup import load_known
from .problems import Problem
from .rows import Defaults, PersonInput, ReadRow
from .states import CompanyState, Known, PersonState, PositionState

Difference = tuple[str, str, str]
"""Field, what the register keeps, what the file says."""


@dataclass(slots=True)
class PlannedRow:
    """A row and what becomes of it."""

    row: ReadRow
    outcome: ImportOutcome = ImportOutcome.UNCHANGED
    person: PersonState | None = None
    company: CompanyState | None = None
    matched_by: str = ""
    changes: set[str] = field(default_factory=set)
    differences: list[Difference] = field(default_factory=list)


class RefusedError(Exception):
    """The row fits nobody it may change."""

    def __init__(self, field_name: str, code: str) -> None:
        super().__init__(code)
        self.problem = Problem(field_name, code)


def plan_chunk(
    rows: list[ReadRow], *, defaults: Defaults, known: Known
) -> list[PlannedRow]:
    """Plan the rows in their order; a row finds what an earlier one creates."""
    load_known(rows, known)
    return [_plan(row, defaults, known) for row in rows]


def _plan(row: ReadRow, defaults: Defaults, known: Known) -> PlannedRow:
    planned = PlannedRow(row)
    try:
        if row.problems:
            raise RefusedError(*row.problems[0])
        if row.person:
            _refuse_suppressed(row.person, known)
        _plan_company(planned, known)
        if row.person:
            _plan_person(planned, row.person, defaults, known)
    except RefusedError as refused:
        row.problems = row.problems or [refused.problem]
        return PlannedRow(row, ImportOutcome.REFUSED)
    return planned


def _refuse_suppressed(given: PersonInput, known: Known) -> None:
    if known.suppressed.intersection(key for _, key in given.emails):
        raise RefusedError("email", "suppressed")
    if known.suppressed.intersection(key for key, _ in given.phones):
        raise RefusedError("phone", "suppressed")


def _plan_company(planned: PlannedRow, known: Known) -> None:
    given = planned.row.company
    if given is None:
        return
    found, matched_by = _match_company(planned, known)
    if planned.row.person is None:
        planned.matched_by = matched_by
    if found is None:
        planned.company = known.add_company(CompanyState.new(given))
        planned.outcome = _later(planned, ImportOutcome.CREATED)
        planned.changes.add("company")
        return
    planned.company = found
    changes, planned.differences = merge_company(found, given)
    if changes:
        planned.changes |= changes
        planned.outcome = ImportOutcome.UPDATED
        if "business_id" in changes:
            known.by_business_id[found.business_id] = found


def _later(planned: PlannedRow, outcome: ImportOutcome) -> ImportOutcome:
    """A person's row is not «created» because her company is."""
    return ImportOutcome.UPDATED if planned.row.person else outcome


def _match_company(
    planned: PlannedRow, known: Known
) -> tuple[CompanyState | None, str]:
    given = planned.row.company
    if given is None:
        return None, ""
    if found := known.by_business_id.get(given.business_id):
        return found, "business_id"
    for found in known.by_company_key.get(given.key, ()):
        # Two business ids are two companies, whatever their names.
        if not (given.business_id and found.business_id):
            return found, "company_name"
    return None, ""


def _plan_person(
    planned: PlannedRow, given: PersonInput, defaults: Defaults, known: Known
) -> None:
    found, planned.matched_by = _match_person(given, planned.company, known)
    if found is None:
        planned.person = PersonState.new(given)
        planned.outcome = ImportOutcome.CREATED
    else:
        planned.person = found
        _fill_names(planned, found, given)
    _add_points(planned, planned.person, given)
    _add_position(planned, planned.person, given)
    _add_source(planned, planned.person, given, defaults)
    if found is None:
        known.add_person(planned.person)
    elif planned.changes:
        planned.outcome = ImportOutcome.UPDATED
        known.index_points(
            found,
            [key for _, key in given.emails if key not in known.by_email],
            [key for key, _ in given.phones if key not in known.by_phone],
        )


def _match_person(
    given: PersonInput, company: CompanyState | None, known: Known
) -> tuple[PersonState | None, str]:
    """Who the row means, and by which key: e-mail, then phone, then company and name.

    A number may be a switchboard's, so it needs the name too. Company and name do
    not outweigh two different e-mail addresses: namesakes are common.
    """
    by_email = _unique(
        p for _, key in given.emails for p in known.by_email.get(key, ())
    )
    if by_email:
        return _changeable(_of_that_name(by_email, given)), "email"
    by_phone = _unique(
        person
        for key, _ in given.phones
        for person in known.by_phone.get(key, ())
        if person.name_key == given.name_key
    )
    if by_phone:
        return _changeable(_only(by_phone)), "phone"
    by_name = known.by_company.get((company, given.name_key), []) if company else []
    fitting = _unique(p for p in by_name if not (p.emails and given.emails))
    if fitting:
        return _changeable(_only(fitting)), "company_name"
    return None, ""


def _unique(persons: Iterable[PersonState]) -> list[PersonState]:
    return list(dict.fromkeys(persons))


def _of_that_name(persons: list[PersonState], given: PersonInput) -> PersonState:
    same = [person for person in persons if person.name_key == given.name_key]
    if same:
        return _only(same)
    related = [person for person in persons if _shares_a_name(person, given)]
    if not related:
        raise RefusedError("email", "other_person")
    return _only(related)


def _shares_a_name(person: PersonState, given: PersonInput) -> bool:
    """A changed surname, or a name of one part: still the same mailbox."""
    ours = {fold(person.given_name), fold(person.family_name)}
    theirs = {fold(given.given_name), fold(given.family_name)}
    return bool(ours & theirs)


def _only(persons: list[PersonState]) -> PersonState:
    if len(persons) > 1:
        raise RefusedError("", "ambiguous")
    return persons[0]


def _changeable(person: PersonState) -> PersonState:
    if person.locked:
        raise RefusedError("", "not_changeable")
    return person


def _fill_names(planned: PlannedRow, person: PersonState, given: PersonInput) -> None:
    for name in ("given_name", "family_name"):
        ours, theirs = getattr(person, name), getattr(given, name)
        if theirs and not ours:
            setattr(person, name, theirs)
            person.filled.add(name)
            planned.changes.add(name)
        elif theirs and fold(ours) != fold(theirs):
            planned.differences.append((name, ours, theirs))


def _add_points(planned: PlannedRow, person: PersonState, given: PersonInput) -> None:
    for written, email in given.emails:
        if email not in person.emails:
            person.emails.add(email)
            person.new_emails.append((written, email))
            planned.changes.add("email")
    for phone, number_type in given.phones:
        if phone not in person.phones:
            person.phones.add(phone)
            person.new_phones.append((phone, number_type))
            planned.changes.add("phone")


def _add_position(planned: PlannedRow, person: PersonState, given: PersonInput) -> None:
    company = planned.company
    if company is None:
        return
    position = person.positions.get(company)
    if position is None:
        person.positions[company] = PositionState(0, given.title, given.work_tasks)
        planned.changes.add("position")
        return
    for name in ("title", "work_tasks"):
        ours, theirs = getattr(position, name), getattr(given, name)
        if theirs and not ours:
            setattr(position, name, theirs)
            position.filled = bool(position.id)
            planned.changes.add(name)
        elif theirs and fold(ours) != fold(theirs):
            planned.differences.append((name, ours, theirs))


def _add_source(
    planned: PlannedRow, person: PersonState, given: PersonInput, defaults: Defaults
) -> None:
    key = (
        str(defaults.source_kind),
        str(defaults.channel),
        defaults.partner_id,
        given.source_detail,
        str(given.collected_on),
    )
    # The same file brought on another day says nothing new.
    known = {source[:-1] for source in person.sources}
    told = key in person.sources if given.day_is_known else key[:-1] in known
    if not told:
        person.sources.add(key)
        person.new_sources.append(key)
        planned.changes.add("source")
