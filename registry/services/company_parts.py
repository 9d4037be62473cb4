"""Addresses and e-invoice addresses of a company by hand, audited."""

from __future__ import annotations

from django.db import transaction

from registry.models import Address, Company, EInvoiceAddress, Staff
from registry.seams.audit import record

from .companies import add_address


@transaction.atomic
def give_address(
    *,
    actor: Staff,
    company: Company,
    street: str,
    postal_code: str = "",
    city: str = "",
    kind: str = "postal",
) -> Address:
    """Add an address; ValidationError names the bad field."""
    address = add_address(
        company=company, street=street, postal_code=postal_code, city=city, kind=kind
    )
    _record(actor, "company.address_added", company.pk, "address")
    return address


@transaction.atomic
def give_einvoice_address(
    *, actor: Staff, company: Company, address: str, operator: str
) -> EInvoiceAddress:
    """Add an e-invoice address and its operator; ValidationError where it is known."""
    row = EInvoiceAddress(company=company, address=address, operator=operator)
    row.full_clean()
    row.save()
    _record(actor, "company.einvoice_added", company.pk, "einvoice_address")
    return row


@transaction.atomic
def remove_company_part(*, actor: Staff, part: Address | EInvoiceAddress) -> None:
    """Take it away; it stays in the history."""
    company_id = part.company_id or 0
    name = "address" if isinstance(part, Address) else "einvoice_address"
    part.delete()
    _record(actor, f"company.{name}_removed", company_id, name)


def _record(actor: Staff, action: str, company_id: int, field: str) -> None:
    record(
        actor=actor, action=action, subjects=[("company", company_id)], fields=[field]
    )
