"""The register's part of the map of personal data: one noun a file."""

from . import clocks, companies, facts, imports, orders, people, queues, technical

__all__ = [
    "clocks",
    "companies",
    "facts",
    "imports",
    "orders",
    "people",
    "queues",
    "technical",
]
