"""How workers share a run: batches, each a range of lines with a row of its own.

A batch is stored before it is carried out, so that whoever takes it after a crash does
the same lines under the same name in the erasure journal. Workers take batches by
``SKIP LOCKED`` and hold no lock in common.
"""

from __future__ import annotations

from django.db import connection, transaction

from privacy.models import (
    RetentionBatch,
    RetentionLine,
    RetentionRun,
    RetentionRunRule,
    RunRuleState,
)
from privacy.models.retention_run import OVER

from .past import PERSONS

SHARING = 0x6B65
"""First half of the advisory lock's key; the run is the second."""

Group = tuple[str, str]
"""Rule and holding."""


def groups_of(run_id: int) -> list[Group]:
    """What is cleared, persons first: most rows go with them."""
    cleared = RetentionRunRule.objects.filter(run=run_id, state=RunRuleState.CLEARED)
    groups = [
        (rule.slug, holding)
        for rule in cleared.order_by("pk")
        for holding in rule.holdings
    ]
    return sorted(groups, key=lambda group: group[1] != PERSONS)


def take_batch(run_id: int) -> RetentionBatch | None:
    """An undone batch that nobody is at, locked until the transaction ends."""
    undone = RetentionBatch.objects.filter(run=run_id, done_at=None)
    return undone.select_for_update(skip_locked=True).order_by("pk").first()


@transaction.atomic
def share_out(run_id: int, *, size: int) -> bool:
    """Store the next batch of at most so many lines; False when all are shared out.

    One worker at a time, for the moment of this transaction only."""
    lock_sharing(run_id)
    run = RetentionRun.objects.get(pk=run_id)
    if run.state in OVER or run.cancel_requested_at:
        return False
    return any(_next_batch(run_id, group, size) for group in groups_of(run_id))


def lock_sharing(run_id: int) -> None:
    """Nobody else shares out, or ends, this run until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [SHARING, run_id])


def _next_batch(run_id: int, group: Group, size: int) -> bool:
    rule, holding = group
    batches = RetentionBatch.objects.filter(run=run_id, rule=rule, holding=holding)
    before = batches.order_by("-first_line").values_list("last_line", flat=True).first()
    lines = RetentionLine.objects.filter(
        run=run_id, rule=rule, holding=holding, state="open", pk__gt=before or 0
    )
    keys = list(lines.order_by("pk").values_list("pk", flat=True)[:size])
    if keys:
        batches.create(
            run_id=run_id,
            rule=rule,
            holding=holding,
            first_line=keys[0],
            last_line=keys[-1],
        )
    return bool(keys)
