"""Retention: the notice's rule in SQL and as law, and the run that obeys it."""

import json
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings
from django.utils import timezone

from privacy.erasure.journal import read_entries
from privacy.exceptions import RetentionError
from privacy.models import RetentionLine, RetentionRun
from privacy.models.case_choices import CaseChannel, CaseKind
from privacy.retention.due import count_due
from privacy.retention.executing import do_next_batch
from privacy.retention.nightly import run_nightly_retention
from privacy.retention.run import carry_out, plan_run
from privacy.retention.sharing import share_out
from privacy.services.cases import register_request
from registry.law.calendar import add_years
from registry.models import Person, PersonEmail
from registry.seams.jobs import run_due_jobs
from registry.seams.personal_data import registry_of_holdings
from registry.seams.signing import verify_document
from registry.tests.factories import (
    BusinessEventFactory,
    EmailFactory,
    GuardFactory,
    OrderFactory,
    PersonFactory,
    VoucherFactory,
)

TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def _own_journal(tmp_path: Path) -> Iterator[None]:
    with override_settings(ERASURE_JOURNAL=str(tmp_path / "journal.jsonl")):
        yield


@pytest.mark.django_db
def test_person_stays_on_the_last_day_and_goes_on_the_next() -> None:
    PersonFactory(collected_on=date(2011, 11, 22))
    assert count_due(as_of=TODAY).total == 0
    assert count_due(as_of=TODAY + timedelta(days=1)).total == 1


@pytest.mark.django_db
def test_held_restricted_and_waiting_persons_are_counted_and_left_alone() -> None:
    old = date(2000, 1, 1)
    held, restricted, waiting, due = (PersonFactory(collected_on=old) for _ in "1234")
    GuardFactory(person=held, held=True)
    GuardFactory(person=restricted, restricted=True)
    register_request(
        actor=None,
        kind=CaseKind.ACCESS,
        channel=CaseChannel.PHONE,
        person=waiting,
    )
    counts = count_due(as_of=TODAY)
    assert counts.by_rule == {"person_collection": 1}
    assert (counts.held, counts.restricted, counts.waiting) == (1, 1, 1)
    carry_out(plan_run(as_of=timezone.localdate()).pk)
    left = set(Person.objects.values_list("pk", flat=True))
    assert left == {held.pk, restricted.pk, waiting.pk}
    assert due.pk not in left


@pytest.mark.django_db
def test_run_erases_signs_a_receipt_and_writes_the_journal() -> None:
    person = EmailFactory(person__collected_on=date(2000, 1, 1)).person
    BusinessEventFactory(person=person, company=None, on=date(1998, 6, 1))
    OrderFactory(buyer_company=None, buyer_person=person, ordered_on=date(1998, 6, 1))
    EmailFactory()
    run = plan_run(as_of=timezone.localdate())
    assert run.counts["person_relationship"] == 1
    carry_out(run.pk)
    run.refresh_from_db()
    assert run.state == "done"
    assert run.erased["person_relationship"]["persons"] == 1
    assert run.erased["person_relationship"]["purchases"] == 1
    assert verify_document(run.receipt)
    assert person.reference not in json.dumps(run.receipt)
    assert Person.objects.count() == 1
    (entry,) = read_entries()
    assert len(entry["persons"]) == 1
    assert not RetentionLine.objects.exists()


@pytest.mark.django_db
def test_order_since_the_plan_keeps_the_person() -> None:
    person = PersonFactory(collected_on=date(2000, 1, 1))
    run = plan_run(as_of=timezone.localdate())
    BusinessEventFactory(person=person, company=None, on=timezone.localdate())
    carry_out(run.pk)
    assert Person.objects.filter(pk=person.pk).exists()


@pytest.mark.django_db
def test_half_done_run_goes_on_where_it_stopped() -> None:
    for _turn in range(3):
        PersonFactory(collected_on=date(2000, 1, 1))
    run = plan_run(as_of=timezone.localdate())
    assert share_out(run.pk, size=2)
    assert do_next_batch(run)
    assert Person.objects.count() == 1
    assert RetentionRun.objects.get().state == "planned"
    carry_out(run.pk)
    carry_out(run.pk)
    run.refresh_from_db()
    assert run.erased["person_collection"]["persons"] == 3
    assert run.state == "done"


def interaction_of(person: Person, on: date) -> Any:
    """A note about the person, made through the map: siblings are strangers."""
    interactions = registry_of_holdings["interactions"].model
    participants = registry_of_holdings["participants"].model
    at = timezone.make_aware(datetime.combine(on, time(12)))
    note = interactions._default_manager.create(kind="note", at=at, body="Soitto")
    participants._default_manager.create(interaction=note, person=person, at=at)
    return note


@pytest.mark.django_db
def test_note_goes_by_its_own_date_although_the_customer_is_active() -> None:
    person = PersonFactory()
    today = timezone.localdate()
    BusinessEventFactory(person=person, company=None, on=today)
    old = interaction_of(person, add_years(today, -15) - timedelta(days=2))
    young = interaction_of(person, add_years(today, -15) + timedelta(days=2))
    run = plan_run(as_of=today)
    assert run.rules.get(slug="note_own_date").holdings["interactions"] == 1
    carry_out(run.pk)
    left = set(type(old)._default_manager.values_list("pk", flat=True))
    assert left == {young.pk}
    assert Person.objects.filter(pk=person.pk).exists()


@pytest.mark.django_db
def test_voucher_goes_when_its_statutory_period_is_over() -> None:
    order = OrderFactory(ordered_on=date(2018, 4, 4))
    voucher = VoucherFactory(
        order=order,
        financial_year_end=date(2018, 12, 31),
        kept_until=date(2024, 12, 31),
    )
    kept = VoucherFactory(kept_until=timezone.localdate())
    carry_out(plan_run(as_of=timezone.localdate()).pk)
    left = set(type(voucher)._default_manager.values_list("pk", flat=True))
    assert left == {kept.pk}
    order.refresh_from_db()


@pytest.mark.django_db
def test_dry_run_of_a_day_to_come_prints_numbers_and_writes_nothing() -> None:
    EmailFactory(person__collected_on=date(2020, 1, 1))
    out = StringIO()
    call_command(
        "apply_retention", "--dry-run", "--date", "2040-01-01", "--json", stdout=out
    )
    found = json.loads(out.getvalue())
    assert found["persons"] == 1
    assert found["holdings"]["emails"] == 1
    assert not RetentionRun.objects.exists()
    assert PersonEmail.objects.exists()


@pytest.mark.django_db
def test_run_of_a_day_to_come_is_refused_with_its_exit_code() -> None:
    with pytest.raises(CommandError) as refused:
        call_command("apply_retention", "--date", "2040-01-01")
    assert refused.value.returncode == 2
    with pytest.raises(RetentionError):
        plan_run(as_of=date(2040, 1, 1))


@pytest.mark.django_db
def test_command_runs_and_prints_json() -> None:
    PersonFactory(collected_on=date(2000, 1, 1))
    out = StringIO()
    call_command("apply_retention", "--json", stdout=out)
    found = json.loads(out.getvalue())
    assert found["persons"] == 1
    assert found["erased"]["person_collection"]["persons"] == 1
    assert not Person.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_nightly_run_is_done_by_a_worker() -> None:
    PersonFactory(collected_on=date(2000, 1, 1))
    run = run_nightly_retention(today=timezone.localdate())
    run_due_jobs()
    run.refresh_from_db()
    assert run.state == "done"
    assert not Person.objects.exists()
