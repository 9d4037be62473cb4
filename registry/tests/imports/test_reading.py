"""Files as they come: encodings, separators, workbooks, and what is no table."""

import io
import zipfile
from datetime import datetime

import openpyxl
import pytest

from registry.imports.exceptions import UnusableFileError
from registry.imports.mapping import check_columns, guess_columns
from registry.imports.tables import read_table
from registry.models import ImportKind

from .conftest import AINO, TEMPLATE


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "iso-8859-15"]
)
def test_table_is_read_in_every_encoding(file_of, encoding):
    table = read_table(file_of(TEMPLATE, AINO, encoding=encoding))
    assert table.headers[5] == "Sähköposti"
    assert table.rows[0][1][1] == "Äijälä"


def test_letters_that_only_iso_8859_15_has_are_read(file_of):
    table = read_table(
        file_of("Nimi;Email", "Žanna Šults;z@x.fi", encoding="iso-8859-15")
    )
    assert table.rows[0][1][0] == "Žanna Šults"


@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_separator_is_found(file_of, separator):
    lines = [separator.join(["Etunimi", "E-mail", "Muistiinpano"]),
             separator.join(["Aino", "a@b.example", '"x; y, z"'])]  # fmt: skip
    assert read_table(file_of(*lines)).rows == [(2, ["Aino", "a@b.example", "x; y, z"])]


def test_cell_of_several_lines_is_one_cell(file_of):
    table = read_table(file_of("Nimi;Email;Note", 'Aino;a@b.example;"eka\ntoka"'))
    assert table.rows[0][1][2] == "eka\ntoka"


def test_empty_rows_are_left_out_and_numbers_stay_those_of_the_file(file_of):
    table = read_table(file_of("Nimi;Email", "A;a@b.example", ";", "B;b@b.example"))
    assert [number for number, _cells in table.rows] == [2, 4]


def workbook(rows):
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows:
        sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_workbook_gives_dates_numbers_and_formulas_as_text(file_of):
    scanned = datetime(2022, 7, 22, 10, 15)  # noqa: DTZ001  workbooks have no zone
    content = workbook([["Nimi", "GSM", "Skannattu", "Asema"],
                        ["Pohjola Hannele", 401234567, scanned, "=1+1"]])  # fmt: skip
    table = read_table(file_of(content, name="people.xlsx"))
    assert table.rows == [(2, ["Pohjola Hannele", "401234567", "2022-07-22", "=1+1"])]


def bomb():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", b"0" * 450_000_000)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"%PDF-1.7 ...", "not a table"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, "not a table"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 50, "not a table"),
        (bytes(range(256)) * 20, "not a table"),
        ("Hei! Tämä on kirje eikä taulukko.\nToinen rivi.".encode(), "not a table"),
        (TEMPLATE.encode(), "no rows"),
        (b"PK\x03\x04 broken", "not a table"),
        (zipfile.ZipFile.__name__.encode(), "not a table"),
        (
            "Etunimi;Sähköposti\nÄ;b@c.fi\n".encode() + b"\xe4\xe4;x@y.fi",
            "two encodings",
        ),
        (b'Etunimi;Email\n"Aino;a@b.fi\n' + b"x;y\n" * 600, "left open"),
    ],
)
def test_file_that_is_no_table_is_refused_in_words(file_of, settings, content, words):
    settings.LANGUAGE_CODE = "en"
    with pytest.raises(UnusableFileError) as refused:
        read_table(file_of(content))
    assert words in str(refused.value.message)


def test_workbook_that_is_a_bomb_is_refused(file_of):
    with pytest.raises(UnusableFileError):
        read_table(file_of(bomb(), name="bomb.xlsx"))


def test_zip_that_is_no_workbook_is_refused(file_of):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a.txt", "hello")
    with pytest.raises(UnusableFileError):
        read_table(file_of(file.getvalue(), name="a.xlsx"))


def fields_of(path, kind=ImportKind.PEOPLE):
    columns = guess_columns(kind, read_table(path))
    check_columns(kind, columns)
    return list(columns.values())


def test_columns_of_hubspot_are_understood(file_of):
    path = file_of(
        '"Record ID","First Name","Last Name","Email","Phone Number","Job Title",'
        '"Company name","City","Lifecycle Stage","Create Date"',
        '"1","Aino","Äijälä","a@b.example","","","X Oy","Salo","Lead","2021-08-01 09:30"',
    )
    assert fields_of(path) == [
        "given_name", "family_name", "email", "phone", "title", "company_name", "city",
        "lifecycle", "collected_on",
    ]  # fmt: skip


def test_columns_of_finnish_outlook_are_understood(file_of):
    path = file_of(
        "Tehtävänimike;Etunimi;Toinen nimi;Sukunimi;Yritys;Työpaikan katuosoite;"
        "Työpaikan kaupunki;Työpaikan postinumero;Työpaikan maa tai alue;Työpuhelin;"
        "Sähköpostiosoite",
        "Ostaja;Aino;;Äijälä;X Oy;Katu 1;Salo;24100;Suomi;040 1234567;a@b.example",
        encoding="cp1252",
    )
    assert fields_of(path) == [
        "title", "given_name", "family_name", "company_name", "street", "city",
        "postal_code", "country", "phone", "email",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "field"),
    [
        (["Pohjola Hannele;hannele.pohjola@x.fi"], "full_name_family_first"),
        (["Hannele Pohjola;hannele.pohjola@x.fi"], "full_name"),
        (["Hannele Pohjola;info@x.fi"], "full_name"),
    ],
)
def test_order_of_names_is_told_by_the_addresses(file_of, rows, field):
    assert fields_of(file_of("Nimi;Sähköposti", *rows))[0] == field


def test_columns_of_companies_are_understood(file_of):
    path = file_of(
        "Y-tunnus;Nimi;Yhtiömuoto;Toimiala (TOL 2025);Kuntakoodi",
        "0110120-9;Kolmeks Oy;Osakeyhtiö;28130;165",
    )
    assert fields_of(path, ImportKind.COMPANIES) == [
        "business_id", "company_name", "legal_form", "industry_code",
        "municipality_code",
    ]  # fmt: skip


def test_file_without_contact_details_is_unusable(file_of):
    with pytest.raises(UnusableFileError) as refused:
        fields_of(file_of("Etunimi;Sukunimi", "Aino;Äijälä"))
    assert refused.value.code == "column_missing"


def test_header_with_signs_that_are_no_text_is_cleaned(file_of):
    table = read_table(file_of("Eti\x00nimi;E-mail;" + "x" * 5000, "A;a@b.example;"))
    assert table.headers[0] in {"Etinimi", "Eti nimi"}
    assert len(table.headers[2]) == 120
