"""Companies are found again by business id, then by name without its legal form."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from registry.law.identifiers.names import LEGAL_FORMS, company_key
from registry.models import Company, ImportKind, ImportRow
from registry.models.expressions import company_key_of

HEADER = "Y-tunnus;Nimi;Yhtiömuoto;Toimiala (TOL 2025);Kuntakoodi"


@pytest.fixture
def import_companies(file_of, import_file):
    return lambda *rows: import_file(file_of(HEADER, *rows), kind=ImportKind.COMPANIES)


@pytest.mark.django_db
def test_company_comes_in_with_all_that_the_row_says(import_companies):
    import_companies("0110120-9;Kolmeks Oy;Osakeyhtiö;28130;91")
    company = Company.objects.get()
    assert (company.name, company.legal_form, company.industry_code) == (
        "Kolmeks Oy",
        "oy",
        "28130",
    )
    assert (company.municipality_code, company.vat_number) == ("091", "FI01101209")


@pytest.mark.django_db
def test_same_companies_twice_change_nothing(import_companies):
    rows = ["0110120-9;Kolmeks Oy;Osakeyhtiö;28130;091", ";Ilman Tunnusta Ky;;;"]
    import_companies(*rows)
    before = list(Company.objects.order_by("pk").values())
    assert import_companies(*rows).counts["unchanged"] == 2
    assert list(Company.objects.order_by("pk").values()) == before


@pytest.mark.django_db
def test_company_without_id_is_found_by_name_and_gets_its_id(import_companies):
    import_companies(";Oy Kolmeks Ab;;;")
    run = import_companies("0110120-9;KOLMEKS OYJ;;;")
    assert run.counts["matched"] == {"company_name": 1}
    assert Company.objects.get().business_id == "0110120-9"


@pytest.mark.django_db
def test_two_ids_are_two_companies_whatever_the_name(import_companies):
    import_companies("0110120-9;Kolmeks Oy;;;", "0140238-6;Kolmeks Oy;;;")
    assert Company.objects.count() == 2


@pytest.mark.django_db
def test_value_that_differs_is_reported_and_not_taken(import_companies):
    import_companies("0110120-9;Kolmeks Oy;Osakeyhtiö;28130;091")
    run = import_companies("0110120-9;Uusi Nimi Oy;Osakeyhtiö;46900;091")
    assert ImportRow.objects.get(run=run).differences == [
        ["industry_code", "28130", "46900"],
        ["company_name", "Kolmeks Oy", "Uusi Nimi Oy"],
    ]
    assert Company.objects.get().industry_code == "28130"


@pytest.mark.django_db
def test_company_without_a_name_is_refused(import_companies):
    assert import_companies("0110120-9;;;;").reasons == {"company_missing": 1}


WORDS = st.sampled_from(
    [*sorted(LEGAL_FORMS), "Kespet", "Öljy", "o.y.", "a/b", "&", "–", "3M", "Å"]
)


class CompanyKeyTest(TestCase):
    """The SQL key of the index and the key of the law package are one."""

    @settings(deadline=None)
    @given(st.lists(WORDS, min_size=1, max_size=6).map(" ".join))
    @example("Oy Kespet Ab")
    @example(
        "Opetusalan Ammattijärjestö OAJ ry, Undervisningssektorns Fackorganisation"
    )
    def test_key_in_sql_is_the_key_in_python(self, name):
        """Names of legal forms only are nobody's name and may differ."""
        key = company_key(name)
        if set(key.split()) <= LEGAL_FORMS:
            return
        company = Company.objects.create(name=name[:200])
        keyed = Company.objects.annotate(match_key=company_key_of("name"))
        assert keyed.filter(pk=company.pk, match_key=key).exists()
