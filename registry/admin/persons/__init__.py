"""Persons in the admin."""

from .admin import PersonAdmin

__all__ = ["PersonAdmin"]
