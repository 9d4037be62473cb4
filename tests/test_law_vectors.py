"""`pytest -k law_vectors` runs every case of the file that LAW_VECTORS names."""

import pytest

from tests.law_adapters import ADAPTERS
from tests.law_harness import Case, complaint_about, load_cases, load_pending

PENDING = load_pending()


@pytest.mark.django_db  # the gate's conditions are judged by the database
@pytest.mark.parametrize("case", load_cases(), ids=lambda case: case.id)
def test_law_vectors_case_holds(case: Case) -> None:
    complaint = complaint_about(case, PENDING)
    assert complaint is None, f"{case.id}: {complaint}"
    if case.kind in PENDING:
        pytest.skip(f"{case.kind} comes with issue {PENDING[case.kind]}")


def planted(kind: str, year: str = "2031-12-31") -> Case:
    return Case(
        "planted",
        kind,
        {"financial_year_end": "2025-12-31"},
        {"voucher_last_day": year},
    )


def test_law_vectors_kind_nobody_knows_fails() -> None:
    assert complaint_about(planted("no_such_kind"), PENDING) is not None


def test_law_vectors_right_case_passes_and_wrong_one_fails() -> None:
    assert complaint_about(planted("retention_accounting"), PENDING) is None
    wrong = planted("retention_accounting", "2032-12-31")
    assert "expected '2032-12-31', got '2031-12-31'" in str(
        complaint_about(wrong, PENDING)
    )


def test_law_vectors_missing_key_fails() -> None:
    case = planted("retention_accounting")._replace(expected={"no_such_key": None})
    assert "no such key" in str(complaint_about(case, PENDING))


def test_law_vectors_pending_kind_that_passes_fails() -> None:
    case = planted("retention_accounting")
    assert "law_pending" in str(complaint_about(case, {"retention_accounting": "3"}))


def test_law_vectors_pending_kind_may_fail_or_be_missing() -> None:
    wrong = planted("retention_accounting", "2032-12-31")
    assert complaint_about(wrong, {"retention_accounting": "3"}) is None
    assert complaint_about(planted("later"), {"later": "9"}) is None


def test_law_vectors_pending_list_names_no_delivered_kind() -> None:
    assert not PENDING.keys() & ADAPTERS.keys()
