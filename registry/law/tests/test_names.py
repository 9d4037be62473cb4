import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.law.folding import FOLD_FROM, FOLD_TO, SORT_FROM, SORT_TO, fold
from registry.law.identifiers.email import is_valid_email, normalise_email
from registry.law.identifiers.names import (
    company_key,
    name_key,
    normalise_name,
)


def test_folding_table_pairs_each_letter_once() -> None:
    assert len(FOLD_FROM) == len(FOLD_TO) == len(set(FOLD_FROM))
    assert FOLD_FROM.lower() == FOLD_FROM
    assert FOLD_TO.isascii()
    assert len(SORT_FROM) == len(SORT_TO) == len(set(SORT_FROM))


@given(st.text())
def test_normalising_twice_changes_nothing_more(raw: str) -> None:
    for normalise in (normalise_name, fold, name_key, company_key, normalise_email):
        once = normalise(raw)
        assert normalise(once) == once


@pytest.mark.parametrize(
    ("raw", "key"),
    [
        ("Äijö-Ñandú  ÅKERLÖF", "aijo-nandu akerlof"),
        ("A\u0308ija\u0308la\u0308", "aijala"),
        ("İpek Šahin", "ipek sahin"),
    ],
)
def test_marks_and_case_do_not_tell_names_apart(raw: str, key: str) -> None:
    assert name_key(raw) == key


@pytest.mark.parametrize(
    "raw",
    [
        "Kespet Oy",
        "OY KESPET AB",
        "Kespet Oyj",
        "kespet o.y.",
        " Kespet,  Oy ",
        "Oy Ab Kespet",
    ],
)
def test_legal_form_does_not_tell_companies_apart(raw: str) -> None:
    assert company_key(raw) == "kespet"


@pytest.mark.parametrize(
    ("raw", "key"),
    [
        ("Oy Ab", "oy ab"),
        ("Saby Oy", "saby"),
        ("H&M Hennes & Mauritz Oy", "h m hennes mauritz"),
        ("Tmi Maija Mäkelä", "maija makela"),
        ("Pelastetaan Oy Lapset ry", "pelastetaan oy lapset"),
    ],
)
def test_company_key_keeps_what_is_name(raw: str, key: str) -> None:
    assert company_key(raw) == key


@pytest.mark.parametrize(
    ("raw", "address"),
    [
        ("  Maija.Makela@Esimerkki.FI ", "maija.makela@esimerkki.fi"),
        ("mailto:a@b.fi", "a@b.fi"),
        ("ａ@b.fi", "a@b.fi"),
        ("pekka@Mäki.fi", "pekka@xn--mki-qla.fi"),
    ],
)
def test_one_address_has_one_spelling(raw: str, address: str) -> None:
    assert normalise_email(raw) == address
    assert is_valid_email(raw)


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "a",
        "a@",
        "@b.fi",
        "a@b",
        "a b@c.fi",
        "a@b..fi",
        ".a@b.fi",
        "a@-b.fi",
        "a@b.f",
        "a,b@c.fi",
        "a@b@c.fi",
        "x" * 65 + "@b.fi",
        "a@" + "b" * 64 + ".fi",
        "a@" + ".".join(["b" * 60] * 5) + ".fi",
    ],
)
def test_no_address_is_refused(raw: str) -> None:
    assert not is_valid_email(raw)
