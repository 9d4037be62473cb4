"""A run of retention: plan, batches, receipt. Killed anywhere, it goes on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from privacy.controller import controller
from privacy.erasure.journal import journal_persons
from privacy.exceptions import RetentionError
from privacy.models import Case, RetentionLine, RetentionRun, RunState
from privacy.models.case_choices import CaseState
from privacy.retention.due import count_due, still_due, take_lines, write_lines
from privacy.retention.rows import closed_before, delete_old_rows
from privacy.services.plan import is_volatile
from privacy.services.suppressions import remember_objectors
from registry.models import Staff
from registry.seams.audit import record
from registry.seams.jobs import crash_point
from registry.seams.personal_data import erase
from registry.seams.signing import sign_document

BATCH = 500
SCHEMA = "kespet.retention-receipt/1"

Progress = Callable[[int, int], None]


@transaction.atomic
def plan_run(*, as_of: date, actor: Staff | None = None) -> RetentionRun:
    """Store who is due as of that day. RetentionError for a day in the future."""
    if as_of > timezone.localdate():
        raise RetentionError(_("A day in the future can only be tried as a dry run."))
    counts = count_due(as_of=as_of)
    run = RetentionRun.objects.create(
        as_of=as_of,
        counts=counts.by_rule,
        in_case=counts.waiting,
        held=counts.held,
        restricted=counts.restricted,
        started_by=actor,
    )
    run.digest = write_lines(run)
    run.save(update_fields=["digest"])
    record(actor=actor, action="retention.planned", subjects=[("run", run.pk)])
    return run


def carry_out(run_id: int, *, progress: Progress = lambda _done, _total: None) -> None:
    """Erase in batches, each a transaction of its own, then the rows with a clock of
    their own, then sign the receipt. Any number of workers may do it at once."""
    run = RetentionRun.objects.get(pk=run_id)
    if run.state in (RunState.DONE, RunState.CANCELLED):
        return
    RetentionRun.objects.filter(pk=run_id, state=RunState.PLANNED).update(
        state=RunState.RUNNING
    )
    total = run.lines.count()
    done = 0
    while taken := erase_batch(run):
        done += taken
        crash_point("retention.after_batch")
        progress(done, total)
    delete_old_rows(
        as_of=run.as_of, after_batch=lambda key, n: _add(run_id, Counter({key: n}))
    )
    delete_old_cases(run)
    crash_point("retention.before_receipt")
    finish(run_id)


@transaction.atomic
def erase_batch(run: RetentionRun) -> int:
    """Erase some persons who are still due; how many lines were dealt with."""
    keys = take_lines(run, BATCH)
    if not keys:
        return 0
    due = sorted(still_due(keys, as_of=run.as_of))
    erased: Counter[str] = Counter()
    if due:
        journal_persons(
            entry_id=f"retention:{run.pk}:{due[0]}-{due[-1]}-{len(due)}",
            why="retention",
            person_ids=due,
            at=timezone.now(),
        )
        remember_objectors(person_ids=due)
        crash_point("retention.before_delete")
        for line in erase(due, on=timezone.localdate()):
            if line.outcome == "delete_row" and not is_volatile(line.holding):
                erased[line.holding] += line.rows
    RetentionLine.objects.filter(run=run, person_id__in=keys).delete()
    _add(run.pk, erased, batches=1)
    record(actor=None, action="retention.erased", subjects=[("run", run.pk)])
    return len(keys)


@transaction.atomic
def delete_old_cases(run: RetentionRun) -> None:
    """Requests closed three years ago have been proof for long enough."""
    old = Case.objects.filter(
        state=CaseState.CLOSED,
        closed_at__date__lt=closed_before(run.as_of),
        certificate=None,
    )
    count, _by_model = old.delete()
    if count:
        _add(run.pk, Counter({"cases": count}))


@transaction.atomic
def finish(run_id: int) -> None:
    """Sign the receipt: numbers, no personal data. Once."""
    run = RetentionRun.objects.select_for_update().get(pk=run_id)
    if run.state == RunState.DONE or run.lines.exists():
        return
    run.state = RunState.DONE
    run.finished_at = timezone.now()
    run.receipt = sign_document(
        {
            "schema": SCHEMA,
            "controller": controller().name,
            "run": run.pk,
            "as_of": run.as_of.isoformat(),
            "plan_sha256": run.digest,
            "due": run.counts,
            "held": run.held,
            "restricted": run.restricted,
            "erased_rows": run.erased,
            "batches": run.batches,
            "finished_at": run.finished_at.isoformat(timespec="seconds"),
        }
    )
    run.save()
    record(actor=None, action="retention.done", subjects=[("run", run.pk)])


def unfinished_runs() -> list[RetentionRun]:
    """Runs that a dead process left, oldest first."""
    states = (RunState.PLANNED, RunState.RUNNING)
    found = RetentionRun.objects.filter(dry_run=False, state__in=states)
    return list(found.order_by("pk"))


def _add(run_id: int, erased: Counter[str], *, batches: int = 0) -> None:
    with transaction.atomic():
        run = RetentionRun.objects.select_for_update().get(pk=run_id)
        run.erased = dict(Counter(run.erased) + erased)
        run.batches += batches
        run.save(update_fields=["erased", "batches"])
