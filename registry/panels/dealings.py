"""Orders, business events, sources and mail on the timeline."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from registry.choices import EndReason, EventKind
from registry.models import BusinessEvent, Order, Source, Staff
from registry.seams.mail.models import OutgoingMail
from registry.seams.panels import (
    Cursor,
    TimelineEntry,
    midnight,
    older_than,
    timeline_source,
)
from registry.seams.words import words_of

END_REASONS = dict(EndReason.choices)
SHOWN_ELSEWHERE = (EventKind.ORDER, EventKind.CONTACT_BY_CUSTOMER)
"""Their evidence stands on the timeline itself."""


@timeline_source("order")
def orders(
    subject: str, key: int, before: Cursor | None, limit: int, user: Staff
) -> Sequence[TimelineEntry]:
    """Orders of the company, or of the person as buyer or contact."""
    if not user.has_perm("registry.view_order"):
        return []
    whose = (
        Q(buyer_company=key)
        if subject == "company"
        else Q(buyer_person=key) | Q(contact=key)
    )
    rows = Order.objects.filter(whose)
    rows = older_than(rows, before, source="order", field="ordered_on")
    return [
        TimelineEntry(
            at=midnight(order.ordered_on),
            source="order",
            key=order.pk,
            kind="order",
            title=_("Order %(number)s") % {"number": order.number},
            body=str(order.get_status_display()),
            url=reverse("admin:registry_order_change", args=[order.pk]),
            icon="receipt_long",
        )
        for order in rows[:limit]
    ]


@timeline_source("event")
def events(
    subject: str, key: int, before: Cursor | None, limit: int, user: Staff
) -> Sequence[TimelineEntry]:
    """What shows, begins or ends the relationship, besides orders and contacts."""
    if not user.has_perm("registry.view_businessevent"):
        return []
    rows = BusinessEvent.objects.filter(**{subject: key})
    rows = rows.exclude(kind__in=SHOWN_ELSEWHERE)
    return [
        TimelineEntry(
            at=midnight(event.on),
            source="event",
            key=event.pk,
            kind=event.kind,
            title=str(event.get_kind_display()),
            body=str(END_REASONS.get(event.evidence_type, "")),
            icon="flag",
        )
        for event in older_than(rows, before, source="event", field="on")[:limit]
    ]


@timeline_source("source")
def sources(
    subject: str, key: int, before: Cursor | None, limit: int, user: Staff
) -> Sequence[TimelineEntry]:
    """From whom and how the data came."""
    if subject != "person" or not user.has_perm("registry.view_source"):
        return []
    rows = Source.objects.filter(person=key).select_related("partner")
    found = older_than(rows, before, source="source", field="collected_on")
    return [
        TimelineEntry(
            at=midnight(row.collected_on),
            source="source",
            key=row.pk,
            kind="source",
            title=_("Data received: %(how)s") % {"how": row.get_channel_display()},
            body=" · ".join(
                filter(
                    None,
                    (
                        str(row.partner or row.get_kind_display()),
                        row.detail,
                    ),
                )
            ),
            icon="input",
        )
        for row in found[:limit]
    ]


@timeline_source("mail")
def mails(
    subject: str, key: int, before: Cursor | None, limit: int, user: Staff
) -> Sequence[TimelineEntry]:
    """Mail we sent: its kind and state, never its words."""
    if subject != "person" or not user.has_perm("registry.view_person"):
        return []
    rows = OutgoingMail.objects.filter(person_id=key).only("queued_at", "kind", "state")
    return [
        TimelineEntry(
            at=row.queued_at,
            source="mail",
            key=row.pk,
            kind="mail",
            title=_("Mail from us"),
            body=f"{words_of('mail', row.kind)} · {row.get_state_display()}",
            icon="outgoing_mail",
        )
        for row in older_than(rows, before, source="mail", field="queued_at")[:limit]
    ]
