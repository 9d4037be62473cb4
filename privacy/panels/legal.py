"""Consents, objections, restrictions, holds and notices on the person's page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from privacy.forms import TwoClickConsentForm, TwoClickObjectionForm
from privacy.models import (
    ConsentEvent,
    LegalHold,
    NoticeDelivery,
    Objection,
    Restriction,
)
from registry.models import Company, Person, Staff
from registry.seams.panels import (
    Cursor,
    Panel,
    TimelineEntry,
    company_panel,
    older_than,
    person_panel,
    timeline_source,
)
from registry.services.holding_back import HoldScope, holds_over


@person_panel(order=1)
def held_person(request: HttpRequest, person: Person) -> Panel | None:
    """That a hold keeps her data: for those who work with her; the reason for the
    privacy roles only."""
    guard = getattr(person, "guard", None)
    if guard is None or not guard.held:
        return None
    return _held_panel(
        request, HoldScope(person_id=person.pk), "registry.change_person"
    )


@company_panel(order=1)
def held_company(request: HttpRequest, company: Company) -> Panel | None:
    """The same of a company that is itself held."""
    if not LegalHold.objects.in_force().filter(company=company).exists():
        return None
    scope = HoldScope(company_id=company.pk)
    return _held_panel(request, scope, "registry.change_company")


def _held_panel(request: HttpRequest, scope: HoldScope, works: str) -> Panel | None:
    knows = request.user.has_perm("privacy.view_legalhold")
    if not knows and not request.user.has_perm(works):
        return None
    holds = LegalHold.objects.filter(pk__in=holds_over(scope)) if knows else ()
    return Panel(
        title=_("Legal hold"),
        template="privacy/desk/_held.html",
        context={"holds": holds},
        place="main",
    )


@person_panel(order=30)
def consents_and_objections(request: HttpRequest, person: Person) -> Panel | None:
    """What she allowed and forbade, and the two clicks to record more (P42)."""
    if not request.user.has_perm("registry.view_person"):
        return None
    may_object = request.user.has_perm("privacy.add_objection")
    may_consent = request.user.has_perm("privacy.add_consentevent")
    return Panel(
        title=_("Consents and objections"),
        template="privacy/desk/_consents.html",
        context={
            "person": person,
            "consents": ConsentEvent.objects.in_force()
            .filter(person=person)
            .order_by("-at"),
            "objections": Objection.objects.filter(person=person).order_by("-pk"),
            "notice": NoticeDelivery.objects.filter(person=person)
            .select_related("version")
            .order_by("-at")
            .first(),
            "objection_form": TwoClickObjectionForm() if may_object else None,
            "consent_form": TwoClickConsentForm() if may_consent else None,
        },
    )


@person_panel(order=32)
def restrictions_and_holds(request: HttpRequest, person: Person) -> Panel | None:
    """For the officer and the auditor only; shown to the officer even when empty."""
    if not request.user.has_perm("privacy.view_restriction"):
        return None
    return Panel(
        title=_("Restriction and legal hold"),
        template="privacy/desk/_restrictions.html",
        context={
            "person": person,
            "restrictions": Restriction.objects.in_force().filter(person=person),
            "holds": LegalHold.objects.with_next_review()
            .in_force()
            .filter(person=person),
            "may_restrict": request.user.has_perm("privacy.add_restriction"),
            "may_hold": request.user.has_perm("privacy.add_legalhold"),
        },
    )


@company_panel(order=32)
def company_holds(request: HttpRequest, company: Company) -> Panel | None:
    """Where a hold on the company is placed; for those who may."""
    if not request.user.has_perm("privacy.add_legalhold"):
        return None
    return Panel(
        title=_("Legal hold"),
        template="privacy/desk/_company_hold.html",
        context={
            "company": company,
            "holds": LegalHold.objects.in_force().filter(company=company),
        },
    )


@company_panel(order=30)
def prohibition(request: HttpRequest, company: Company) -> Panel | None:
    """Whether the company forbids marketing to its people (SVPL 202(1))."""
    if not request.user.has_perm("registry.view_company"):
        return None
    return Panel(
        title=_("Direct marketing"),
        template="privacy/desk/_prohibition.html",
        context={
            "company": company,
            "prohibitions": Objection.objects.filter(company=company).order_by("pk"),
            "may_record": request.user.has_perm("privacy.add_objection"),
        },
    )


@timeline_source("consent")
def consent_entries(
    subject: str, key: int, before: Cursor | None, limit: int, user: Staff
) -> Sequence[TimelineEntry]:
    """Acts of consent."""
    rows = _rows(ConsentEvent, subject, key, user)
    shown = older_than(rows, before, source="consent", field="at")[:limit]
    return [
        TimelineEntry(
            at=row.at,
            source="consent",
            key=row.pk,
            kind="consent",
            title=_("Consent: %(act)s") % {"act": row.get_action_display().lower()},
            body=f"{row.get_purpose_display()}, {row.get_channel_display().lower()}",
            by=row.place,
            icon="thumb_up" if row.action != "withdrawn" else "thumb_down",
        )
        for row in shown
    ]


@timeline_source("objection")
def objection_entries(
    subject: str, key: int, before: Cursor | None, limit: int, user: Staff
) -> Sequence[TimelineEntry]:
    """Objections."""
    rows = _rows(Objection, subject, key, user)
    shown = older_than(rows, before, source="objection", field="received_at")[:limit]
    return [
        TimelineEntry(
            at=row.received_at,
            source="objection",
            key=row.pk,
            kind="objection",
            title=_("Objection: %(kind)s") % {"kind": row.get_kind_display()},
            body=row.get_scope_display(),
            by=row.place,
            icon="block",
        )
        for row in shown
    ]


@timeline_source("restriction")
def restriction_entries(
    subject: str, key: int, before: Cursor | None, limit: int, user: Staff
) -> Sequence[TimelineEntry]:
    """Restrictions, for those who may see them."""
    if not user.has_perm("privacy.view_restriction"):
        return []
    rows = _rows(Restriction, subject, key, user)
    shown = older_than(rows, before, source="restriction", field="opened_at")[:limit]
    return [
        TimelineEntry(
            at=row.opened_at,
            source="restriction",
            key=row.pk,
            kind="restriction",
            title=_("Processing restricted"),
            body=row.get_ground_display(),
            url=reverse("admin:privacy_restriction_change", args=[row.pk]),
            icon="lock",
        )
        for row in shown
    ]


@timeline_source("notice")
def notice_entries(
    subject: str, key: int, before: Cursor | None, limit: int, user: Staff
) -> Sequence[TimelineEntry]:
    """Deliveries of the notice."""
    rows = _rows(NoticeDelivery, subject, key, user).select_related("version")
    shown = older_than(rows, before, source="notice", field="at")[:limit]
    return [
        TimelineEntry(
            at=row.at,
            source="notice",
            key=row.pk,
            kind="notice",
            title=_("Privacy notice given"),
            body=f"{row.version}, {row.get_way_display().lower()}",
            icon="policy",
        )
        for row in shown
    ]


def _rows(model: Any, subject: str, key: int, user: Staff) -> QuerySet[Any]:
    found: QuerySet[Any] = model.objects.filter(person=key)
    may_see = subject == "person" and user.has_perm("registry.view_person")
    return found if may_see else found.none()
