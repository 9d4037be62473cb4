"""A row of the file, read and checked, before anybody is looked for."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from registry.choices import Channel, PersonKind, SourceKind
from registry.law.folding import fold
from registry.law.identifiers.names import company_key

from .mapping import Columns
from .problems import Problem

Point = tuple[str, str]
"""E-mail: (as written, normalised). Phone: (E.164, number type)."""


@dataclass(frozen=True, slots=True)
class Defaults:
    """What is said once about the whole file."""

    source_kind: SourceKind
    channel: Channel
    partner_id: int | None
    source: str
    collected_on: date
    today: date
    day_is_known: bool = True
    """False where nobody said when the data was collected and today stands in."""


@dataclass(slots=True)
class CompanyInput:
    """The company of a row; empty text where the file says nothing."""

    name: str = ""
    business_id: str = ""
    legal_form: str = ""
    industry_code: str = ""
    municipality_code: str = ""
    street: str = ""
    postal_code: str = ""
    city: str = ""
    country: str = "FI"
    source: str = ""

    @property
    def key(self) -> str:
        """The name without its legal form."""
        return _company_key(self.name)


@dataclass(slots=True)
class PersonInput:
    """The person of a row."""

    given_name: str = ""
    family_name: str = ""
    title: str = ""
    work_tasks: str = ""
    language: str = "fi"
    kind: str = PersonKind.PROSPECT
    emails: list[Point] = field(default_factory=list)
    phones: list[Point] = field(default_factory=list)
    source_detail: str = ""
    collected_on: date | None = None
    day_is_known: bool = True
    added: dict[str, str] = field(default_factory=dict)
    name_key: str = field(init=False)
    """As Person.search_text: given and family name, folded."""

    def __post_init__(self) -> None:
        self.name_key = name_key_of(self.given_name, self.family_name)


@dataclass(slots=True)
class ReadRow:
    """One row: what it says, and what is wrong with it (then nothing is written)."""

    number: int
    cells: Sequence[str]
    person: PersonInput | None = None
    company: CompanyInput | None = None
    problems: list[Problem] = field(default_factory=list)


def name_key_of(given_name: str, family_name: str) -> str:
    """The folded full name."""
    return fold(f"{given_name} {family_name}")


def cells_by_field(cells: Sequence[str], columns: Columns) -> dict[str, list[str]]:
    """Field → its cells that are not empty, in the order of the columns."""
    found: dict[str, list[str]] = {}
    for position, name in columns.items():
        if position < len(cells) and cells[position].strip():
            found.setdefault(name, []).append(cells[position])
    return found


@lru_cache(maxsize=20_000)
def _company_key(name: str) -> str:
    return company_key(name)
