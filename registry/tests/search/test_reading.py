"""What a typed search is understood to be."""

import pytest

from registry.queries.search import read_query


@pytest.mark.parametrize(
    "typed",
    [
        "040 123 4567",
        "0401234567",
        "+358 40 123 4567",
        "+358 (0)40 1234567",
        "00358401234567",
        "040-123 4567",
    ],
)
def test_phone_in_any_notation_has_an_end_that_the_number_has(typed: str) -> None:
    suffixes = read_query(typed).phone_suffixes

    assert any("+358401234567".endswith(suffix) for suffix in suffixes)


def test_four_digits_are_the_end_of_a_number_and_three_are_nothing() -> None:
    assert read_query("4567").phone_suffixes == ("4567",)
    assert read_query("567").phone_suffixes == ()


@pytest.mark.parametrize(
    "typed",
    [
        "1234567-1",
        "12345671",
        "FI12345671",
        "fi 1234567-1",
        "003712345671",
        "0037123456711234",
    ],
)
def test_business_id_is_read_from_any_form(typed: str) -> None:
    assert read_query(typed).business_id == "1234567-1"


def test_name_is_folded_and_its_sort_prefix_is_not() -> None:
    reading = read_query("  Östersundomin   ÄYRIÄINEN ")

    assert reading.words == ("ostersundomin", "ayriainen")
    assert reading.sort_prefix == "}stersundomin |yri|inen"


def test_address_is_read_as_an_address_and_as_no_name() -> None:
    reading = read_query("Maija@Yritys.example")

    assert reading.email == "maija@yritys.example"
    assert reading.words == ()


def test_reference_is_read_with_and_without_its_hyphen() -> None:
    assert read_query("h-7k3m9qx2").reference == "H-7K3M9QX2"
    assert read_query("H7K3M9QX2").reference == "H-7K3M9QX2"


def test_reading_is_cut_to_two_hundred_characters() -> None:
    assert len(read_query("a" * 5_000).text) == 200
