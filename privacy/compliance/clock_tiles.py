"""Tiles about the time of requests and about their letters."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from privacy.letters.reviews import to_review
from privacy.models import Case, CaseLetter
from registry.law.parameters import number
from registry.seams.panels import Tile

from .tiles import SHOWN, compliance_tile, row_of, tile_of


@compliance_tile(order=10)
def requests_due(_request: HttpRequest) -> Tile:
    """Open requests, the one due first on top, each with its target and last day."""
    today = timezone.localdate()
    pending = Case.objects.pending()
    first = pending.order_by("legal_due", "pk")[:SHOWN]
    rows = [
        row_of(
            case,
            f"{case.reference} · {case.get_kind_display()}",
            clock_words(case, today),
            urgent=is_urgent(case, today),
        )
        for case in first
    ]
    return tile_of(_("Requests by days left"), Case, pending, rows)


@compliance_tile(order=12)
def letters_undelivered(_request: HttpRequest) -> Tile:
    """Letters that did not arrive, or wait to be printed."""
    found = CaseLetter.objects.undelivered()
    shown = found.select_related("case").order_by("queued_at", "pk")[:SHOWN]
    rows = [_letter_row(letter) for letter in shown]
    return tile_of(_("Letters that have not reached anybody"), Case, found, rows)


@compliance_tile(order=75)
def letters_to_review(_request: HttpRequest) -> Tile:
    """Templates whose words nobody has read since they changed."""
    waiting = to_review()
    url = reverse("admin:privacy_letterreview_changelist")
    rows = [
        {
            "title": template.kind_label,
            "detail": template.language_label,
            "url": url,
            "urgent": False,
        }
        for template in waiting[:SHOWN]
    ]
    return Tile(
        title=_("Letters whose words are to be reviewed"),
        count=len(waiting),
        url=url,
        template="privacy/desk/rows.html",
        context={"rows": rows, "more": False},
    )


def is_urgent(case: Case, today: date) -> bool:
    """Few days left, and the clock runs."""
    return not case.is_paused and case.days_left(today) <= number("dsr_warning_days")


def clock_words(case: Case, today: date) -> str:
    """Target day, last lawful day, and how many days are left."""
    days = case.days_left(today)
    dates = _("target %(target)s, last day %(last)s") % {
        "target": f"{case.target_due:%-d.%-m.%Y}",
        "last": f"{case.legal_due:%-d.%-m.%Y}",
    }
    if case.is_paused:
        return f"{_('clock stands')} · {dates}"
    if days < 0:
        late = ngettext("%(n)s day late", "%(n)s days late", -days) % {"n": -days}
        return f"{late} · {dates}"
    left = ngettext("%(n)s day left", "%(n)s days left", days) % {"n": days}
    return f"{left} · {dates}"


def _letter_row(letter: CaseLetter) -> dict[str, Any]:
    state = _("not delivered by e-mail") if letter.mail_id else _("to be printed")
    title = f"{letter.case.reference} · {letter.get_kind_display()}"
    return row_of(letter.case, title, state, urgent=bool(letter.mail_id))
