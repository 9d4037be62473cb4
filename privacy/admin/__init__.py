"""The officer's screens: one ModelAdmin a file."""

from . import (
    cases,
    consents,
    holds,
    notices,
    period_rules,
    recipient_notices,
    record,
    restrictions,
    retention,
    weakenings,
)

__all__ = [
    "cases",
    "consents",
    "holds",
    "notices",
    "period_rules",
    "recipient_notices",
    "record",
    "restrictions",
    "retention",
    "weakenings",
]
