"""The plan of a run: who and what, by which rule, from which day; and its digest.

All of it is INSERT … SELECT over the register: a row is a line, and what holds a row
back stands in the list with its reason.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from privacy.exceptions import RetentionError
from privacy.models import (
    Approval,
    LineNote,
    PeriodRule,
    RetentionLine,
    RetentionRun,
    RetentionRunRule,
    RunRuleState,
    RunState,
)
from registry.models import Staff
from registry.seams.audit import record

from .judging import judged
from .past import PERSONS, Source, sources_of
from .rules import rules_in_force
from .settings import pause_of_setting

PLANNING = 0x6B65_7370_0001
"""Key of the advisory lock: two plans at once would list the same rows."""

INSERT = """
INSERT INTO privacy_retentionline
    (run_id, rule, holding, row_pk, person_id, due_on, state, note)
SELECT %s, %s, %s, row_pk, person_id, due_on,
       CASE note WHEN '' THEN 'open' ELSE 'held_back' END, note
FROM ({judged}) judged ORDER BY row_pk
ON CONFLICT (run_id, holding, row_pk) DO NOTHING
"""

COUNTS = """
SELECT rule, holding, note, count(*)
FROM privacy_retentionline WHERE run_id = %s
GROUP BY rule, holding, note
"""

PEOPLE = """
SELECT count(DISTINCT person_id) FROM privacy_retentionline
WHERE run_id = %s AND rule = %s AND state = 'open'
"""

DIGEST = """
SELECT encode(sha256(convert_to(COALESCE(
    string_agg(holding || ':' || row_pk, ',' ORDER BY holding, row_pk), ''),
    'UTF8')), 'hex')
FROM privacy_retentionline WHERE run_id = %s AND rule = %s AND state = 'open'
"""


@transaction.atomic
def plan_run(*, as_of: date, actor: Staff | None = None) -> RetentionRun:
    """Store what is due as of that day. RetentionError for a day in the future.

    Rows that stand in an open run are not planned again."""
    if as_of > timezone.localdate():
        raise RetentionError(_("A day in the future can only be tried as a dry run."))
    run = RetentionRun(as_of=as_of, started_by=actor, pause_ms=pause_of_setting())
    write_plan(run)
    record(actor=actor, action="retention.planned", subjects=[("run", run.pk)])
    return run


def write_plan(run: RetentionRun) -> None:
    """Store the run, its rules and lines, in the caller's transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [PLANNING])
        cursor.execute("SET LOCAL work_mem = '128MB'")
    run.save()
    taken = open_runs(but=run)
    rules = in_order_of_planning(rules_in_force())
    free = [rule.slug for rule in rules if rule.approval == Approval.AUTOMATIC]
    for rule in rules:
        for source in sources_of(rule):
            _write_lines(run, rule, source, taken, free)
    _analyze()
    _sum_up(run, rules)


def in_order_of_planning(rules: Sequence[PeriodRule]) -> list[PeriodRule]:
    """Persons first, for most rows go with them. Then the longest period first: what
    even that lets go waits for nobody's approval of a shorter one."""
    return sorted(
        rules,
        key=lambda rule: (
            all(source.holding != PERSONS for source in sources_of(rule)),
            -rule.months,
            rule.slug,
        ),
    )


def open_runs(*, but: RetentionRun | None = None) -> list[int]:
    """Keys of the runs that are not over."""
    found = RetentionRun.objects.open()
    return [
        key for key in found.values_list("pk", flat=True) if not but or key != but.pk
    ]


def digest_of_lines(run_id: int, rule: str) -> str:
    """SHA-256 over the rows that the rule lets go in the run: what is approved."""
    with connection.cursor() as cursor:
        cursor.execute(DIGEST, [run_id, rule])
        return str(cursor.fetchone()[0])


def digest_of_run(run: RetentionRun) -> str:
    """SHA-256 over rules, versions and their digests."""
    rules = run.rules.order_by("slug").values_list("slug", "version", "digest")
    return hashlib.sha256(json.dumps([*map(list, rules)]).encode()).hexdigest()


def approvals_needed(rule: PeriodRule, persons: int) -> int:
    """0: at once. 1: a person. 2: two different ones, above the rule's number."""
    if rule.approval == Approval.AUTOMATIC:
        return 0
    if rule.approval == Approval.ONE:
        return 1
    return 2 if persons > (rule.two_above or 0) else 1


def _write_lines(
    run: RetentionRun,
    rule: PeriodRule,
    source: Source,
    taken: Sequence[int],
    free: Sequence[str],
) -> None:
    asked = judged(
        source,
        source.past(rule, run.as_of, None),
        open_runs=taken,
        covered=(run.pk, free) if source.goes_with_person else None,
    )
    with connection.cursor() as cursor:
        cursor.execute(
            INSERT.format(judged=asked.sql),
            [run.pk, rule.slug, source.holding, *asked.params],
        )
    if source.holding == PERSONS:
        _analyze()


def _analyze() -> None:
    """The lines of persons are joined next: the planner must know how many."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE privacy_retentionline")


def _sum_up(run: RetentionRun, rules: Sequence[PeriodRule]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(COUNTS, [run.pk])
        counts = cursor.fetchall()
    for rule in rules:
        _write_rule(run, rule, [row[1:] for row in counts if row[0] == rule.slug])
    notes: dict[str, int] = {}
    for _rule, _holding, note, number in counts:
        notes[note] = notes.get(note, 0) + number
    run.held = notes.get(LineNote.HELD, 0)
    run.restricted = notes.get(LineNote.INFORM, 0) + notes.get(LineNote.DECIDE, 0)
    run.in_case = notes.get(LineNote.IN_CASE, 0)
    run.counts = {rule.slug: rule.lines for rule in run.rules.all() if rule.lines}
    run.digest = digest_of_run(run)
    run.save()


def _write_rule(
    run: RetentionRun, rule: PeriodRule, counts: Sequence[tuple[str, str, int]]
) -> None:
    holdings = {key: n for key, note, n in counts if not note}
    lines = sum(holdings.values())
    persons = holdings.get(PERSONS, 0) or _people(run, rule.slug) if lines else 0
    needed = approvals_needed(rule, persons) if lines else 0
    RetentionRunRule.objects.create(
        run=run,
        slug=rule.slug,
        version=rule.version,
        action=rule.action,
        needed=needed,
        state=RunRuleState.WAITING if needed else RunRuleState.CLEARED,
        lines=lines,
        persons=persons,
        held_back=sum(n for _key, note, n in counts if note),
        holdings=holdings,
        digest=digest_of_lines(run.pk, rule.slug),
    )


def _people(run: RetentionRun, slug: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(PEOPLE, [run.pk, slug])
        return int(cursor.fetchone()[0])


def lines_of(run: RetentionRun) -> Any:
    """The lines still to be carried out."""
    return RetentionLine.objects.filter(run=run, state="open")


def is_unfinished(run: RetentionRun) -> bool:
    """Whether something of the run may be carried out now."""
    if run.state in (RunState.PLANNED, RunState.RUNNING):
        return True
    return not run.is_over and run.rules.filter(state=RunRuleState.CLEARED).exists()
