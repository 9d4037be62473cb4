"""The officer's screens: one ModelAdmin a file."""

from . import (
    cases,
    consents,
    notices,
    period_rules,
    record,
    restrictions,
    retention,
)

__all__ = [
    "cases",
    "consents",
    "notices",
    "period_rules",
    "record",
    "restrictions",
    "retention",
]
