"""The register's part of the map of personal data: one noun a file."""

from . import companies, facts, orders, people, technical

__all__ = ["companies", "facts", "orders", "people", "technical"]
