"""Carrying one batch out: judged again, journaled, deleted, in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import (
    DatabaseError,
    IntegrityError,
    InternalError,
    OperationalError,
    connection,
    transaction,
)
from django.db.models import ProtectedError, RestrictedError
from django.utils import timezone

from privacy.erasure.journal import void_entry
from privacy.models import (
    LineNote,
    LineState,
    PeriodRule,
    RetentionBatch,
    RetentionLine,
    RetentionRun,
)
from registry.seams.audit import record
from registry.seams.jobs import crash_point
from registry.seams.personal_data import keys_of, registry_of_holdings

from .acting import Done, act_on
from .judging import judge_again, lock_people
from .past import LOG, source_of
from .sharing import take_batch

RETRIED = {"40P01", "40001", "55P03"}
"""Deadlock, serialisation, lock timeout: the same batch again."""
REFUSED = (IntegrityError, InternalError, ProtectedError, RestrictedError)
MOST_RETRIES = 5


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """A batch that was carried out: so many lines looked at."""

    lines: int


def do_next_batch(run: RetentionRun) -> Outcome | None:
    """Carry one shared-out batch out; None where there is none that is free.

    What the database refuses is tried in halves, down to the line that it protects."""
    for turn in range(MOST_RETRIES + 1):
        try:
            return _do_one(run)
        except OperationalError as error:
            if turn == MOST_RETRIES or sqlstate_of(error) not in RETRIED:
                raise
    return None


def sqlstate_of(error: DatabaseError) -> str:
    """PostgreSQL's code of the error, or empty."""
    return str(getattr(error.__cause__, "pgcode", None) or "")


def entry_id_of(batch: RetentionBatch) -> str:
    """Its name in the erasure journal: the same whoever carries it out."""
    return f"retention:{batch.run_id}:{batch.pk}"


def _do_one(run: RetentionRun) -> Outcome | None:
    with transaction.atomic():
        batch = take_batch(run.pk)
        if batch is None:
            return None
        lines = _lines_of(batch)
        try:
            with transaction.atomic():
                done = _carry_out(run, batch, lines)
        except REFUSED:
            _settle_refusal(batch, lines)
            return Outcome(lines=0)
        crash_point("retention.before_commit")
    crash_point("retention.after_commit")
    for file in done.files:
        file.unlink(missing_ok=True)
    return Outcome(lines=len(lines))


def _carry_out(run: RetentionRun, batch: RetentionBatch, lines: dict[int, int]) -> Done:
    verdicts = _judge(run, batch, list(lines))
    due = sorted(key for key, note in verdicts.items() if not note)
    changed = _set_aside(batch.holding, lines, verdicts)
    done = Done()
    if due:
        rule = run.rules.get(slug=batch.rule)
        done = act_on(
            holding=batch.holding,
            action=rule.action,
            keys=due,
            entry_id=entry_id_of(batch),
        )
        connection.check_constraints()  # what refuses does so here, not at commit
        crash_point("retention.after_delete")
    RetentionLine.objects.filter(
        pk__among=keys_of([lines[key] for key in due]), state=LineState.OPEN
    ).delete()
    batch.lines, batch.changed = len(lines), changed
    batch.rows, batch.done_at = done.as_dict(), timezone.now()
    batch.save()
    record(actor=None, action="retention.erased", subjects=[("run", run.pk)])
    return done


def _lines_of(batch: RetentionBatch) -> dict[int, int]:
    """Row → line, of those that still are open."""
    lines = RetentionLine.objects.filter(
        run=batch.run_id,
        rule=batch.rule,
        holding=batch.holding,
        state=LineState.OPEN,
        pk__range=(batch.first_line, batch.last_line),
    )
    return dict(lines.values_list("row_pk", "pk"))


def _judge(
    run: RetentionRun, batch: RetentionBatch, keys: Sequence[int]
) -> dict[int, str]:
    """By the rule as it stands now, as of the run's day or today if that is earlier:
    a clock that was wrong when the run was planned erases nobody too early."""
    as_of = min(run.as_of, timezone.localdate())
    rule = PeriodRule.objects.in_force().filter(slug=batch.rule).first()
    source = source_of(rule, batch.holding) if rule else None
    if rule is None or source is None or not keys:
        return {}
    lock_people(rule, source, keys, as_of=as_of)
    return judge_again(rule, source, keys, as_of=as_of)


def _set_aside(holding: str, lines: dict[int, int], verdicts: dict[int, str]) -> int:
    """Lines that are not carried out stay in the list, with the reason; how many. Rows
    that went with another row are nobody's any more, and their lines go too."""
    there = _still_there(holding, [key for key in lines if key not in verdicts])
    notes: dict[str, list[int]] = {}
    gone: list[int] = []
    for key, line in lines.items():
        if key in verdicts or key in there:
            notes.setdefault(verdicts.get(key, LineNote.NOT_DUE), []).append(line)
        else:
            gone.append(line)
    RetentionLine.objects.filter(pk__in=gone).delete()
    notes.pop(LineNote.NONE, None)
    for note, keys in notes.items():
        state = LineState.CHANGED if note == LineNote.NOT_DUE else LineState.HELD_BACK
        RetentionLine.objects.filter(pk__in=keys).update(state=state, note=note)
    return sum(len(keys) for keys in notes.values())


def _still_there(holding: str, keys: Sequence[int]) -> set[int]:
    """Of these rows of the holding, those that the database still has."""
    if not keys or holding == LOG:
        return set()
    rows = registry_of_holdings[holding].model._default_manager.filter(pk__in=keys)
    return set(rows.values_list("pk", flat=True))


def _settle_refusal(batch: RetentionBatch, lines: dict[int, int]) -> None:
    """Halve the batch; a single line is set aside. The entry in the journal announced
    what has been rolled back."""
    void_entry(entry_id=entry_id_of(batch))
    numbers = sorted(lines.values())
    if len(numbers) <= 1:
        RetentionLine.objects.filter(pk__in=numbers).update(
            state=LineState.HELD_BACK, note=LineNote.REFUSED
        )
        batch.lines, batch.changed = len(numbers), len(numbers)
        batch.done_at = timezone.now()
        batch.save()
        return
    middle = numbers[len(numbers) // 2]
    RetentionBatch.objects.create(
        run_id=batch.run_id,
        rule=batch.rule,
        holding=batch.holding,
        first_line=middle,
        last_line=batch.last_line,
    )
    batch.last_line = middle - 1
    batch.attempts += 1
    batch.save()
