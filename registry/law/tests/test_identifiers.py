import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.fi import ytunnus

from registry.law.identifiers.business_id import (
    check_digit,
    find_business_id,
    ovt_code_of,
    parse_business_id,
    parse_ovt_code,
    parse_vat_number,
    vat_number_of,
)
from registry.law.identifiers.phone import parse_phone
from registry.law.identifiers.postal_code import normalise_postal_code

SEVEN = st.integers(1, 9_999_999).map("{:07d}".format)


@given(SEVEN)
def test_issued_id_survives_every_form_and_only_one_digit_fits(body: str) -> None:
    digit = check_digit(body)
    fitting = [n for n in range(10) if parse_business_id(f"{body}-{n}").valid]
    assert fitting == ([] if digit is None else [digit])
    if digit is not None:
        written = f"{body}-{digit}"
        assert ytunnus.is_valid(written)
        forms = (
            written,
            vat_number_of(written),
            ovt_code_of(written),
            body + str(digit),
        )
        assert {find_business_id(form) for form in forms} == {written}


@given(st.text(max_size=20))
def test_any_text_gets_an_answer_and_a_normalised_id_is_its_own_form(raw: str) -> None:
    for parse in (parse_business_id, parse_vat_number, parse_ovt_code):
        answer = parse(raw)
        assert (answer.normalised is None) == (answer.reason is not None)
        if answer.normalised:
            assert parse_business_id(answer.normalised) == answer


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        ("  ", "empty"),
        ("2077474-1", "check_digit"),
        ("207747-40", "format"),
        ("2077474", "length"),
        ("FI20774740", "format"),
        ("000000-0", "all_zero"),
    ],
)
def test_bad_business_id_says_why(raw: str, reason: str) -> None:
    assert parse_business_id(raw).reason == reason


@pytest.mark.parametrize("raw", [" 2077474-0 ", "2077474 - 0", "2077474−0"])
def test_business_id_forgives_spaces_and_dashes(raw: str) -> None:
    assert parse_business_id(raw).normalised == "2077474-0"


@pytest.mark.parametrize("raw", ["FI 2077474-0", "fi20774740", "FI-20774740"])
def test_vat_number_leads_to_the_business_id(raw: str) -> None:
    assert parse_vat_number(raw).normalised == "2077474-0"


@pytest.mark.parametrize(
    ("raw", "e164", "kind"),
    [
        ("00358 50 123 4567", "+358501234567", "mobile"),
        ("puh. 045 123 4567", "+358451234567", "mobile"),
        ("+358 (0)14 123 456", "+35814123456", "fixed"),
        ("029 566 6700", "+358295666700", "fixed"),
        ("018 12345", "+3581812345", "fixed"),
        ("+44 20 7946 0123", "+442079460123", "foreign"),
        ("+1 555 123 4567", "+15551234567", "foreign"),
        ("0600 1234", None, "premium"),
        ("0700 12345", None, "premium"),
        ("112", None, None),
        ("", None, None),
        ("+999 1234567", None, None),
        ("05O-1234567", None, None),
        ("050 123 4567 / 040 123 4567", None, None),
        ("050 123 4567 8901", None, None),
    ],
)
def test_phone_is_read_in_any_notation(
    raw: str, e164: str | None, kind: str | None
) -> None:
    phone = parse_phone(raw)
    assert (phone.e164, phone.kind) == (e164, kind)


@given(st.text(max_size=25))
def test_phone_in_e164_is_its_own_form(raw: str) -> None:
    phone = parse_phone(raw)
    if phone.e164:
        assert parse_phone(phone.e164) == phone


@pytest.mark.parametrize(
    ("raw", "country", "code"),
    [
        ("00530", "FI", "00530"),
        (" 40800 ", "FI", "40800"),
        ("530", "FI", None),
        ("4080٠", "FI", None),
        ("112 34", "SE", "112 34"),
        ("sw1a 1aa", "GB", "SW1A 1AA"),
        ("", "SE", None),
    ],
)
def test_postal_code_by_country(raw: str, country: str, code: str | None) -> None:
    assert normalise_postal_code(raw, country=country) == code
