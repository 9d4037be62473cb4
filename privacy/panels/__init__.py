"""What privacy adds to the register's pages: one noun a file."""

from . import cases, legal, rectification, taking, why

__all__ = ["cases", "legal", "rectification", "taking", "why"]
