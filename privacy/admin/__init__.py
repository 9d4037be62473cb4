"""The officer's screens: one ModelAdmin a file."""

from . import cases

__all__ = ["cases"]
