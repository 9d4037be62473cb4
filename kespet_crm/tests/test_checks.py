"""A production that is set up like a demo is refused."""

import pytest
from django.core.checks import run_checks
from django.db import connection

from kespet_crm.checks import check_database, check_deployment


@pytest.fixture
def production(settings, tmp_path):
    settings.EMBEDDED_SERVICES = False
    settings.GENERATED_SECRETS = False
    settings.EMAIL_URL = "smtp+tls://smtp.example.fi:587"
    settings.SITE_URL = "https://crm.example.fi"
    settings.DATA_DIR = tmp_path / "data"
    settings.ERASURE_JOURNAL = str(tmp_path / "journal" / "erasures.jsonl")
    settings.DEMO = False
    return settings


def codes() -> set[str]:
    return {str(message.id) for message in check_deployment()}


def test_good_production_is_accepted(production) -> None:
    assert codes() == set()


@pytest.mark.parametrize(
    ("setting", "value", "code"),
    [
        ("EMBEDDED_SERVICES", True, "kespet.E101"),
        ("GENERATED_SECRETS", True, "kespet.E102"),
        ("EMAIL_URL", "", "kespet.E103"),
        ("SITE_URL", "http://crm.example.fi", "kespet.E105"),
        ("DEMO", True, "kespet.E106"),
    ],
)
def test_demo_setting_is_refused_in_production(
    production, setting, value, code
) -> None:
    setattr(production, setting, value)
    assert codes() == {code}


def test_journal_beside_the_data_is_refused(production) -> None:
    production.ERASURE_JOURNAL = str(production.DATA_DIR / "erasures.jsonl")
    assert codes() == {"kespet.E104"}


def test_demo_checks_run_only_for_deployment(production) -> None:
    production.DEMO = True
    ids = {message.id for message in run_checks(include_deployment_checks=True)}
    assert "kespet.E106" in ids
    assert "kespet.E106" not in {message.id for message in run_checks()}


@pytest.mark.django_db
def test_our_database_is_accepted() -> None:
    assert check_database(databases=["default"]) == []


@pytest.mark.django_db(transaction=True)
def test_database_without_letters_is_refused(monkeypatch) -> None:
    name = f"{connection.settings_dict['NAME']}_ctype_c"
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        cursor.execute(
            f'CREATE DATABASE "{name}" TEMPLATE template0 LOCALE_PROVIDER libc'
            " LC_CTYPE 'C' LC_COLLATE 'C' ENCODING 'UTF8'"
        )
    connection.close()
    with monkeypatch.context() as patch:
        patch.setitem(connection.settings_dict, "NAME", name)
        found = {message.id for message in check_database(databases=["default"])}
        connection.close()
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE "{name}"')
    assert found == {"kespet.E002"}
