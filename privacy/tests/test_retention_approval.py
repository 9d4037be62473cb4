"""Approvals bind the lines; rows are taken out; runs are cancelled."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import override_settings
from django.utils import timezone

from privacy.exceptions import RetentionError
from privacy.models import (
    LegalHold,
    LineState,
    RetentionLine,
    RetentionRun,
    RunRuleState,
    RunState,
)
from privacy.retention.approving import approve, hold_back
from privacy.retention.executing import do_next_batch
from privacy.retention.nightly import start_run
from privacy.retention.planning import plan_run
from privacy.retention.run import cancel_run, carry_out, unfinished_runs
from privacy.retention.sharing import share_out
from privacy.services.holds import place_hold
from registry.imports.files import path_of, write_report
from registry.law.calendar import add_months
from registry.models import ImportRow, ImportRun, Person, Staff
from registry.seams.jobs import Job, cancel_job, run_due_jobs
from registry.seams.signing import verify_document
from registry.tests.factories import BusinessEventFactory, PersonFactory, StaffFactory

from .retention_rules import changed, switched_off

OLD = date(2000, 1, 1)
RULE = "person_collection"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_journal(tmp_path: Path) -> Iterator[None]:
    with override_settings(ERASURE_JOURNAL=str(tmp_path / "journal.jsonl")):
        yield


def due(number: int) -> list[Person]:
    """Persons past their last day."""
    return [PersonFactory(collected_on=OLD) for _turn in range(number)]


def planned(
    number: int, approval: str = "one", two_above: int | None = None
) -> RetentionRun:
    """A run of so many persons whose rule wants an approval."""
    changed(RULE, approval=approval, two_above=two_above)
    due(number)
    return plan_run(as_of=timezone.localdate())


def agree(run: RetentionRun, actor: Staff, digest: str = "") -> None:
    """Approve the rule as it stands."""
    part = run.rules.get(slug=RULE)
    approve(run=run, rule=RULE, actor=actor, digest=digest or part.digest)


def test_rule_that_wants_an_approval_waits_and_the_others_run() -> None:
    run = planned(2)
    carry_out(run.pk)
    run.refresh_from_db()
    assert run.state == RunState.WAITING
    assert not run.receipt
    assert Person.objects.count() == 2
    assert run.rules.get(slug="note_own_date").state == RunRuleState.DONE
    assert unfinished_runs() == []


def test_approval_carries_the_rule_out() -> None:
    run = planned(2)
    carry_out(run.pk)
    agree(run, StaffFactory())
    assert unfinished_runs() == [run]
    carry_out(run.pk)
    run.refresh_from_db()
    assert run.state == RunState.DONE
    assert not Person.objects.exists()
    (rule,) = [r for r in run.receipt["rules"] if r["rule"] == RULE]
    assert len(rule["approved_at"]) == 1


def test_two_different_people_approve_above_the_number() -> None:
    run = planned(3, "two_above", 2)
    first, second = StaffFactory(), StaffFactory()
    assert run.rules.get(slug=RULE).needed == 2
    agree(run, first)
    with pytest.raises(RetentionError) as refused:
        agree(run, first)
    assert refused.value.code == "same_person"
    assert run.rules.get(slug=RULE).state == RunRuleState.WAITING
    agree(run, second)
    assert run.rules.get(slug=RULE).state == RunRuleState.CLEARED


def test_one_person_approves_up_to_the_number() -> None:
    assert planned(2, "two_above", 2).rules.get(slug=RULE).needed == 1


def test_approval_of_other_lines_is_refused() -> None:
    run = planned(2)
    seen = run.rules.get(slug=RULE).digest
    RetentionLine.objects.filter(run=run).first().delete()  # type: ignore[union-attr]
    with pytest.raises(RetentionError) as refused:
        agree(run, StaffFactory(), digest=seen)
    assert refused.value.code == "plan_changed"
    assert not run.rules.get(slug=RULE).approvals.exists()


def test_nothing_is_approved_twice_nor_where_nothing_waits() -> None:
    run = planned(1)
    agree(run, StaffFactory())
    with pytest.raises(RetentionError):
        agree(run, StaffFactory())
    with pytest.raises(RetentionError):
        approve(run=run, rule="view_log", actor=StaffFactory(), digest="")


def test_line_held_back_is_under_a_legal_hold_and_voids_earlier_approvals() -> None:
    run = planned(3, "two_above", 2)
    first, second, officer = StaffFactory(), StaffFactory(), StaffFactory()
    agree(run, first)
    line = run.lines.order_by("pk").first()
    assert line is not None
    hold_back(line=line, actor=officer, reason="Riita kesken")
    line.refresh_from_db()
    assert (line.state, line.note) == ("held_back", "held")
    assert LegalHold.objects.get().person_id == line.person_id
    agree(run, second)
    assert run.rules.get(slug=RULE).state == RunRuleState.WAITING
    agree(run, first)
    carry_out(run.pk)
    assert [p.pk for p in Person.objects.all()] == [line.person_id]
    run.refresh_from_db()
    assert (run.state, run.held, run.receipt["left"]) == ("done", 1, {"held": 1})


def test_rows_in_an_open_run_are_not_planned_again() -> None:
    first = planned(2)
    carry_out(first.pk)
    late = PersonFactory(collected_on=OLD)
    second = plan_run(as_of=timezone.localdate())
    assert [line.row_pk for line in second.lines.all()] == [late.pk]
    cancel_run(run_id=first.pk, reason="väärä päivä")
    third = plan_run(as_of=timezone.localdate())
    assert third.lines.count() == 2


def test_cancelled_run_keeps_what_is_done_and_says_so() -> None:
    due(5)
    run = plan_run(as_of=timezone.localdate())
    share_out(run.pk, size=2)
    do_next_batch(run)
    share_out(run.pk, size=2)
    cancel_run(run_id=run.pk, reason="Tarkistetaan ensin")
    run.refresh_from_db()
    assert run.state == RunState.CANCELLED
    assert Person.objects.count() == 3
    assert verify_document(run.receipt)
    assert run.receipt["state"] == "cancelled"
    assert run.receipt["done"][RULE]["persons"] == {"delete_row": 2}
    assert run.receipt["left"] == {"open": 3}
    carry_out(run.pk)
    assert Person.objects.count() == 3
    with pytest.raises(RetentionError):
        cancel_run(run_id=run.pk)


@pytest.mark.django_db(transaction=True)
@override_settings(RETENTION_WORKERS=2)
def test_cancelling_a_job_cancels_the_run_for_all_its_workers() -> None:
    due(2)
    run = start_run(as_of=timezone.localdate())
    jobs = list(Job.objects.filter(kind="retention.run"))
    assert len(jobs) == 2
    Job.objects.filter(pk=jobs[0].pk).update(cancel_requested_at=timezone.now())
    run_due_jobs()
    run.refresh_from_db()
    assert run.state == RunState.CANCELLED
    assert Person.objects.count() == 2
    cancel_job(job_id=jobs[1].pk)


def test_hold_set_after_the_batch_was_shared_out_keeps_its_person() -> None:
    held, gone = due(2)
    run = plan_run(as_of=timezone.localdate())
    share_out(run.pk, size=2)
    staff = StaffFactory()
    place_hold(actor=staff, owner=staff, reason="Riita", person=held)
    do_next_batch(run)
    assert list(Person.objects.all()) == [held]
    assert run.lines.get().note == "held"
    assert gone.reference != held.reference


def test_longer_period_during_the_run_keeps_whom_it_keeps() -> None:
    today = timezone.localdate()
    PersonFactory(collected_on=add_months(today, -100))
    changed(RULE, months=90)
    run = plan_run(as_of=today)
    assert run.counts == {RULE: 1}
    changed(RULE, months=120)
    carry_out(run.pk)
    assert Person.objects.exists()


def test_nothing_is_erased_where_the_journal_cannot_be_written(tmp_path: Path) -> None:
    due(2)
    run = plan_run(as_of=timezone.localdate())
    (tmp_path / "folder").mkdir()
    with (
        override_settings(ERASURE_JOURNAL=str(tmp_path / "folder")),
        pytest.raises(OSError),  # noqa: PT011 -- whichever the disk says
    ):
        carry_out(run.pk)
    assert Person.objects.count() == 2
    assert unfinished_runs() == [run]
    carry_out(run.pk)
    assert not Person.objects.exists()


def test_files_of_the_person_go_after_the_commit(tmp_path: Path) -> None:
    with override_settings(DATA_DIR=tmp_path):
        (person,) = due(1)
        upload = path_of("a" * 32)
        upload.write_bytes(b"x")
        report = write_report(1, b"x")
        imported = ImportRun.objects.create(
            pk=1, kind="people", state="done", file_key="a" * 32
        )
        ImportRow.objects.create(run=imported, number=1, person=person)
        carry_out(plan_run(as_of=timezone.localdate()).pk)
        assert not upload.exists()
        assert not report.exists()
        assert not ImportRow.objects.exists()


def test_rule_switched_off_during_the_run_lets_nothing_more_go() -> None:
    due(3)
    run = plan_run(as_of=timezone.localdate())
    share_out(run.pk, size=1)
    do_next_batch(run)
    switched_off(RULE)
    carry_out(run.pk)
    run.refresh_from_db()
    assert Person.objects.count() == 2
    assert (run.state, run.changed) == (RunState.DONE, 2)
    assert run.lines.filter(state=LineState.CHANGED, note="not_due").count() == 2


def test_order_since_the_plan_is_listed_as_changed() -> None:
    (person,) = due(1)
    run = plan_run(as_of=timezone.localdate())
    BusinessEventFactory(person=person, company=None, on=timezone.localdate())
    carry_out(run.pk)
    assert Person.objects.filter(pk=person.pk).exists()
    assert run.lines.get().state == LineState.CHANGED
    assert not plan_run(as_of=timezone.localdate()).lines.exists()


def test_plan_of_a_clock_that_ran_ahead_erases_nobody_too_early() -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    last = timezone.localdate()
    PersonFactory(collected_on=last.replace(year=last.year - 15))
    run = plan_run(as_of=timezone.localdate())
    RetentionRun.objects.filter(pk=run.pk).update(as_of=tomorrow)
    person = Person.objects.get()
    RetentionLine.objects.create(
        run=run, rule=RULE, holding="persons", row_pk=person.pk, due_on=tomorrow
    )
    part = run.rules.get(slug=RULE)
    part.holdings = {"persons": 1}
    part.save()
    carry_out(run.pk)
    assert Person.objects.exists()


def test_database_that_refuses_one_row_lets_the_others_go() -> None:
    people = due(4)
    run = plan_run(as_of=timezone.localdate())
    kept = people[2]
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION stay() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            f" IF OLD.id = {kept.pk} THEN RAISE EXCEPTION 'no' USING ERRCODE ="
            " 'restrict_violation'; END IF; RETURN OLD; END $$;"
            " CREATE TRIGGER stay BEFORE DELETE ON registry_person"
            " FOR EACH ROW EXECUTE FUNCTION stay()"
        )
    carry_out(run.pk)
    assert list(Person.objects.values_list("pk", flat=True)) == [kept.pk]
    run.refresh_from_db()
    assert run.state == RunState.DONE
    assert run.erased[RULE]["persons"] == 3
    assert run.receipt["left"] == {"refused": 1}
