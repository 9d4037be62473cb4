"""Trying a rule of retention out: what it makes due today, what it would have cost."""

from .back_test import back_test
from .dry_run import dry_run

__all__ = ["back_test", "dry_run"]
