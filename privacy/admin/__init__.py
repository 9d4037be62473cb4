"""The officer's screens: one ModelAdmin a file."""

from . import cases, consents, notices, record, restrictions

__all__ = ["cases", "consents", "notices", "record", "restrictions"]
