"""P36–P38: nothing is kept past its last day, no relationship is left open for ever,
and what stays longer does so by a statute or a hold that somebody answers for."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from privacy.models import LegalHold, LineNote, PeriodRule, RetentionRun, RunState
from privacy.retention.judging import judged
from privacy.retention.past import sources_of
from privacy.retention.rules import rules_in_force
from privacy.retention.strength import promised_months
from registry.choices import PersonKind
from registry.law.calendar import add_months
from registry.law.parameters import number
from registry.models import Person
from registry.services.former_customers import ended

from .checks import Finding, State, counted, stated

HEARTBEAT = timedelta(hours=26)
NOTES = "SELECT note, count(*) FROM ({judged}) judged GROUP BY note"
OF_THE_NOTICE = ("person_collection", "person_relationship", "note_own_date")
"""The rules that keep the promise of fifteen years."""


@stated("P36")
def nobody_over_age(on: date) -> Finding:
    """Over age after the night's run, and held back by nothing: broken at once. Without
    a run in the last 26 hours nothing is proven."""
    count = over_age(_night_before(on))[LineNote.NONE]
    what = "rows past their last day of storage that nothing holds back"
    if count:
        return Finding(promise="P36", state=State.BROKEN, count=count, what=what)
    if not _has_run_lately():
        what = "no run of retention in the last 26 hours"
        return Finding(promise="P36", state=State.UNPROVEN, what=what)
    return Finding(promise="P36", state=State.HOLDS, what=what)


@counted("P37", "relationships without an end, or silent for too long and still active")
def relationships_end(on: date) -> int:
    """The end comes by rule. The night's run had until today to say so."""
    silent_since = add_months(on, -number("relationship_inactivity_months"))
    no_end = Q(kind=PersonKind.FORMER, clock__ended_on=None) | Q(
        kind=PersonKind.CUSTOMER, clock__ended_on=None, collected_on__lt=silent_since
    )
    still_active = ended(on - timedelta(days=1)).count()
    return Person.objects.filter(no_end).count() + still_active


@counted("P38", "kept past the cap with neither a statute nor a hold that is reviewed")
def nothing_longer_without_a_ground(on: date) -> int:
    """Rules longer than the promise that name no statute; rows past the cap that only
    an open request keeps or nothing; and holds whose review is overdue."""
    longer = PeriodRule.objects.in_force().filter(
        months__gt=promised_months(), statute=False
    )
    kept = over_age(_night_before(on))
    unheld = kept[LineNote.NONE] + kept[LineNote.IN_CASE]
    overdue = LegalHold.objects.to_review(on - timedelta(days=1))
    return longer.count() + unheld + (overdue.count() if kept[LineNote.HELD] else 0)


def over_age(as_of: date) -> Counter[str]:
    """Rows past the notice's own period on that day, by what holds them back."""
    found: Counter[str] = Counter()
    for rule in rules_in_force():
        if rule.slug not in OF_THE_NOTICE:
            continue
        for source in sources_of(rule):
            asked = judged(source, source.past(rule, as_of, None))
            with connection.cursor() as cursor:
                cursor.execute(NOTES.format(judged=asked.sql), asked.params)
                found.update(dict(cursor.fetchall()))
    return found


def _night_before(on: date) -> date:
    """The day as of which the last finished run took what was due; what has become due
    since is the next night's."""
    done = RetentionRun.objects.filter(
        dry_run=False, state__in=(RunState.DONE, RunState.WAITING), as_of__lte=on
    )
    last = done.order_by("-as_of").values_list("as_of", flat=True).first()
    return last if last == on else on - timedelta(days=1)


def _has_run_lately() -> bool:
    since = timezone.now() - HEARTBEAT
    alive = RetentionRun.objects.filter(dry_run=False, created_at__gte=since)
    return alive.exclude(state=RunState.CANCELLED).exists()
