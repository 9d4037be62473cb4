"""Companies in the admin."""

from .admin import CompanyAdmin

__all__ = ["CompanyAdmin"]
