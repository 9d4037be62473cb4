"""Proofs find what does not hold: each is shown its fault first."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from privacy.proofs.audit import audit_faults, guard_faults
from privacy.proofs.data_map import PATH, data_map
from registry.models import PersonGuard
from registry.seams.audit import record
from registry.seams.personal_data import registry_of_holdings

from . import cast

pytestmark = pytest.mark.django_db


def execute(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def test_audit_trail_of_real_acts_holds() -> None:
    cast.objecting()
    cast.restricted()
    out = StringIO()
    call_command("verify_audit", stdout=out)
    assert "append-only" in out.getvalue()


def test_disabled_guard_of_the_audit_trail_is_found() -> None:
    execute(
        "ALTER TABLE registry_audit_entry DISABLE TRIGGER "
        "registry_audit_entry_append_only"
    )
    assert [f for f in audit_faults() if f.startswith("registry_audit_entry is not")]
    with pytest.raises(CommandError):
        call_command("verify_audit", stderr=StringIO())


def test_missing_subjects_are_found() -> None:
    key = record(actor=None, action="person.viewed", subjects=[("person", 1)])
    assert list(audit_faults()) == []
    execute(
        "INSERT INTO registry_audit_entry (at, action, count) "
        "VALUES (now(), 'person.viewed', 2)"
    )
    faults = list(audit_faults())
    assert len(faults) == 1
    assert f"entry {key}" not in faults[0]


@pytest.mark.parametrize("value", ["matti@yritys.example", "Matti", "+358401234567"])
def test_value_among_the_fields_is_found(value: str) -> None:
    record(actor=None, action="person.changed", fields=["given_name"])
    assert list(audit_faults()) == []
    record(actor=None, action="person.changed", fields=[value])
    assert any("no name of a field" in fault for fault in audit_faults())


def test_dropped_guard_of_a_legal_row_is_found() -> None:
    assert list(guard_faults()) == []
    execute("ALTER TABLE privacy_consentevent DISABLE TRIGGER USER")
    assert any("privacy_consentevent" in fault for fault in guard_faults())


def test_guard_that_differs_is_reported_and_repaired() -> None:
    person = cast.objecting()
    call_command("check_guards", stdout=StringIO())
    PersonGuard.objects.filter(person=person).update(restricted=True)
    err = StringIO()
    with pytest.raises(CommandError):
        call_command("check_guards", repair=True, stderr=err)
    assert f"person {person.pk}: guard says restricted, objected" in err.getvalue()
    call_command("check_guards", stdout=StringIO())


def test_data_map_names_every_holding() -> None:
    written = data_map()
    for holding in registry_of_holdings:
        assert f"## {holding.key}:" in written


def test_committed_data_map_is_current() -> None:
    assert PATH.read_text(encoding="utf-8") == data_map(), "run write_data_map"
