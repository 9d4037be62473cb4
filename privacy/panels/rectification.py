"""Rectification on the register's pages: statements beside the data, open requests,
vouchers that print what was wrong."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from privacy.models import Case, Statement, VoucherNote
from privacy.models.case_choices import CaseKind
from privacy.recipients.messages import change_label
from registry.models import Order, Person
from registry.seams.panels import (
    Panel,
    Tile,
    order_panel,
    person_panel,
    start_tile,
)

SHOWN = 6


@person_panel(order=3)
def rectification_open(request: HttpRequest, person: Person) -> Panel | None:
    """A hint to whoever would correct the data now: a request about it is pending."""
    cases = Case.objects.pending().filter(
        person_id=person.pk, kind=CaseKind.RECTIFICATION
    )
    first = cases.order_by("pk").first()
    if first is None or not request.user.has_perm("registry.view_person"):
        return None
    return Panel(
        title=_("Rectification requested"),
        template="privacy/desk/_rectification_open.html",
        context={
            "case": first,
            "may_read": request.user.has_perm("privacy.view_case"),
        },
        place="main",
    )


@person_panel(order=4)
def statements(request: HttpRequest, person: Person) -> Panel | None:
    """What she wants to be read with the data (Art. 16)."""
    found = Statement.objects.filter(person=person).order_by("pk")
    if not request.user.has_perm("registry.view_person") or not found:
        return None
    shown = [
        {
            "label": change_label(f"{one.holding}.{one.field}"),
            "text": one.text,
            "made_on": one.made_on,
        }
        for one in found
    ]
    return Panel(
        title=_("The person's own statements"),
        template="privacy/desk/_statements.html",
        context={"statements": shown},
        place="main",
    )


@order_panel(order=10)
def voucher_notes(request: HttpRequest, order: Order) -> Panel | None:
    """That the voucher prints what has been corrected since, and what sales do."""
    notes = list(VoucherNote.objects.filter(order_id=order.pk).order_by("pk"))
    if not notes or not request.user.has_perm("registry.view_order"):
        return None
    return Panel(
        title=_("Wrong details on the voucher"),
        template="privacy/desk/_voucher_notes.html",
        context={
            "notes": notes,
            "may_settle": request.user.has_perm("registry.add_voucher"),
        },
        place="main",
    )


@start_tile(order=15)
def vouchers_to_credit(request: HttpRequest) -> Tile | None:
    """For those who write invoices; shown only where something is to be done."""
    if not request.user.has_perm("registry.add_voucher"):
        return None
    open_notes = VoucherNote.objects.filter(settled_at=None).order_by("written_at")
    first = list(open_notes[:SHOWN])
    if not first:
        return None
    rows = [
        {
            "title": note.voucher_number,
            "detail": _("credit note and new invoice where needed"),
            "url": reverse("admin:registry_order_change", args=[note.order_id]),
            "urgent": False,
            "at": note.written_at,
        }
        for note in first
    ]
    return Tile(
        title=_("Invoices with wrong details"),
        count=open_notes.count(),
        url=reverse("admin:registry_order_change", args=[first[0].order_id]),
        template="privacy/desk/rows.html",
        context={"rows": rows},
    )
