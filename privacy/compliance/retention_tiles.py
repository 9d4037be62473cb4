"""Retention on the compliance page: what waits, what is late, what differed, last night."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from privacy.retention.naming import rule_titles
from privacy.retention.summary import (
    last_run,
    overdue_before,
    tell_last_night,
    waiting_rules,
)
from registry.models import AuditEntry, PersonClock, PersonGuard
from registry.seams.panels import Tile

from .tiles import MOST, SHOWN, compliance_tile

HOME = "admin:privacy_retentionrun_changelist"
LOOKED_BACK = timedelta(days=30)
"""Differences of the clocks are shown for so long."""


@compliance_tile(order=11)
def retention_waiting(_request: HttpRequest) -> Tile:
    """Plans that wait for a person, the oldest first."""
    waiting = waiting_rules()
    titles = rule_titles(rule.slug for rule in waiting)
    rows = [
        _row(
            reverse("admin:privacy_retentionrun_change", args=[rule.run_id]),
            titles[rule.slug],
            _rows_words(rule.lines),
            at=rule.run.created_at,
            urgent=True,
        )
        for rule in waiting[:SHOWN]
    ]
    return _tile(_("Retention: waits for approval"), len(waiting), rows)


@compliance_tile(order=12)
def retention_overdue(_request: HttpRequest) -> Tile:
    """Persons past their last day by more than a month whom nothing holds."""
    guarded = PersonGuard.objects.filter(Q(held=True) | Q(restricted=True))
    late = PersonClock.objects.filter(last_day__lt=overdue_before(timezone.localdate()))
    late = late.exclude(person_id__in=guarded.values("person_id"))
    first = late.order_by("last_day", "person_id").select_related("person")[:SHOWN]
    rows = [
        _row(
            reverse("admin:registry_person_change", args=[clock.person_id]),
            clock.person.reference,
            _("storage ended %(day)s") % {"day": _day(clock.last_day)},
            urgent=True,
        )
        for clock in first
    ]
    count = late.order_by()[: MOST + 1].count() if len(rows) == SHOWN else len(rows)
    return _tile(_("Retention: overdue by more than 30 days"), count, rows)


@compliance_tile(order=13)
def clocks_that_differed(_request: HttpRequest) -> Tile:
    """Dates that the nightly comparison found wrong and mended; the machine writes
    them, so the index by actor finds them."""
    since = timezone.now() - LOOKED_BACK
    found = AuditEntry.objects.filter(
        actor_id=None, action="clock.differs", at__gte=since
    )
    rows = [
        _row(
            reverse("admin:registry_auditentry_change", args=[entry.pk]),
            ngettext("%(n)s person", "%(n)s persons", entry.count)
            % {"n": number_format(entry.count, force_grouping=True)},
            _("The last day of storage was wrong and has been mended."),
            at=entry.at,
            urgent=True,
        )
        for entry in found.order_by("-at")[:SHOWN]
    ]
    return _tile(_("Retention: last days that differed"), len(rows), rows)


@compliance_tile(order=14)
def retention_last_run(_request: HttpRequest) -> Tile:
    """Last night in one sentence; no run at all is the loudest."""
    run = last_run()
    told = tell_last_night(run, now=timezone.now())
    title = date_format(run.as_of, "j.n.Y") if run else _("No runs yet.")
    url = (
        reverse("admin:privacy_retentionrun_change", args=[run.pk])
        if run
        else reverse(HOME)
    )
    bad = told.tone == "bad"
    rows = [_row(url, title, told.text, urgent=bad)]
    return _tile(_("Retention: last run"), 1 if bad else 0, rows)


def _day(day: date | None) -> str:
    return date_format(day, "j.n.Y") if day else ""


def _rows_words(lines: int) -> str:
    words = ngettext("%(n)s row", "%(n)s rows", lines)
    return words % {"n": number_format(lines, force_grouping=True)}


def _row(url: str, title: Any, detail: Any, **more: Any) -> dict[str, Any]:
    return {"url": url, "title": title, "detail": detail, "urgent": False, **more}


def _tile(title: str, count: int, rows: list[dict[str, Any]]) -> Tile:
    return Tile(
        title=title,
        count=min(count, MOST),
        url=reverse(HOME),
        template="privacy/desk/rows.html",
        context={"rows": rows, "more": count > MOST},
        urgent=any(row["urgent"] for row in rows),
    )
