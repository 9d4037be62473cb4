from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from registry.law.accounting import combine_periods, voucher_last_day
from registry.law.calendar import add_months
from registry.law.relationship import Dealings, relationship_end
from registry.law.retention import (
    after_hold,
    at_cap_while_restricted,
    contact_person_cap,
    customer_cap,
    first_day_kept,
    may_publish_cell,
    prospect_cap,
    purpose_period,
    verdict_on,
)

DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))
TODAY = date(2026, 11, 22)


@given(DAYS)
def test_record_is_kept_on_its_last_day_and_erased_the_day_after(day: date) -> None:
    cap = prospect_cap(day)
    assert cap.last_day is not None
    assert cap.erase_from == cap.last_day + timedelta(days=1)
    assert verdict_on(cap.last_day, cap.last_day) == "keep"
    assert verdict_on(cap.erase_from, cap.last_day) == "erase"


@given(DAYS, DAYS)
def test_earlier_collection_is_never_kept_longer(one: date, other: date) -> None:
    first, second = map(prospect_cap, sorted((one, other)))
    assert first.last_day is not None
    assert second.last_day is not None
    assert first.last_day <= second.last_day


def test_relationship_one_day_short_of_the_limit_lives() -> None:
    alive = Dealings(last_business_event=date(2024, 11, 23))
    silent = Dealings(last_business_event=date(2024, 11, 22))
    assert relationship_end(alive, today=TODAY).state == "active"
    assert relationship_end(silent, today=TODAY).state == "ended_by_inactivity"


def test_order_after_an_end_reopens_until_it_too_goes_silent() -> None:
    back = Dealings(ended=date(2015, 8, 20), new_order=date(2026, 2, 2))
    assert customer_cap(back, today=TODAY).relationship == "active"
    later = customer_cap(back, today=date(2028, 2, 2))
    assert (later.relationship, later.anchor) == (
        "ended_by_inactivity",
        date(2026, 2, 2),
    )


def test_silence_before_an_agreed_end_comes_first() -> None:
    dealings = Dealings(ended=date(2024, 12, 31), last_business_event=date(2020, 1, 1))
    end = relationship_end(dealings, today=TODAY)
    assert (end.state, end.on) == ("ended_by_inactivity", date(2020, 1, 1))


def test_end_agreed_for_a_coming_day_has_not_come() -> None:
    dealings = Dealings(ended=date(2026, 12, 31), last_business_event=TODAY)
    assert relationship_end(dealings, today=TODAY).state == "active"


def test_contact_person_goes_by_whichever_end_is_first() -> None:
    company = Dealings(ended=date(2018, 1, 1))
    stayed = contact_person_cap(
        left_company=date(2019, 7, 1), company=company, today=TODAY
    )
    left = contact_person_cap(
        left_company=date(2017, 7, 1), company=company, today=TODAY
    )
    assert (stayed.anchor, stayed.relationship) == (date(2018, 1, 1), "ended")
    assert (left.anchor, left.relationship) == (date(2017, 7, 1), "ended_for_person")


@given(DAYS, DAYS)
def test_only_a_hold_carries_data_past_its_clocks(ended: date, year_end: date) -> None:
    free = combine_periods(relationship_ended=ended, financial_year_end=year_end)
    held = combine_periods(
        relationship_ended=ended,
        financial_year_end=year_end,
        legal_hold_until=date(2100, 1, 1),
    )
    assert free.crm_data_last_day == free.notice_cap
    assert free.voucher_data_last_day == voucher_last_day(year_end)
    assert held.crm_data_last_day == held.voucher_data_last_day == date(2100, 1, 1)


def test_open_hold_has_no_end_and_an_early_release_changes_nothing() -> None:
    cap = date(2026, 3, 1)
    assert after_hold(cap=cap, held=True, released=None).erase_by is None
    early = after_hold(cap=cap, held=True, released=date(2026, 1, 1))
    assert early.erase_by == date(2026, 3, 2)


def test_restricted_data_is_left_alone_before_its_cap() -> None:
    outcome = at_cap_while_restricted(cap=TODAY, ground="18(1)(a)", today=TODAY)
    assert (outcome.auto_erase, outcome.task) == (False, None)


def test_contested_ground_is_decided_first() -> None:
    past = TODAY - timedelta(days=1)
    contested = at_cap_while_restricted(cap=past, ground="18(1)(a)", today=TODAY)
    needed = at_cap_while_restricted(cap=past, ground="18(1)(c)", today=TODAY)
    assert contested.decide_first
    assert not needed.decide_first


def test_purpose_without_chosen_months_takes_the_proposal() -> None:
    period = purpose_period(
        purpose="contact_note", start=date(2023, 1, 31), today=TODAY
    )
    assert (period.last_day, period.on_today) == (date(2026, 1, 31), "erase")


def test_small_or_identifying_cell_is_not_published() -> None:
    assert may_publish_cell(group_size=5)
    assert not may_publish_cell(group_size=4)
    assert not may_publish_cell(group_size=50, direct_identifiers=True)


@given(
    today=st.dates(date(2000, 1, 1), date(2100, 12, 31)),
    months=st.integers(1, 240),
    away=st.integers(-40, 40),
)
def test_first_day_kept_parts_what_is_kept_from_what_is_past(
    today: date, months: int, away: int
) -> None:
    first = first_day_kept(today, months=months)
    start = first + timedelta(days=away)
    past = add_months(start, months) < today
    assert past == (start < first)
