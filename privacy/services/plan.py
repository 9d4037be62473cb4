"""The plan of a case: computed from the map, fixed by a digest."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from privacy.matrix.plan import changes_of, erasure_lines, touches_held
from privacy.models import Case, MentionChoice
from privacy.models.case_choices import CaseKind
from privacy.objecting.weighing import weigh
from privacy.services.portability import origins_of
from privacy.services.restriction_plan import restriction_lines
from registry.seams.personal_data import (
    RetentionRule,
    count_of,
    exported_holdings,
    exported_names,
    held_of,
    registry_of_holdings,
)

VOLATILE = frozenset({RetentionRule.LOGS, RetentionRule.SHORT})
"""Logs and queues grow while the officer reads: shown, but not in the digest."""

Line = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class LivePlan:
    """What would be done now. ``lines`` hold names of fields and numbers of rows."""

    as_of: date
    lines: list[Line]
    digest: str
    undecided: int = 0
    kept: int = 0
    redacted: int = 0
    needs_second: bool = False
    """It goes around held data: a second person looks at it too."""


def live_plan(case: Case, *, on: date) -> LivePlan:
    """The plan of this case as of that day, from the rows as they are."""
    lines = list(_lines(case, on))
    mentions = case.mentions.order_by("holding_key", "row_pk", "field")
    by_hand = mentions.exclude(whole_row=True, choice=MentionChoice.REDACT)
    choices = list(mentions.values_list("choice", flat=True))
    return LivePlan(
        as_of=on,
        lines=lines,
        digest=digest_of(
            case.kind,
            lines,
            by_hand.values_list("holding_key", "row_pk", "field", "choice"),
            changes=[change.pk for change in changes_of(case)],
        ),
        needs_second=touches_held(lines),
        undecided=choices.count(MentionChoice.OPEN),
        kept=choices.count(MentionChoice.KEEP),
        redacted=choices.count(MentionChoice.REDACT),
    )


def digest_of(
    kind: str,
    lines: Iterable[Line],
    mentions: Iterable[Any],
    *,
    changes: Iterable[int] = (),
) -> str:
    """SHA-256 over what is to be done, in a canonical order. Changes are rows that
    nobody overwrites, so their keys stand for them."""
    stable = [line for line in lines if not is_volatile(line["holding"])]
    told = [kind, stable, [*map(list, mentions)], *([[*changes]] if changes else [])]
    body = json.dumps(told, sort_keys=True)
    return hashlib.sha256(body.encode()).hexdigest()


def is_volatile(holding_key: str) -> bool:
    """Whether the holding's rows change by being looked at."""
    fields = registry_of_holdings[holding_key].fields.values()
    return all(datum.retention in VOLATILE for datum in fields)


def _lines(case: Case, on: date) -> Iterable[Line]:
    plan = PLANNERS.get(case.kind)
    return plan(case, case.person_id, on) if plan and case.person_id else []


def _export_lines(case: Case, person_id: int, _on: date) -> list[Line]:
    there = held_of(person_id)
    parts = [
        (holding, exported_names(holding, origins_of(case.kind)))
        for holding in exported_holdings()
        if holding.key in there
    ]
    return [
        {
            "holding": holding.key,
            "outcome": "export",
            "rows": count_of(holding, person_id),
            "fields": names,
            "purpose": "",
            "kept_until": "",
        }
        for holding, names in parts
        if names
    ]


def _objection_lines(_case: Case, person_id: int, on: date) -> list[Line]:
    """One line an activity, so that a new version of its balancing test is a change."""
    return [
        {
            "holding": "objection_assessments",
            "outcome": "weigh",
            "rows": 1,
            "fields": [],
            "purpose": one.activity.slug,
            "kept_until": "",
            "version": one.test.version if one.test else 0,
        }
        for one in weigh(person_id, on=on)
    ]


Planner = Callable[[Case, int, date], list[Line]]

PLANNERS: Final[dict[str, Planner]] = {
    CaseKind.ACCESS: _export_lines,
    CaseKind.PORTABILITY: _export_lines,
    CaseKind.ERASURE: erasure_lines,
    CaseKind.OBJECTION: _objection_lines,
    CaseKind.RESTRICTION: restriction_lines,
}
"""Lines of the plan by kind of request: (case, person's key, day) to lines."""
