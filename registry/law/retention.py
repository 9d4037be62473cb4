"""How long data may stay: the notice's promise, periods per purpose, holds, backups.

Data may exist on its last day; it is erased from the day after. «Today» is always an
argument, and no date depends on what the person herself asks for.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from registry.law.calendar import add_months, add_years
from registry.law.parameters import number
from registry.law.relationship import Dealings, Relationship, relationship_end

Verdict = Literal["keep", "erase"]
Purpose = Literal[
    "prospect_marketing_profile",
    "contact_note",
    "segment_features",
    "web_analytics_id",
    "rights_request_case",
    "consent_event_after_withdrawal",
    "record_view_log",
    "order_contact",
    "delivery_address",
    "breach_register",
]

_ONE_DAY: Final = timedelta(days=1)


def verdict_on(today: date, last_day: date | None) -> Verdict:
    """Keep up to and on the last day, erase after it; no last day means keep."""
    return "erase" if last_day is not None and today > last_day else "keep"


@dataclass(frozen=True, slots=True)
class NoticeCap:
    """The notice's promise for one record; None throughout while nothing ended."""

    anchor: date | None
    last_day: date | None
    erase_from: date | None
    relationship: Relationship | None = None
    detected_on: date | None = None


def notice_cap(
    anchor: date | None,
    relationship: Relationship | None = None,
    detected_on: date | None = None,
) -> NoticeCap:
    """Anchor plus the promised years (privacy notice; GDPR 5(1)(e))."""
    if anchor is None:
        return NoticeCap(None, None, None, relationship, detected_on)
    last = add_years(anchor, number("notice_retention_years"))
    return NoticeCap(anchor, last, last + _ONE_DAY, relationship, detected_on)


def prospect_cap(collected: date) -> NoticeCap:
    """From the first collection; later contacts do not stretch the promise."""
    return notice_cap(collected)


def note_cap(written: date) -> NoticeCap:
    """A note keeps its own date, however active its person is."""
    return notice_cap(written)


def customer_cap(
    dealings: Dealings, *, today: date | None, inactivity_months: int | None = None
) -> NoticeCap:
    """From the end of the relationship of a sole trader or private customer."""
    end = relationship_end(dealings, today=today, inactivity_months=inactivity_months)
    return notice_cap(end.on, end.state, end.detected_on)


def contact_person_cap(
    *,
    left_company: date | None,
    company: Dealings,
    today: date | None,
    inactivity_months: int | None = None,
) -> NoticeCap:
    """From whichever is first: the person left, or the company's relationship ended."""
    end = relationship_end(company, today=today, inactivity_months=inactivity_months)
    if left_company and today and left_company > today:
        left_company = None
    if left_company and (end.on is None or left_company <= end.on):
        return notice_cap(left_company, "ended_for_person")
    return notice_cap(end.on, end.state, end.detected_on)


@dataclass(frozen=True, slots=True)
class PurposePeriod:
    last_day: date
    on_today: Verdict


def purpose_period(
    *, purpose: Purpose, start: date, today: date, months: int | None = None
) -> PurposePeriod:
    """A period of its own for each purpose; `months` is the controller's choice, else
    the proposal of the table (GDPR 5(1)(e), 25(2))."""
    length = number(f"{purpose}_months") if months is None else months
    last = add_months(start, length)
    return PurposePeriod(last, verdict_on(today, last))


def first_day_kept(today: date, *, months: int) -> date:
    """The oldest start whose period of so many months has not run out: past its last
    day exactly where it starts earlier. 29 February is met by moving to the edge."""
    day = add_months(today, -months)
    while add_months(day, months) < today:
        day += _ONE_DAY
    while add_months(day - _ONE_DAY, months) >= today:
        day -= _ONE_DAY
    return day


@dataclass(frozen=True, slots=True)
class HoldOutcome:
    state_before_release: Literal["held_read_only"] | None
    erase_by: date | None


def after_hold(
    *,
    cap: date,
    held: bool,
    released: date | None,
    grace_days: int | None = None,
) -> HoldOutcome:
    """Past its cap, data goes within the grace after release; else the day after the
    cap. None as long as the hold is open (GDPR 17(3)(e))."""
    if not held:
        return HoldOutcome(None, cap + _ONE_DAY)
    if released is None:
        return HoldOutcome("held_read_only", None)
    grace = number("hold_release_grace_days") if grace_days is None else grace_days
    past_due = released > cap
    erase_by = released + timedelta(days=grace) if past_due else cap + _ONE_DAY
    return HoldOutcome("held_read_only", erase_by)


@dataclass(frozen=True, slots=True)
class RestrictedOutcome:
    """`decide_first`: grounds (a), (b) and (d) need a decision before the letter."""

    auto_erase: bool
    task: Literal["inform_subject_before_lifting"] | None
    then: Literal["erase_after_notice"] | None
    decide_first: bool


def at_cap_while_restricted(
    *, cap: date, ground: str, today: date
) -> RestrictedOutcome:
    """Restricted data is never erased by the job; the person hears first (18(3))."""
    if verdict_on(today, cap) == "keep":
        return RestrictedOutcome(
            auto_erase=False, task=None, then=None, decide_first=False
        )
    return RestrictedOutcome(
        auto_erase=False,
        task="inform_subject_before_lifting",
        then="erase_after_notice",
        decide_first=ground.strip() != "18(1)(c)",
    )


ON_RESTORE: Final = "replay_erasure_ledger_before_opening"


def gone_from_backups_by(erased_on: date, rotation_days: int | None = None) -> date:
    """The day on which the last backup that holds the data has rotated out."""
    days = number("backup_rotation_days") if rotation_days is None else rotation_days
    return erased_on + timedelta(days=days)


def may_publish_cell(
    *,
    group_size: int,
    threshold: int | None = None,
    direct_identifiers: bool = False,
) -> bool:
    """Statistics show no group below the threshold and no identifiers (recital 26);
    what may not be shown is merged or suppressed."""
    limit = number("statistics_minimum_group") if threshold is None else threshold
    return group_size >= limit and not direct_identifiers
