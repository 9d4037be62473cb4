"""Cells to a checked row, one reader a field. Nothing here asks the database."""

from collections.abc import Callable
from typing import Final

from registry.choices import LegalForm, PersonKind
from registry.law.folding import fold
from registry.law.identifiers.business_id import find_business_id
from registry.law.identifiers.email import is_valid_email, normalise_email
from registry.law.identifiers.phone import parse_phone
from registry.law.identifiers.postal_code import normalise_postal_code
from registry.models import ImportKind
from registry.seams.panels import import_columns

from .cells import clean_line, clean_words, problem_of_cell, problem_of_words, read_day
from .mapping import Columns
from .problems import Problem
from .rows import CompanyInput, Defaults, PersonInput, ReadRow, cells_by_field

Cells = dict[str, list[str]]

# The lengths of the columns in the register's tables.
_LINES: Final = {
    "given_name": 100,
    "family_name": 100,
    "full_name": 200,
    "full_name_family_first": 200,
    "title": 120,
    "work_tasks": 300,
    "company_name": 200,
    "street": 200,
    "city": 100,
    "country": 60,
    "language": 30,
    "lifecycle": 60,
    "legal_form": 60,
    "source_detail": 200,
    "email": 254,
    "phone": 60,
    "postal_code": 12,
}
_OF_COMPANY: Final = frozenset(
    {
        "company_name",
        "business_id",
        "street",
        "postal_code",
        "city",
        "country",
        "industry_code",
        "legal_form",
        "municipality_code",
    }
)
_LANGUAGES: Final = {
    "fi": "fi", "suomi": "fi", "finska": "fi", "finnish": "fi",
    "sv": "sv", "ruotsi": "sv", "svenska": "sv", "swedish": "sv",
    "en": "en", "englanti": "en", "engelska": "en", "english": "en",
}  # fmt: skip
_CUSTOMER_WORDS: Final = frozenset({"customer", "asiakas", "kund", "evangelist"})
_FINLAND: Final = frozenset({"", "fi", "fin", "suomi", "finland"})
_LEGAL_FORMS: Final = {
    "osakeyhtio": LegalForm.OY, "oy": LegalForm.OY, "ab": LegalForm.OY,
    "aktiebolag": LegalForm.OY, "asunto-osakeyhtio": LegalForm.OY,
    "julkinen osakeyhtio": LegalForm.OYJ, "oyj": LegalForm.OYJ, "abp": LegalForm.OYJ,
    "publikt aktiebolag": LegalForm.OYJ,
    "kommandiittiyhtio": LegalForm.KY, "ky": LegalForm.KY, "kb": LegalForm.KY,
    "kommanditbolag": LegalForm.KY,
    "avoin yhtio": LegalForm.AY, "ay": LegalForm.AY, "oppet bolag": LegalForm.AY,
    "toiminimi": LegalForm.TMI, "tmi": LegalForm.TMI,
    "yksityinen elinkeinonharjoittaja": LegalForm.TMI, "enskild firma": LegalForm.TMI,
    "osuuskunta": LegalForm.OSK, "osk": LegalForm.OSK, "andelslag": LegalForm.OSK,
    "aatteellinen yhdistys": LegalForm.RY, "yhdistys": LegalForm.RY,
    "ry": LegalForm.RY, "rf": LegalForm.RY, "forening": LegalForm.RY,
    "saatio": LegalForm.SR, "sr": LegalForm.SR, "stiftelse": LegalForm.SR,
    "valtion liikelaitos": LegalForm.PUBLIC, "kunta": LegalForm.PUBLIC,
    "julkisyhteiso": LegalForm.PUBLIC,
}  # fmt: skip


def read_row(
    kind: str,
    number: int,
    cells: list[str],
    columns: Columns,
    defaults: Defaults,
    *,
    width: int,
) -> ReadRow:
    """Read one row; its problems, if any, say why it is refused."""
    row = ReadRow(number, cells)
    if len(cells) > width and any(cell.strip() for cell in cells[width:]):
        row.problems.append(Problem("", "columns"))
    found = cells_by_field(cells, columns)
    row.problems += _problems_of_cells(found)
    if row.problems:
        return row
    if kind == ImportKind.PEOPLE:
        row.person = _read_person(found, defaults, row.problems)
    row.company = _read_company(found, row.problems)
    if kind == ImportKind.COMPANIES:
        _vouch_company(row, found, defaults)
    return row


def _problems_of_cells(found: Cells) -> list[Problem]:
    return [
        Problem(name, code)
        for name, cells in found.items()
        for cell in cells
        if (code := _problem_of(name, cell))
    ]


def _problem_of(name: str, cell: str) -> str | None:
    code = problem_of_cell(cell)
    if code or name in {"email", "phone", "business_id", "collected_on"}:
        return code
    if len(cell.strip()) > _LINES.get(name, len(cell)):
        return "too_long"
    return problem_of_words(cell)


