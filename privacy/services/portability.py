"""Which data a kind of request carries (Art. 15, 20), and on what right."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from privacy.models.case_choices import CaseKind
from registry.law import basis as law
from registry.law.basis import Party, portability_scope
from registry.models import Company, Person
from registry.seams.personal_data import (
    Datum,
    Holding,
    Origin,
    Purpose,
    registry_of_holdings,
)

LAW_PURPOSES: Final[dict[Purpose, law.Purpose]] = {
    Purpose.RELATIONSHIP: "relationship",
    Purpose.ORDERS: "deliver_order",
    Purpose.BOOKKEEPING: "bookkeeping",
    Purpose.MARKETING: "electronic_marketing_to_person",
    Purpose.STATISTICS: "statistics",
    Purpose.RIGHTS: "rights",
    Purpose.SECURITY: "security",
}
GIVEN = (Origin.PROVIDED, Origin.OBSERVED)


def origins_of(kind: str) -> tuple[Origin, ...] | None:
    """Portability carries what she gave and what we observed, no conclusions of ours;
    access carries everything (None)."""
    return GIVEN if kind == CaseKind.PORTABILITY else None


def party_of(person_id: int) -> Party:
    """Who she is to a contract with us: a party herself, or somebody's contact."""
    if Person.objects.filter(pk=person_id, private_customer=True).exists():
        return "private_customer"
    if Company.objects.filter(proprietor=person_id).exists():
        return "sole_trader"
    return "company"


def is_portable(datum: Datum, party: Party) -> bool:
    """Whether Art. 20 covers the datum; else it comes as a copy under Art. 15."""
    basis = law.lawful_basis(LAW_PURPOSES[Purpose(datum.purpose)], party).basis
    return portability_scope(provided=datum.origin in GIVEN, basis=basis).included


def portable_fields(person_id: int, keys: Iterable[str]) -> dict[str, list[str]]:
    """Of these holdings the fields that Art. 20 gives her a right to; the others of the
    package are a copy in the same format (C.3)."""
    party = party_of(person_id)
    found = {key: _portable(registry_of_holdings[key], party) for key in keys}
    return {key: names for key, names in found.items() if names}


def portable_holdings(person_id: int, keys: Iterable[str]) -> list[str]:
    """Those of these holdings that Art. 20 covers, in whole or in part."""
    return list(portable_fields(person_id, keys))


def _portable(holding: Holding, party: Party) -> list[str]:
    return [
        name
        for name in holding.exported_fields()
        if is_portable(holding.fields[name], party)
    ]
