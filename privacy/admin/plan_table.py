"""The plan of a case as a table: groups of lines, and what may be changed of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from privacy.matrix.plan import changes_of
from privacy.models import Case, KeepGround
from privacy.models.case_choices import EXPORT_KINDS, CaseKind
from privacy.services.plan_changes import Alternative, alternative_for
from privacy.services.preview import shown_groups, shown_lines


def plan_context(
    case: Case, lines: Iterable[dict[str, Any]], *, is_open: bool
) -> dict[str, Any]:
    """What the table's template needs; alternatives only while they can be taken."""
    lines = list(lines)
    shown = shown_lines(lines, case.kind)
    changes = {change.holding: change for change in changes_of(case)}
    may_change = is_open and case.kind == CaseKind.ERASURE
    return {
        "lines": shown,
        "groups": shown_groups(shown),
        "is_export": case.kind in EXPORT_KINDS,
        "changes": changes,
        "alternatives": _alternatives(lines, changes) if may_change else {},
        "keep_grounds": KeepGround.choices,
    }


def _alternatives(
    lines: Iterable[dict[str, Any]], changes: dict[str, Any]
) -> dict[tuple[str, str], Alternative]:
    """(holding, words of the outcome) → the lawful alternative."""
    today = timezone.localdate()
    found = {}
    for line in lines:
        if line["holding"] in changes:
            continue
        if alternative := alternative_for(line, on=today):
            (shown,) = shown_lines([line])
            found[line["holding"], shown.outcome] = alternative
    return found
