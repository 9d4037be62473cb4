"""The register's own rows: one noun a file."""

from registry.seams.audit.models import AuditEntry, AuditSubject

from .address import Address, EInvoiceAddress
from .company import Company, Position
from .contact_points import PersonEmail, PersonPhone
from .guard import PersonGuard
from .order import Order, OrderLine, Voucher
from .person import Person
from .provenance import BusinessEvent, Partner, Source
from .staff import Staff

__all__ = [
    "Address",
    "AuditEntry",
    "AuditSubject",
    "BusinessEvent",
    "Company",
    "EInvoiceAddress",
    "Order",
    "OrderLine",
    "Partner",
    "Person",
    "PersonEmail",
    "PersonGuard",
    "PersonPhone",
    "Position",
    "Source",
    "Staff",
    "Voucher",
]
