"""The register in the staff's admin: one ModelAdmin a file."""

from .audit import AuditEntryAdmin
from .companies import CompanyAdmin
from .figures import MonthlyFigureAdmin
from .imports import ImportRunAdmin
from .orders import OrderAdmin
from .partners import PartnerAdmin
from .persons import PersonAdmin
from .staff import StaffAdmin

__all__ = [
    "AuditEntryAdmin",
    "CompanyAdmin",
    "ImportRunAdmin",
    "MonthlyFigureAdmin",
    "OrderAdmin",
    "PartnerAdmin",
    "PersonAdmin",
    "StaffAdmin",
]
