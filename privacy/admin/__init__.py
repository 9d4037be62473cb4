"""The officer's screens: one ModelAdmin a file."""

from . import (
    case_identity,
    case_messages,
    case_objection,
    case_restriction,
    cases,
    clock_actions,
    clock_parts,
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
    "case_identity",
    "case_messages",
    "case_objection",
    "case_restriction",
    "cases",
    "clock_actions",
    "clock_parts",
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
