"""Verbs of companies."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from registry.exceptions import StaleVersion
from registry.models import Address, Company, Person, Staff
from registry.seams.audit import record

CHANGEABLE = (
    "name",
    "business_id",
    "legal_form",
    "industry_code",
    "municipality_code",
    "is_sole_trader",
    "proprietor",
    "dissolved_on",
)


@transaction.atomic
def create_company(*, actor: Staff | None, name: str, **values: Any) -> Company:
    """Create a company; ValidationError names the bad field. ``values`` are fields
    of CHANGEABLE and ``source``."""
    company = Company(name=name, **values)
    company.full_clean(exclude=["reference"])
    company.save()
    record(actor=actor, action="company.created", subjects=[("company", company.pk)])
    return company


@transaction.atomic
def update_company(
    *, actor: Staff | None, company: Company, expected_version: int, **values: Any
) -> Company:
    """Change fields named in CHANGEABLE; StaleVersion when somebody saved since."""
    unknown = set(values) - set(CHANGEABLE)
    if unknown:
        raise ValueError(f"not changeable: {sorted(unknown)}")
    for name, value in values.items():
        setattr(company, name, value)
    company.full_clean(exclude=["reference"])
    changed = Company.objects.filter(pk=company.pk, version=expected_version).update(
        **values, version=F("version") + 1, updated_at=timezone.now()
    )
    if not changed:
        raise StaleVersion(_("Somebody else saved this company in between."))
    company.version = expected_version + 1
    record(
        actor=actor,
        action="company.changed",
        subjects=[("company", company.pk)],
        fields=values,
    )
    return company


def add_address(
    *,
    company: Company | None = None,
    person: Person | None = None,
    street: str,
    postal_code: str = "",
    city: str = "",
    kind: str = "postal",
    country: str = "FI",
) -> Address:
    """Add an address, or return the equal one. The database refuses a home address
    of anybody but sole traders and private customers (P16)."""
    wanted = {
        "company": company,
        "person": person,
        "street": street,
        "postal_code": postal_code,
        "city": city,
        "kind": kind,
        "country": country,
    }
    found = Address.objects.filter(**wanted).first()
    if found:
        return found
    address = Address(**wanted)
    address.full_clean()
    address.save()
    return address
