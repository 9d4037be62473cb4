from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.law.identifiers.guard import (
    _CONTROL,
    check_free_text,
    holds_card_number,
    holds_identity_code,
)


@pytest.mark.parametrize(
    "text",
    [
        "131052-918F",
        "131052–918F",
        "131052 - 918f",
        "131052Y918F",
        "x131052-918F.",
        "１３１０５２-918F",
        "131052-\u200b918F",
        "131052-918A 131052-918F",
    ],
)
def test_identity_code_is_found_however_written(text: str) -> None:
    assert holds_identity_code(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "131052-918",
        "131052-918A",
        "321352-918F",
        "290201A911P",
        "1131052-918F",
        "040-1234567",
        "2077474-0",
    ],
)
def test_look_alike_passes(text: str) -> None:
    assert not holds_identity_code(text)


@given(
    st.dates().filter(lambda day: 1900 <= day.year < 2100),
    st.integers(900, 999),
    st.text(alphabet="abc åä.,:;", max_size=6),
)
def test_every_valid_code_is_found_inside_text(
    day: date, number: int, around: str
) -> None:
    digits = f"{day:%d%m%y}"
    sign = "-" if day.year < 2000 else "A"
    code = f"{digits}{sign}{number}{_CONTROL[int(f'{digits}{number}') % 31]}"
    assert (
        check_free_text(around + code + around) == "personal_identity_code_not_allowed"
    )


@pytest.mark.parametrize(
    "text",
    [
        "4111 1111 1111 1111",
        "card 5555-5555-5555-4444, exp 12/29",
        "378282246310005",
        "2223003122003222",
    ],
)
def test_card_number_is_found(text: str) -> None:
    assert check_free_text(text) == "card_number_not_allowed"


@pytest.mark.parametrize(
    "text",
    [
        "4111 1111 1111 1112",
        "maksettu tilille FI21 1234 5600 0007 85 heti",
        "003720774740 12345",
        "EAN 6408430000012",
        "+358 50 123 4567",
        "RF18 5390 0754 7034",
        "1234567890123456",
    ],
)
def test_other_long_number_is_no_card(text: str) -> None:
    assert not holds_card_number(text)


@given(st.text())
def test_any_text_gets_an_answer(text: str) -> None:
    assert check_free_text(text) in {
        None,
        "personal_identity_code_not_allowed",
        "card_number_not_allowed",
    }
