"""Erasure outcomes that the vectors do not spell out: duties that meet."""

from datetime import date

import pytest

from registry.law.erasure import (
    EVERYTHING,
    Facts,
    Hold,
    Purchase,
    decide_erasure,
    decide_thread,
)

TODAY = date(2026, 11, 22)


def paid(year: int) -> Purchase:
    return Purchase(invoice_open=False, financial_year_end=date(year, 12, 31))


def unpaid(year: int) -> Purchase:
    return Purchase(invoice_open=True, financial_year_end=date(year, 12, 31))


def test_two_financial_years_keep_until_the_later_one() -> None:
    outcome = decide_erasure(
        Facts(subject="sole_trader", orders=[paid(2021), paid(2023)], today=TODAY)
    )
    assert outcome.decision == "erase_with_statutory_exception"
    assert outcome.kept_until == date(2029, 12, 31)
    assert outcome.inform_12_4


@pytest.mark.parametrize(
    ("today", "decision"),
    [
        (date(2029, 12, 31), "erase_with_statutory_exception"),
        (date(2030, 1, 1), "erase"),
    ],
)
def test_voucher_is_kept_on_its_last_day_and_gone_the_next(
    today: date, decision: str
) -> None:
    facts = Facts(subject="company_contact", orders=[paid(2023)], today=today)
    assert decide_erasure(facts).decision == decision


def test_financial_year_that_ends_in_spring_counts_by_its_calendar_year() -> None:
    order = Purchase(invoice_open=False, financial_year_end=date(2024, 3, 31))
    facts = Facts(subject="company_contact", orders=[order], today=TODAY)
    assert decide_erasure(facts).kept_until == date(2030, 12, 31)


def test_old_paid_order_is_let_go_beside_an_open_invoice() -> None:
    outcome = decide_erasure(
        Facts(subject="company_contact", orders=[unpaid(2026), paid(2018)], today=TODAY)
    )
    assert outcome.decision == "partly_refuse"
    assert outcome.review_when == "invoice_settled"
    assert outcome.anonymised == ("order.contact_ref",)
    assert outcome.books_outside_crm_until == date(2028, 12, 31)


def test_hold_and_open_invoice_keep_what_either_needs() -> None:
    outcome = decide_erasure(
        Facts(
            subject="company_contact",
            orders=[unpaid(2026)],
            hold=Hold(scope=["notes"]),
            today=TODAY,
        )
    )
    assert outcome.restricted == ("name", "email", "phone", "notes_in_scope")
    assert outcome.kept == ("voucher", "claim_correspondence")
    assert not set(outcome.deleted) & {"notes", "notes_not_about_claim"}
    assert outcome.review_when == "hold_released"


def test_sole_trader_under_hold_keeps_her_vouchers_too() -> None:
    outcome = decide_erasure(
        Facts(subject="sole_trader", orders=[paid(2023)], hold=Hold(), today=TODAY)
    )
    assert outcome.decision == "partly_refuse"
    assert "voucher.name" in outcome.kept
    assert outcome.kept_until == date(2029, 12, 31)
    assert outcome.anonymised == ()


def test_hold_of_letters_only_lets_the_notes_go() -> None:
    outcome = decide_erasure(
        Facts(subject="prospect", hold=Hold(scope=["correspondence"]), today=TODAY)
    )
    assert "notes" in outcome.deleted
    assert outcome.restricted == ("name", "email", "correspondence_in_scope")


def test_objection_that_is_overridden_is_refused_with_reasons() -> None:
    outcome = decide_erasure(
        Facts(subject="company_contact", wish="object_21_1", grounds_override=True)
    )
    assert (outcome.decision, outcome.erasure) == ("partly_refuse", False)
    assert outcome.inform_12_4


def test_upheld_objection_meets_an_open_invoice_like_any_erasure() -> None:
    outcome = decide_erasure(
        Facts(
            subject="company_contact",
            wish="object_21_1",
            grounds_override=False,
            orders=[unpaid(2026)],
            today=TODAY,
        )
    )
    assert outcome.decision == "partly_refuse"


def test_customer_who_withdraws_a_consent_stays_a_customer() -> None:
    facts = Facts(subject="company_contact", wish="withdraw_consent")
    assert decide_erasure(facts).decision == "stop_marketing"


def test_marketing_only_with_a_voucher_keeps_voucher_and_the_choice() -> None:
    outcome = decide_erasure(
        Facts(
            subject="prospect",
            wish="object_direct_marketing",
            only_marketing=True,
            orders=[paid(2023)],
            today=TODAY,
        )
    )
    assert outcome.kept[-1] == "suppression_hash"
    assert outcome.kept_until == date(2029, 12, 31)


def test_letters_about_an_unpaid_invoice_wait_for_it() -> None:
    assert decide_thread(invoice_paid=False).review_when == "invoice_settled"
    assert decide_thread(invoice_paid=True).deleted == ("email_thread",)


def test_nobody_decides_for_somebody_who_is_not_known() -> None:
    outcome = decide_erasure(Facts(subject="unknown_sender", identified=False))
    assert (outcome.decision, outcome.deleted) == ("ask_identity", ())


def test_everything_goes_of_somebody_nothing_keeps() -> None:
    facts = Facts(subject="prospect", today=TODAY)
    assert decide_erasure(facts).deleted == EVERYTHING
