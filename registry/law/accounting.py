"""How long accounting law keeps vouchers and books, and how the promise meets it."""

from dataclasses import dataclass
from datetime import date

from registry.law.calendar import add_years
from registry.law.parameters import number


def voucher_last_day(financial_year_end: date) -> date:
    """Six years from the end of the calendar year in which the financial year ended
    (Accounting Act 2:10(2), VAT Act 209n)."""
    return date(financial_year_end.year + number("voucher_years"), 12, 31)


def books_last_day(financial_year_end: date) -> date:
    """Ten years from the end of the financial year (Accounting Act 2:10(1))."""
    return add_years(financial_year_end, number("books_years"))


@dataclass(frozen=True, slots=True)
class CombinedPeriods:
    notice_cap: date
    voucher_last_day: date
    voucher_data_last_day: date
    crm_data_last_day: date
    accounting_outlives_notice: bool


def combine_periods(
    *,
    relationship_ended: date,
    financial_year_end: date,
    legal_hold_until: date | None = None,
) -> CombinedPeriods:
    """The voucher follows its statute, the rest the promise; only a recorded hold
    carries either further (GDPR 17(3)(b), (e))."""
    cap = add_years(relationship_ended, number("notice_retention_years"))
    voucher = voucher_last_day(financial_year_end)
    hold = legal_hold_until or date.min
    return CombinedPeriods(
        notice_cap=cap,
        voucher_last_day=voucher,
        voucher_data_last_day=max(voucher, hold),
        crm_data_last_day=max(cap, hold),
        accounting_outlives_notice=voucher > cap,
    )
