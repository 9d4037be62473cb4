from datetime import date

import pytest

from registry.law.deadlines import request_deadline
from registry.law.parameters import (
    TABLE,
    UnknownParameterError,
    number,
    override_parameters,
    text,
)
from registry.law.retention import prospect_cap


def test_every_parameter_names_its_source_and_review_date() -> None:
    assert all(
        row.source and row.reviewed <= date(2026, 11, 22) for row in TABLE.values()
    )


def test_changed_parameter_changes_a_deadline_and_back() -> None:
    received = date(2026, 3, 2)
    before = request_deadline(received).raw
    with override_parameters(dsr_response_months=2):
        assert request_deadline(received).raw == date(2026, 5, 2) != before
    assert request_deadline(received).raw == before


def test_changed_parameter_changes_retention() -> None:
    with override_parameters(notice_retention_years=10):
        assert prospect_cap(date(2012, 2, 29)).last_day == date(2022, 2, 28)


def test_overrides_nest() -> None:
    with override_parameters(voucher_years=7), override_parameters(books_years=11):
        assert (number("voucher_years"), number("books_years")) == (7, 11)


def test_unknown_name_is_refused_on_reading_and_overriding() -> None:
    with pytest.raises(UnknownParameterError):
        number("no_such_number")
    with pytest.raises(UnknownParameterError), override_parameters(no_such_number=1):
        pass


def test_text_is_no_number() -> None:
    assert text("receipt_timezone") == "Europe/Helsinki"
    with pytest.raises(UnknownParameterError):
        number("receipt_timezone")
