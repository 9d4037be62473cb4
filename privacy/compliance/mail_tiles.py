"""Incoming mail on the compliance page: is the mailbox heard, what waits for a human."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from privacy.incoming.canary import Canary, last_canary
from privacy.incoming.mailboxes import privacy_mailbox
from privacy.models import IncomingMail
from registry.law.deadlines import receipt_date, request_deadline
from registry.law.parameters import number
from registry.seams.panels import Tile

from .tiles import MOST, SHOWN, compliance_tile


@compliance_tile(order=12)
def mailbox_heard(_request: HttpRequest) -> Tile:
    """When the last test of the mailbox came back; loud where none did for too long."""
    canary = last_canary(now=timezone.now())
    return Tile(
        title=_title(canary),
        count=0 if canary.returned_at and not canary.is_deaf else 1,
        url="",
        template="privacy/desk/_canary.html",
        context={
            "canary": canary,
            "mailbox": privacy_mailbox(),
            "hours": number("canary_hours"),
        },
        urgent=canary.is_deaf,
    )


def _title(canary: Canary) -> str:
    """What is in order is shown by its title alone, so that says when it was heard."""
    if canary.returned_at is None or canary.is_deaf:
        return _("Mailbox for requests")
    at = date_format(timezone.localtime(canary.returned_at), "j.n.Y H.i")
    return _("Mailbox for requests: the test came back on %(at)s") % {"at": at}


@compliance_tile(order=14)
def mail_to_sort(_request: HttpRequest) -> Tile:
    """Mail that no rule understood: each may be a request, so its time runs."""
    today = timezone.localdate()
    waiting = IncomingMail.objects.unclear().order_by("received_at", "pk")
    rows = []
    for mail in waiting[:SHOWN]:
        due = request_deadline(receipt_date(mail.received_at)).legal_due
        left = (due - today).days
        rows.append(
            {
                "title": mail.get_unclear_because_display(),
                "detail": _("%(days)s days left if it is a request") % {"days": left},
                "url": reverse("admin:privacy_incomingmail_change", args=[mail.pk]),
                "at": mail.received_at,
                "urgent": left <= number("dsr_warning_days"),
            }
        )
    count = waiting[: MOST + 1].count()
    return Tile(
        title=_("Incoming mail to be sorted"),
        count=min(count, MOST),
        url=reverse("admin:privacy_incomingmail_changelist"),
        template="privacy/desk/rows.html",
        context={"rows": rows, "more": count > MOST},
        urgent=any(row["urgent"] for row in rows),
    )
