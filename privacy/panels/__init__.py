"""What privacy adds to the register's pages: one noun a file."""

from . import cases, legal, why

__all__ = ["cases", "legal", "why"]