def _read_person(
    found: Cells, defaults: Defaults, problems: list[Problem]
) -> PersonInput:
    given_name, family_name = _names_in(found)
    person = PersonInput(
        given_name=given_name,
        family_name=family_name,
        title=_line(found, "title"),
        work_tasks=_line(found, "work_tasks"),
        language=_LANGUAGES.get(fold(_line(found, "language")), "fi"),
        kind=_kind_in(found),
        emails=_emails_in(found, problems),
        phones=_phones_in(found, problems),
        source_detail=_line(found, "source_detail") or defaults.source,
        added={
            name: clean_words(found[name][0])
            for name in import_columns()
            if name in found
        },
    )
    _read_day_of(person, found, defaults, problems)
    if not given_name and not family_name:
        problems.append(Problem("", "name_missing"))
    if not {"email", "phone"} & found.keys():
        problems.append(Problem("", "contact_missing"))
    return person


def _read_day_of(
    person: PersonInput, found: Cells, defaults: Defaults, problems: list[Problem]
) -> None:
    if "collected_on" not in found:
        person.collected_on = defaults.collected_on
        person.day_is_known = defaults.day_is_known
        return
    day = read_day(found["collected_on"][0], today=defaults.today)
    if isinstance(day, str):
        problems.append(Problem("collected_on", day))
    else:
        person.collected_on = day


def _names_in(found: Cells) -> tuple[str, str]:
    """(given name, family name), from two columns or from one."""
    given, family = _line(found, "given_name"), _line(found, "family_name")
    if given or family:
        return given, family
    if "full_name_family_first" in found:
        first, _comma, rest = _line(found, "full_name_family_first").partition(" ")
        return rest.strip(), first.strip(",")
    words, comma, rest = _line(found, "full_name").partition(",")
    if comma:
        return rest.strip(), words.strip()
    names, _space, last = words.rpartition(" ")
    return (names, last) if names else (last, "")


def _kind_in(found: Cells) -> PersonKind:
    said = fold(_line(found, "lifecycle"))
    return PersonKind.CUSTOMER if said in _CUSTOMER_WORDS else PersonKind.PROSPECT


def _emails_in(found: Cells, problems: list[Problem]) -> list[tuple[str, str]]:
    emails: dict[str, str] = {}
    for cell in found.get("email", ()):
        if not is_valid_email(cell):
            problems.append(Problem("email", "email"))
        else:
            emails.setdefault(normalise_email(cell), clean_line(cell))
    return [(written, key) for key, written in emails.items()]


def _phones_in(found: Cells, problems: list[Problem]) -> list[tuple[str, str]]:
    phones: dict[str, str] = {}
    for cell in found.get("phone", ()):
        phone = parse_phone(cell)
        if phone.e164 and phone.kind:
            phones[phone.e164] = phone.kind
        else:
            code = "premium" if phone.kind == "premium" else "phone"
            problems.append(Problem("phone", code))
    return list(phones.items())


def _read_company(found: Cells, problems: list[Problem]) -> CompanyInput | None:
    if not _OF_COMPANY & found.keys():
        return None
    company = CompanyInput(
        name=_line(found, "company_name"),
        street=_line(found, "street"),
        city=_line(found, "city"),
        legal_form=_LEGAL_FORMS.get(fold(_line(found, "legal_form")), ""),
    )
    if "legal_form" in found and not company.legal_form:
        company.legal_form = LegalForm.OTHER
    company.country = _country_in(found)
    for name, reader in _CODES.items():
        if name in found:
            value = reader(_line(found, name), company)
            if value is None:
                problems.append(Problem(name, name))
            setattr(company, name, value or "")
    return company if company.name or company.business_id else None


def _country_in(found: Cells) -> str:
    said = _line(found, "country")
    if fold(said) in _FINLAND:
        return "FI"
    two_letters = len(said) == 2 and said.isascii() and said.isalpha()
    return said.upper() if two_letters else "ZZ"


def _digits(shortest: int, longest: int) -> Callable[[str, CompanyInput], str | None]:
    def read(text: str, _company: CompanyInput) -> str | None:
        plain = text.replace(".", "")
        fits = plain.isascii() and plain.isdigit()
        return plain if fits and shortest <= len(plain) <= longest else None

    return read


_CODES: Final[dict[str, Callable[[str, CompanyInput], str | None]]] = {
    "business_id": lambda text, _company: find_business_id(text),
    "postal_code": lambda text, company: normalise_postal_code(
        text, country=company.country
    ),
    "industry_code": _digits(2, 5),
    "municipality_code": _digits(1, 3),
}


def _vouch_company(row: ReadRow, found: Cells, defaults: Defaults) -> None:
    if row.company is None or not row.company.name:
        row.problems.append(Problem("", "company_missing"))
    else:
        row.company.municipality_code = row.company.municipality_code.zfill(3) * bool(
            row.company.municipality_code
        )
        row.company.source = _line(found, "source_detail") or defaults.source


def _line(found: Cells, name: str) -> str:
    return clean_line(found[name][0]) if name in found else ""
