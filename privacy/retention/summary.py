"""The state of retention in one sentence, and what waits for a person."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from privacy.models import RetentionRun, RetentionRunRule, RunRuleState, RunState

PERSONS = "persons"
WITH_PERSONS = "with_persons"
"""Key of a trial's counts of what goes with the persons, beside those by rule."""
OVERDUE_DAYS = 30
"""Longer than this past its last day: the promise is broken in earnest."""

LATE = timedelta(hours=30)
"""A run each night; a newest one older than this means that a night was missed."""


@dataclass(frozen=True, kw_only=True)
class Sentence:
    """What to say, how loudly (good, info, warn, bad), and which run it is about."""

    text: str
    tone: str
    run: RetentionRun | None = None


def last_run() -> RetentionRun | None:
    """The newest run that was no trial."""
    return RetentionRun.objects.filter(dry_run=False).order_by("-pk").first()


def waiting_rules() -> list[RetentionRunRule]:
    """What a person has to approve before it can be carried out, oldest first."""
    found = RetentionRunRule.objects.filter(
        state=RunRuleState.WAITING,
        lines__gt=0,
        run__dry_run=False,
        run__state__in=(RunState.PLANNED, RunState.RUNNING, RunState.WAITING),
    )
    return list(found.select_related("run").order_by("run", "slug"))


def tell_last_night(run: RetentionRun | None, *, now: datetime) -> Sentence:
    """What happened last night, for somebody who has ten seconds."""
    if run is None:
        text = _("Nothing has been run yet. The first run starts tonight.")
        return Sentence(text=text, tone="info")
    if run.created_at < now - LATE:
        text = _("No run was made last night: the newest is of %(day)s.")
        return Sentence(text=text % {"day": _day(run.as_of)}, tone="bad", run=run)
    teller = TELLERS.get(run.state, _tell_done)
    tone, text = teller(run)
    return Sentence(text=text, tone=tone, run=run)


def _tell_done(run: RetentionRun) -> tuple[str, str]:
    persons, others = erased_of(run)
    if not persons and not others:
        return "good", _("%(when)s nothing was past its last day.") % {
            "when": _when(run)
        }
    text = _("%(when)s erased: %(persons)s and %(rows)s. Everything is done.")
    return "good", text % _counted(run, persons, others)


def _tell_waiting(run: RetentionRun) -> tuple[str, str]:
    persons, others = erased_of(run)
    text = _("%(when)s erased: %(persons)s and %(rows)s. The rest waits for approval.")
    return "warn", text % _counted(run, persons, others)


def _tell_running(_run: RetentionRun) -> tuple[str, str]:
    return "info", _("A run is going on. You may leave this page.")


def _tell_cancelled(run: RetentionRun) -> tuple[str, str]:
    text = _("The run of %(day)s was cancelled. What is due stands in the next plan.")
    return "warn", text % {"day": _day(run.as_of)}


TELLERS: dict[str, Callable[[RetentionRun], tuple[str, str]]] = {
    RunState.DONE: _tell_done,
    RunState.WAITING: _tell_waiting,
    RunState.PLANNED: _tell_running,
    RunState.RUNNING: _tell_running,
    RunState.CANCELLED: _tell_cancelled,
}


def erased_of(run: RetentionRun) -> tuple[int, int]:
    """(persons, other rows) that went."""
    pairs = list(flat_counts(run.erased))
    persons = sum(n for _rule, holding, n in pairs if holding == PERSONS)
    return persons, sum(n for *_names, n in pairs) - persons


def flat_counts(counts: Mapping[str, Any]) -> Iterable[tuple[str, str, int]]:
    """(rule, holding, rows) of ``{rule: {holding: rows}}``; of a dry run, whose counts
    are by holding alone, the rule is empty."""
    for key, value in counts.items():
        if isinstance(value, Mapping):
            for holding, rows in value.items():
                yield key, holding, int(rows)
        else:
            yield "", key, int(value)


def overdue_before(today: date) -> date:
    """Lines that should have gone before this day are overdue."""
    return today - timedelta(days=OVERDUE_DAYS)


def _counted(run: RetentionRun, persons: int, others: int) -> dict[str, str]:
    return {"when": _when(run), "persons": _persons(persons), "rows": _rows(others)}


def _when(run: RetentionRun) -> str:
    """The nightly run by its night, one that somebody started by its day."""
    return _day(run.as_of) if run.started_by_id else _("In the night")


def _persons(count: int) -> str:
    words = ngettext("%(n)s person", "%(n)s persons", count)
    return words % {"n": number_format(count, force_grouping=True)}


def _rows(count: int) -> str:
    words = ngettext("%(n)s other row", "%(n)s other rows", count)
    return words % {"n": number_format(count, force_grouping=True)}


def _day(day: date) -> str:
    return date_format(day, "j.n.Y")
