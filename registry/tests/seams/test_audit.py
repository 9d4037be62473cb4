"""The audit trail: append-only in the database itself, ids and names of fields only."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction

from registry.models import AuditEntry, AuditSubject
from registry.seams.audit import ensure_partitions, record
from registry.tasks import BEAT_SCHEDULE, make_audit_partitions
from registry.tests.factories import PersonFactory, StaffFactory

pytestmark = pytest.mark.django_db


def test_record_keeps_who_did_what_to_whom() -> None:
    clerk, person = StaffFactory(), PersonFactory()

    key = record(
        actor=clerk,
        action="person.viewed",
        subjects=[("person", person.pk)],
        fields=["phones", "emails", "emails"],
        purpose="sales",
    )

    entry = AuditEntry.objects.get(pk=key)
    assert (entry.actor_id, entry.action, entry.fields) == (
        clerk.pk,
        "person.viewed",
        ["emails", "phones"],
    )
    assert AuditSubject.objects.filter(
        entry_id=key, kind="person", subject_id=person.pk
    ).exists()


def test_the_system_is_an_actor_too() -> None:
    key = record(actor=None, action="retention.run")

    assert AuditEntry.objects.get(pk=key).role == "system"


@pytest.mark.parametrize("table", ["registry_audit_entry", "registry_audit_subject"])
@pytest.mark.parametrize(
    "statement",
    ["UPDATE {t} SET at = now()", "DELETE FROM {t}", "TRUNCATE {t}"],
)
def test_the_database_refuses_to_change_what_was_recorded(
    table: str, statement: str
) -> None:
    record(actor=None, action="person.viewed", subjects=[("person", 1)])

    with (
        pytest.raises(IntegrityError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(t=table))


def test_a_partition_refuses_on_its_own_as_well() -> None:
    record(actor=None, action="person.viewed")

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT tableoid::regclass::text FROM registry_audit_entry"
        )
        (partition,) = cursor.fetchone()
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            cursor.execute(f"DELETE FROM {partition}")


def test_partitions_are_made_ahead_and_making_them_again_changes_nothing() -> None:
    def partitions() -> int:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_inherits WHERE inhparent = "
                "'registry_audit_entry'::regclass"
            )
            return int(cursor.fetchone()[0])

    before = partitions()
    ensure_partitions(months=5)
    after = partitions()
    ensure_partitions(months=5)

    assert after == before + 3
    assert partitions() == after


def test_beat_makes_partitions_ahead_of_need() -> None:
    assert "registry.make_audit_partitions" in {
        entry["task"] for entry in BEAT_SCHEDULE.values()
    }

    make_audit_partitions()


@time_machine.travel(datetime(2033, 6, 1, 12, tzinfo=UTC), tick=False)
def test_a_month_without_a_partition_loses_nothing() -> None:
    key = record(actor=None, action="person.viewed")

    assert AuditEntry.objects.get(pk=key).at.year == 2033
