from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.law.calendar import is_working_day
from registry.law.deadlines import (
    breach_deadline,
    extend_deadline,
    partner_notice_due,
    pause_for_identity,
    receipt_date,
    refusal_due,
    request_deadline,
)

DAYS = st.dates(date(2000, 1, 1), date(2090, 12, 31))
INSTANTS = st.integers(0, 4_000_000_000).map(
    lambda seconds: datetime.fromtimestamp(seconds, UTC)
)


@given(DAYS)
def test_target_raw_and_legal_stand_in_order_and_end_on_working_days(day: date) -> None:
    due = request_deadline(day)
    assert due.target_due <= due.raw <= due.legal_due
    assert due.legal_due <= due.extended_raw <= due.extended_due
    assert all(map(is_working_day, (due.target_due, due.legal_due, due.extended_due)))


@given(DAYS, DAYS)
def test_later_receipt_never_means_an_earlier_deadline(one: date, other: date) -> None:
    first, second = map(request_deadline, sorted((one, other)))
    assert first.legal_due <= second.legal_due
    assert first.target_due <= second.target_due
    assert first.extended_due <= second.extended_due


@given(DAYS)
def test_refusal_is_due_within_the_first_month(day: date) -> None:
    assert refusal_due(day) == request_deadline(day).legal_due


def test_receipt_day_is_the_finnish_one() -> None:
    assert receipt_date(datetime(2026, 3, 31, 20, 59, tzinfo=UTC)) == date(2026, 3, 31)
    assert receipt_date(datetime(2026, 3, 31, 21, 0, tzinfo=UTC)) == date(2026, 4, 1)


def test_instant_without_zone_is_refused() -> None:
    naive = datetime(2026, 1, 1)  # noqa: DTZ001 -- the naive one is what is refused
    with pytest.raises(ValueError, match="time zone"):
        receipt_date(naive)
    with pytest.raises(ValueError, match="time zone"):
        breach_deadline(naive)


@given(DAYS, st.integers(0, 120), st.text(max_size=5))
def test_extension_needs_a_reason_in_time(day: date, days: int, reason: str) -> None:
    sent = day + timedelta(days=days)
    answer = extend_deadline(received_on=day, notice_sent_on=sent, reason=reason)
    in_time = sent <= request_deadline(day).legal_due
    assert answer.valid == (in_time and bool(reason.strip()))
    assert answer.final_due >= answer.first_due


@given(DAYS, st.integers(0, 20), st.integers(0, 60))
def test_pause_moves_the_deadline_only_if_asked_early(
    day: date, ask: int, wait: int
) -> None:
    asked = day + timedelta(days=ask)
    pause = pause_for_identity(
        received_on=day,
        asked_on=asked,
        answered_on=asked + timedelta(days=wait),
        doubts="unknown address",
    )
    assert pause.valid == (ask <= 7)
    assert pause.days == (wait if pause.valid else 0)
    assert pause.legal_due is not None
    assert pause.legal_due >= pause.strict_due


def test_clock_runs_while_an_unfounded_question_waits() -> None:
    pause = pause_for_identity(
        received_on=date(2026, 3, 2),
        asked_on=date(2026, 3, 20),
        answered_on=None,
        doubts="unknown address",
    )
    assert (pause.state, pause.legal_due) == ("running", pause.strict_due)


@given(INSTANTS)
def test_breach_clock_is_72_hours_of_absolute_time(aware: datetime) -> None:
    assert breach_deadline(aware).authority_due - aware == timedelta(hours=72)


@given(DAYS, st.none() | DAYS, st.none() | DAYS)
def test_partner_notice_is_due_by_the_earliest_of_three(
    obtained: date, letter: date | None, disclosure: date | None
) -> None:
    due = partner_notice_due(
        obtained_on=obtained,
        first_communication_on=letter,
        first_disclosure_on=disclosure,
    )
    assert due <= request_deadline(obtained).raw
    assert all(due <= day for day in (letter, disclosure) if day)
