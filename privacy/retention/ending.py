"""The end of a run: what was done is summed up and signed, once."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from privacy.controller import controller
from privacy.exceptions import RetentionError
from privacy.models import (
    LineState,
    RetentionBatch,
    RetentionLine,
    RetentionRun,
    RunRuleState,
    RunState,
)
from registry.models import Staff
from registry.seams.audit import record
from registry.seams.jobs import crash_point
from registry.seams.personal_data import OnErasure
from registry.seams.personal_data.outcome import STAYS_SHARED
from registry.seams.signing import sign_document

from .sharing import groups_of, lock_sharing

SCHEMA = "kespet.retention-receipt/2"


@transaction.atomic
def cancel_run(
    *, run_id: int, actor: Staff | None = None, reason: str = ""
) -> RetentionRun:
    """Stop a run: what is done stays done, a batch under way is finished, and the
    receipt says so. RetentionError where the run is over already."""
    run = RetentionRun.objects.select_for_update().get(pk=run_id)
    if run.is_over:
        raise RetentionError(_("This run is over already."))
    if run.cancel_requested_at is None:
        run.cancel_requested_at = timezone.now()
        run.cancel_reason = reason[:300]
        run.save(update_fields=["cancel_requested_at", "cancel_reason"])
        record(actor=actor, action="retention.cancelled", subjects=[("run", run.pk)])
    conclude(run_id)
    run.refresh_from_db()
    return run


@transaction.atomic
def conclude(run_id: int) -> None:
    """Sign the receipt if nothing is left to do, or wait for approvals, or leave it to
    the workers that are still at it."""
    lock_sharing(run_id)
    run = RetentionRun.objects.select_for_update().get(pk=run_id)
    if run.is_over or not _give_back_batches(run):
        return
    if run.cancel_requested_at:
        _close(run, RunState.CANCELLED)
        return
    if _has_open_lines(run):
        return
    run.rules.filter(state=RunRuleState.CLEARED).update(state=RunRuleState.DONE)
    if run.rules.filter(state=RunRuleState.WAITING).exists():
        sum_up(run)
        run.state = RunState.WAITING
        run.save()
        return
    _close(run, RunState.DONE)


def sum_up(run: RetentionRun) -> dict[str, Any]:
    """Add the batches up on the run; {rule: {holding: {action: rows}}}."""
    done: dict[str, dict[str, Counter[str]]] = {}
    batches = run.shares.exclude(done_at=None).order_by("pk")
    run.batches = run.changed = 0
    for batch in batches.iterator(chunk_size=500):
        run.batches += 1
        run.changed += batch.changed
        of_rule = done.setdefault(batch.rule, {})
        for holding, actions in batch.rows.items():
            of_rule.setdefault(holding, Counter()).update(actions)
    run.erased = {
        rule: {key: gone(actions) for key, actions in holdings.items() if gone(actions)}
        for rule, holdings in done.items()
    }
    return {
        rule: {key: dict(actions) for key, actions in holdings.items()}
        for rule, holdings in done.items()
    }


def gone(actions: Counter[str]) -> int:
    """Rows that no longer are what they were. A row with fields of several kinds
    stands under each of their actions, so the largest number counts."""
    untouched = (OnErasure.KEEP_UNTIL_STATUTE, STAYS_SHARED)
    return max((n for act, n in actions.items() if act not in untouched), default=0)


def _give_back_batches(run: RetentionRun) -> bool:
    """Whether no worker is at a batch. Shared-out batches of a cancelled run go."""
    undone = run.shares.filter(done_at=None)
    free = [batch.pk for batch in undone.select_for_update(skip_locked=True)]
    if run.cancel_requested_at:
        RetentionBatch.objects.filter(pk__in=free).delete()
        return not undone.exists()
    return not free and not undone.exists()


def _has_open_lines(run: RetentionRun) -> bool:
    open_lines = run.lines.filter(state=LineState.OPEN)
    return any(
        open_lines.filter(rule=rule, holding=holding).exists()
        for rule, holding in groups_of(run.pk)
    )


def _close(run: RetentionRun, state: RunState) -> None:
    done = sum_up(run)
    run.state = state
    run.finished_at = timezone.now()
    run.receipt = sign_document(_receipt(run, done))
    run.save()
    record(actor=None, action=f"retention.{state}", subjects=[("run", run.pk)])
    crash_point("retention.after_receipt")


def _receipt(run: RetentionRun, done: dict[str, Any]) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "controller": controller().name,
        "run": run.pk,
        "as_of": run.as_of.isoformat(),
        "plan_sha256": run.digest,
        "state": run.state,
        "rules": [_rule(rule) for rule in run.rules.order_by("slug")],
        "done": done,
        "left": _left(run),
        "batches": run.batches,
        "planned_at": run.created_at.isoformat(timespec="seconds"),
        "finished_at": run.finished_at
        and run.finished_at.isoformat(timespec="seconds"),
    }


def _rule(rule: Any) -> dict[str, Any]:
    approvals = rule.approvals.filter(digest=rule.digest).order_by("at")
    return {
        "rule": rule.slug,
        "version": rule.version,
        "action": rule.action,
        "lines": rule.lines,
        "persons": rule.persons,
        "holdings": rule.holdings,
        "lines_sha256": rule.digest,
        "approvals_needed": rule.needed,
        "approved_at": [a.at.isoformat(timespec="seconds") for a in approvals],
    }


def _left(run: RetentionRun) -> dict[str, int]:
    """What was not done: why → lines; ``open``: cancelled before its turn."""
    rows = RetentionLine.objects.filter(run=run).order_by().values("state", "note")
    return {
        row["note"] or row["state"]: row["n"] for row in rows.annotate(n=Count("pk"))
    }
