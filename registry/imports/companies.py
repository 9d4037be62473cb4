"""A row's company meets the register's: fill what is empty, report what differs."""

from registry.choices import LegalForm

from .rows import CompanyInput
from .states import CompanyState


def merge_company(
    ours: CompanyState, given: CompanyInput
) -> tuple[set[str], list[tuple[str, str, str]]]:
    """Return (names of filled fields, differences that were left as they are)."""
    changes: set[str] = set()
    differences = []
    for name in ("business_id", "industry_code", "municipality_code", "legal_form"):
        kept, said = getattr(ours, name), getattr(given, name)
        if said and kept in {"", LegalForm.OTHER} and said != kept:
            setattr(ours, name, said)
            ours.filled.add(name)
            changes.add(name)
        elif said and said != kept:
            differences.append((name, kept, said))
    if given.name and given.key != ours.key:
        differences.append(("company_name", ours.name, given.name))
    return changes | _merge_address(ours, given, differences), differences


def _merge_address(
    ours: CompanyState, given: CompanyInput, differences: list[tuple[str, str, str]]
) -> set[str]:
    said = (given.street, given.postal_code, given.city)
    if not given.street or said == ours.address:
        return set()
    if ours.address is None:
        ours.address, ours.country = said, given.country
        ours.filled.add("address")
        return {"street"}
    differences.append(("street", ", ".join(filter(None, ours.address)), given.street))
    return set()
