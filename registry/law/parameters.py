"""One versioned table of statutory and product numbers.

Rules read a number by name when they are called, never at import, so changing one
row here (or overriding it in a test) changes the date on a screen.
`origin` says whether the number is statute or a cautious choice of the product.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final, Literal

VERSION: Final = "2026-11-22"
_REVIEWED: Final = date(2026, 11, 22)

Unit = Literal["hours", "days", "months", "years", "count", "text"]
Origin = Literal["statute", "notice", "product"]


class UnknownParameterError(LookupError):
    """A rule asked for a number that the table does not hold."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One number, where it comes from and when somebody last checked it."""

    name: str
    value: int | str
    unit: Unit
    origin: Origin
    source: str
    note: str = ""
    reviewed: date = _REVIEWED


_ROWS: Final = (
    Parameter("receipt_timezone", "Europe/Helsinki", "text", "product", "GDPR 12(3)"),
    Parameter("dsr_response_months", 1, "months", "statute", "GDPR 12(3)"),
    Parameter(
        "dsr_extension_months",
        2,
        "months",
        "statute",
        "GDPR 12(3)",
        "Further months, counted from receipt together with the first period.",
    ),
    Parameter(
        "dsr_inner_goal_days",
        14,
        "days",
        "product",
        "GDPR 12(3)",
        "Without undue delay comes first; the month is the ceiling.",
    ),
    Parameter(
        "dsr_reminder_days",
        "14, 7, 3, 1",
        "text",
        "product",
        "GDPR 12(3)",
        "Days before the last lawful day on which the officer is reminded by mail.",
    ),
    Parameter("dsr_warning_days", 3, "days", "product", "GDPR 12(3)"),
    Parameter(
        "identity_ask_days",
        7,
        "days",
        "product",
        "GDPR 12(6); EDPB 01/2022",
        "Asked later than this, the clock is not suspended.",
    ),
    Parameter("identity_reminder_days", 14, "days", "product", "GDPR 12(6)"),
    Parameter("identity_close_days", 60, "days", "product", "GDPR 12(6)"),
    Parameter("identity_link_days", 14, "days", "product", "GDPR 12(6), 32"),
    Parameter("access_link_days", 14, "days", "product", "GDPR 15(3), 32"),
    Parameter("restriction_lift_notice_days", 3, "days", "product", "GDPR 18(3)"),
    Parameter(
        "recipient_first_reminder_days",
        14,
        "days",
        "product",
        "GDPR 19",
        "Art. 19 names no period: half a month leaves time to ask again in the month.",
    ),
    Parameter(
        "recipient_second_reminder_days",
        28,
        "days",
        "product",
        "GDPR 19, 28(3)(e)",
        "No answer by then is an open duty of ours, shown red until a human settles it.",
    ),
    Parameter("art14_notice_months", 1, "months", "statute", "GDPR 14(3)(a)"),
    Parameter(
        "breach_notice_hours",
        72,
        "hours",
        "statute",
        "GDPR 33(1)",
        "The Digital Omnibus proposal of 19 November 2025 would make it 96.",
    ),
    Parameter(
        "notice_retention_years",
        15,
        "years",
        "notice",
        "Privacy notice; GDPR 5(1)(e)",
        "Years from collection or from the end of the relationship.",
    ),
    Parameter(
        "relationship_inactivity_months",
        24,
        "months",
        "product",
        "GDPR 5(1)(e); KHO 12.6.2026/1604",
        "No qualifying event for so long ends a relationship, back-dated.",
    ),
    Parameter("voucher_years", 6, "years", "statute", "KPL 2:10(2); ALVL 209n"),
    Parameter("books_years", 10, "years", "statute", "KPL 2:10(1)"),
    Parameter(
        "prospect_marketing_profile_months", 24, "months", "product", "GDPR 25(2)"
    ),
    Parameter("contact_note_months", 36, "months", "product", "GDPR 25(2)"),
    Parameter("segment_features_months", 12, "months", "product", "GDPR 25(2)"),
    Parameter("web_analytics_id_months", 14, "months", "product", "SVPL 205"),
    Parameter("order_contact_months", 24, "months", "product", "GDPR 5(1)(e)"),
    Parameter("delivery_address_months", 24, "months", "product", "GDPR 5(1)(e)"),
    Parameter("rights_request_case_months", 36, "months", "product", "GDPR 5(2)"),
    Parameter(
        "consent_event_after_withdrawal_months", 36, "months", "product", "GDPR 7(1)"
    ),
    Parameter("breach_register_months", 60, "months", "product", "GDPR 33(5)"),
    Parameter("record_view_log_months", 24, "months", "product", "GDPR 32"),
    Parameter("backup_rotation_days", 35, "days", "product", "GDPR 5(1)(e), 32"),
    Parameter("hold_release_grace_days", 30, "days", "product", "GDPR 17(3)(e)"),
    Parameter("hold_review_months", 12, "months", "product", "GDPR 17(3)(e)"),
    Parameter(
        "weakening_wait_hours",
        24,
        "hours",
        "product",
        "GDPR 24, 32",
        "What lets data stay longer, or go that was held, takes two people and a day.",
    ),
    Parameter("retention_preview_days", 30, "days", "product", "GDPR 5(2)"),
    Parameter("statistics_minimum_group", 5, "count", "product", "GDPR recital 26"),
    Parameter("balancing_test_review_months", 24, "months", "product", "GDPR 6(1)(f)"),
    Parameter(
        "canary_hours",
        26,
        "hours",
        "product",
        "GDPR 12(2), 25(1); TSV 6097/161/21",
        "A test of the mailbox leaves every day; without one back it counts as deaf.",
    ),
    Parameter("incoming_mail_days", 90, "days", "product", "GDPR 5(1)(c), 5(1)(e)"),
    Parameter("incoming_unsorted_days", 180, "days", "product", "GDPR 5(1)(e)"),
    Parameter("bulk_export_two_person_rows", 100, "count", "product", "GDPR 32"),
)

TABLE: Final[Mapping[str, Parameter]] = {row.name: row for row in _ROWS}

_NONE: Final[Mapping[str, int | str]] = MappingProxyType({})
_overrides: ContextVar[Mapping[str, int | str]] = ContextVar(
    "law_parameter_overrides", default=_NONE
)


def _value_of(name: str) -> int | str:
    if name not in TABLE:
        raise UnknownParameterError(name)
    return _overrides.get().get(name, TABLE[name].value)


def number(name: str) -> int:
    """The number in force under this name; UnknownParameterError if there is none."""
    value = _value_of(name)
    if not isinstance(value, int):
        raise UnknownParameterError(f"{name} is not a number")
    return value


def text(name: str) -> str:
    """The words in force under this name (a time zone, for instance)."""
    return str(_value_of(name))


def numbers(name: str) -> tuple[int, ...]:
    """The numbers in force under this name, written with commas between them."""
    return tuple(int(part) for part in text(name).split(","))


@contextmanager
def override_parameters(**values: int | str) -> Iterator[None]:
    """Other values inside the block, in this thread of execution only: for tests
    and for showing what a change of law would do."""
    for name in values:
        _value_of(name)
    token = _overrides.set({**_overrides.get(), **values})
    try:
        yield
    finally:
        _overrides.reset(token)
