"""Persons and companies as a chunk knows them: from the register, or new."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from .rows import CompanyInput, PersonInput, Point, name_key_of

SourceKey = tuple[str, str, int | None, str, str]
"""Kind, channel, partner, detail, ISO day."""

AddressKey = tuple[str, str, str]
"""Street, postal code, town."""


@dataclass(eq=False, slots=True)
class CompanyState:
    """`id` 0 until it is written. `filled` are fields that were empty and are not now."""

    id: int
    name: str
    business_id: str
    key: str
    legal_form: str = ""
    industry_code: str = ""
    municipality_code: str = ""
    source: str = ""
    address: AddressKey | None = None
    country: str = "FI"
    filled: set[str] = field(default_factory=set)

    @classmethod
    def new(cls, given: CompanyInput) -> "CompanyState":
        """A company that the register does not have."""
        state = cls(
            id=0,
            name=given.name or given.business_id,
            business_id=given.business_id,
            key=given.key,
            legal_form=given.legal_form,
            industry_code=given.industry_code,
            municipality_code=given.municipality_code,
            source=given.source,
            country=given.country,
        )
        if given.street:
            state.address = (given.street, given.postal_code, given.city)
        return state


@dataclass(eq=False, slots=True)
class PositionState:
    """What a person does at a company."""

    id: int
    title: str
    work_tasks: str
    filled: bool = False


@dataclass(eq=False, slots=True)
class PersonState:
    """`id` 0 until written. The `new_…` lists are what this chunk adds."""

    id: int
    given_name: str
    family_name: str
    locked: bool = False
    language: str = "fi"
    kind: str = "prospect"
    collected_on: str = ""
    emails: set[str] = field(default_factory=set)
    phones: set[str] = field(default_factory=set)
    positions: dict[CompanyState, PositionState] = field(default_factory=dict)
    sources: set[SourceKey] = field(default_factory=set)
    filled: set[str] = field(default_factory=set)
    new_emails: list[Point] = field(default_factory=list)
    new_phones: list[Point] = field(default_factory=list)
    new_sources: list[SourceKey] = field(default_factory=list)
    name_key: str = field(init=False)

    def __post_init__(self) -> None:
        self.name_key = name_key_of(self.given_name, self.family_name)

    @classmethod
    def new(cls, given: PersonInput) -> "PersonState":
        """A person that the register does not have."""
        return cls(
            id=0,
            given_name=given.given_name,
            family_name=given.family_name,
            language=given.language,
            kind=given.kind,
            collected_on=str(given.collected_on),
        )


class Known:
    """Everybody that the rows of a chunk may mean, findable by each key.

    In a dry run one instance lives through the whole file, so that a row finds what
    an earlier row would have created.
    """

    def __init__(self) -> None:
        self.persons: dict[int, PersonState] = {}
        self.by_email: dict[str, list[PersonState]] = {}
        self.by_phone: dict[str, list[PersonState]] = {}
        self.by_company: dict[tuple[CompanyState, str], list[PersonState]] = {}
        self.companies: dict[int, CompanyState] = {}
        self.by_business_id: dict[str, CompanyState] = {}
        self.by_company_key: dict[str, list[CompanyState]] = {}
        self.suppressed: set[str] = set()

    def add_company(self, company: CompanyState) -> CompanyState:
        """Make the company findable."""
        if company.id:
            self.companies[company.id] = company
        if company.business_id:
            self.by_business_id[company.business_id] = company
        if company.key:
            self.by_company_key.setdefault(company.key, []).append(company)
        return company

    def add_person(self, person: PersonState) -> PersonState:
        """Make the person findable by all that is known of her."""
        if person.id:
            self.persons[person.id] = person
        self.index_points(person, person.emails, person.phones)
        for company in person.positions:
            self.index_position(person, company)
        return person

    def index_points(
        self, person: PersonState, emails: Iterable[str], phones: Iterable[str]
    ) -> None:
        """Make the person findable by these addresses and numbers."""
        for email in emails:
            self.by_email.setdefault(email, []).append(person)
        for phone in phones:
            self.by_phone.setdefault(phone, []).append(person)

    def index_position(self, person: PersonState, company: CompanyState) -> None:
        """Make the person findable by her company and name."""
        key = (company, person.name_key)
        self.by_company.setdefault(key, []).append(person)
