"""The register's own rows: one noun a file."""

from registry.seams.audit.models import AuditEntry, AuditSubject
from registry.seams.jobs.models import Job
from registry.seams.mail.models import OutgoingMail
from registry.seams.tokens.models import SecretToken

from .address import Address, EInvoiceAddress
from .clock import PersonClock, RetentionPeriod
from .company import Company, Position
from .contact_points import PersonEmail, PersonPhone
from .figures import FigureMonth, FigureSource, Measure, MonthlyFigure
from .guard import HoldGuard, PersonGuard
from .imports import ImportKind, ImportOutcome, ImportRow, ImportRun, ImportState
from .order import Order, OrderLine, Voucher
from .person import Person
from .provenance import BusinessEvent, Partner, Source
from .restricted_field import RestrictedField
from .restricted_use import LawfulUse, RestrictedAct, RestrictedUse
from .staff import Staff

__all__ = [
    "Address",
    "AuditEntry",
    "AuditSubject",
    "BusinessEvent",
    "Company",
    "EInvoiceAddress",
    "FigureMonth",
    "FigureSource",
    "HoldGuard",
    "ImportKind",
    "ImportOutcome",
    "ImportRow",
    "ImportRun",
    "ImportState",
    "Job",
    "LawfulUse",
    "Measure",
    "MonthlyFigure",
    "Order",
    "OrderLine",
    "OutgoingMail",
    "Partner",
    "Person",
    "PersonClock",
    "PersonEmail",
    "PersonGuard",
    "PersonPhone",
    "Position",
    "RestrictedAct",
    "RestrictedField",
    "RestrictedUse",
    "RetentionPeriod",
    "SecretToken",
    "Source",
    "Staff",
    "Voucher",
]
