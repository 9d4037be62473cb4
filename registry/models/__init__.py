"""The register's own rows: one noun a file."""

from .staff import Staff

__all__ = ["Staff"]
