"""When things are due: requests of data subjects, notices, breaches.

A due date means until 24:00 of that local day in Finland. Weekends and holidays count
as days of receipt. Every date comes in as an argument.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final, Literal
from zoneinfo import ZoneInfo

from registry.law.calendar import add_months, next_working_day, previous_working_day
from registry.law.parameters import number, text


@dataclass(frozen=True, slots=True)
class RequestDeadline:
    """`target_due` is the day to work to; `legal_due` the last lawful one; both once
    more for the extended period."""

    raw: date
    legal_due: date
    target_due: date
    extended_raw: date
    extended_due: date
    extended_target: date


def request_deadline(received_on: date) -> RequestDeadline:
    """One month from receipt, two more if extended (GDPR 12(3); Reg. 1182/71, 3)."""
    first = number("dsr_response_months")
    raw = add_months(received_on, first)
    extended = add_months(received_on, first + number("dsr_extension_months"))
    return RequestDeadline(
        raw=raw,
        legal_due=next_working_day(raw),
        target_due=previous_working_day(raw),
        extended_raw=extended,
        extended_due=next_working_day(extended),
        extended_target=previous_working_day(extended),
    )


def local_time(instant: datetime, timezone: str = "") -> datetime:
    """The aware instant on the controller's wall clock; ValueError if naive."""
    if instant.tzinfo is None:
        raise ValueError("an instant needs its time zone")
    return instant.astimezone(ZoneInfo(timezone or text("receipt_timezone")))


def receipt_date(received_at: datetime, timezone: str = "") -> date:
    """The local day on which a request reached us: the day the clock starts from."""
    return local_time(received_at, timezone).date()


@dataclass(frozen=True, slots=True)
class Extension:
    valid: bool
    first_due: date
    final_due: date
    status: Literal["extended", "invalid_no_reason", "overdue"]


def extend_deadline(
    *, received_on: date, notice_sent_on: date, reason: str
) -> Extension:
    """A reasoned notice sent within the first month extends; nothing else does.

    The longer period counts from receipt, never from the shifted first date
    (GDPR 12(3)).
    """
    deadline = request_deadline(received_on)
    first = deadline.legal_due
    if notice_sent_on > first:
        return Extension(
            valid=False, first_due=first, final_due=first, status="overdue"
        )
    if not reason.strip():
        return Extension(
            valid=False, first_due=first, final_due=first, status="invalid_no_reason"
        )
    return Extension(
        valid=True,
        first_due=first,
        final_due=deadline.extended_due,
        status="extended",
    )


REFUSAL_MUST_CONTAIN: Final = (
    "reasons",
    "right_to_complain_to_supervisory_authority",
    "right_to_judicial_remedy",
)


def refusal_due(received_on: date) -> date:
    """A refusal is told within the same one month, never the longer (GDPR 12(4))."""
    return request_deadline(received_on).legal_due


@dataclass(frozen=True, slots=True)
class IdentityPause:
    """`strict_due` ignores the pause: the screen shows it as the target.

    `legal_due` is None while the clock stands; `restart_view_due` is the month counted
    anew from identification, as one authority has accepted.
    """

    strict_due: date
    valid: bool
    days: int | None
    legal_due: date | None
    restart_view_due: date | None
    state: Literal["paused_waiting_for_identity", "running"]


def pause_for_identity(
    *,
    received_on: date,
    asked_on: date,
    answered_on: date | None,
    doubts: str,
    max_days_to_ask: int | None = None,
) -> IdentityPause:
    """Time stands only if doubts are recorded and asked about early (GDPR 12(6))."""
    limit = number("identity_ask_days") if max_days_to_ask is None else max_days_to_ask
    deadline = request_deadline(received_on)
    valid = bool(doubts.strip()) and 0 <= (asked_on - received_on).days <= limit
    if answered_on is None:
        strict = deadline.legal_due
        return IdentityPause(
            strict_due=strict,
            valid=valid,
            days=None if valid else 0,
            legal_due=None if valid else strict,
            restart_view_due=None,
            state="paused_waiting_for_identity" if valid else "running",
        )
    days = max((answered_on - asked_on).days, 0) if valid else 0
    return IdentityPause(
        strict_due=deadline.legal_due,
        valid=valid,
        days=days,
        legal_due=next_working_day(deadline.raw + timedelta(days=days)),
        restart_view_due=request_deadline(answered_on).legal_due,
        state="running",
    )


def partner_notice_due(
    *,
    obtained_on: date,
    first_communication_on: date | None = None,
    first_disclosure_on: date | None = None,
) -> date:
    """Data from a partner: told within a month, at the first message or before the
    first disclosure, whichever is earliest; no shift to a working day (GDPR 14(3))."""
    month = add_months(obtained_on, number("art14_notice_months"))
    planned = (first_communication_on, first_disclosure_on)
    return min(month, *(day for day in planned if day is not None), month)


@dataclass(frozen=True, slots=True)
class BreachDeadline:
    authority_due: datetime
    weekends_excluded: bool = False
    late_needs_reasons: bool = True


def breach_deadline(aware_at: datetime) -> BreachDeadline:
    """Exact hours on the absolute time line, through weekends, holidays and clock
    changes, shown in Finnish time (GDPR 33(1); Reg. 1182/71, 3(4) exempts hours)."""
    if aware_at.tzinfo is None:
        raise ValueError("an instant needs its time zone")
    due = aware_at.astimezone(UTC) + timedelta(hours=number("breach_notice_hours"))
    return BreachDeadline(authority_due=local_time(due))
