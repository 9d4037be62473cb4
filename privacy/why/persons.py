"""A person's own clock in words: rule, evidence, and what would move the day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from privacy.models import PeriodRule
from registry.choices import QUALIFYING_EVENTS, EndedBy, EventKind
from registry.models import (
    BusinessEvent,
    Company,
    Order,
    PersonClock,
    Position,
    Source,
)
from registry.seams.personal_data import registry_of_holdings

from .explained import Evidence

COLLECTION = "person_collection"
RELATIONSHIP = "person_relationship"
PROSPECT = "prospect_profile"

MOVES: dict[str, tuple[Any, ...]] = {
    COLLECTION: (
        _("Later contacts do not move the day."),
        _("A first order begins a relationship; then the end of it counts."),
    ),
    PROSPECT: (
        _("A contact the person takes part in moves the day, at most to 15 years."),
        _("Our own letters and calls without an answer do not move it."),
        _("A first order begins a relationship; then the end of it counts."),
    ),
    EndedBy.LEFT: (
        _("A new position at a customer, or an order of her own, re-opens the clock."),
    ),
    EndedBy.AGREED: (_("A new order before the day re-opens the relationship."),),
    EndedBy.DISSOLVED: (
        _("A relationship with another company, or her own order, counts instead."),
    ),
    EndedBy.SILENCE: (
        _(
            "An order, delivery, invoice, payment, complaint, accepted offer or a "
            "contact she starts moves the day."
        ),
        _("Our own letters and calls without an answer do not move it."),
    ),
}


def rule_slug(clock: PersonClock) -> str:
    """The rule that the clock names."""
    return clock.rule


def anchor_of(clock: PersonClock) -> date | None:
    """The day that the clock counts from."""
    if clock.rule == RELATIONSHIP:
        return clock.ended_on
    if clock.rule == PROSPECT:
        return clock.last_taken_part_on or clock.collected_on
    return clock.collected_on


def is_alive(clock: PersonClock, on: date) -> bool:
    """Whether a relationship goes on as far as can be seen that day."""
    return clock.detected_on is not None and clock.detected_on > on


def moves_of(clock: PersonClock) -> tuple[Any, ...]:
    """What would move the day, in sentences."""
    key = clock.ended_by if clock.rule == RELATIONSHIP else clock.rule
    return MOVES.get(key, ())


def evidence_of(clock: PersonClock, rule: PeriodRule | None) -> tuple[Evidence, ...]:
    """The rows that the anchor rests on; one or two statements."""
    day = anchor_of(clock)
    if rule is None or day is None:
        return ()
    if clock.rule == RELATIONSHIP:
        return tuple(_of_relationship(clock, day))
    if clock.rule == PROSPECT and clock.last_taken_part_on:
        return tuple(_of_taking_part(clock.person_id, day))
    sources = Source.objects.filter(person=clock.person_id, collected_on=day)
    found = [
        Evidence(
            kind="source",
            words=_("Data collected"),
            on=day,
            reference=str(source.get_channel_display()),
        )
        for source in sources.order_by("pk")[:1]
    ]
    return tuple(found) or (
        Evidence(kind="collection", words=_("Data collected"), on=day),
    )


def companies_of(person_id: int) -> set[int]:
    """Keys of the companies in whose relationship she stands: of her positions, and her
    own. Asked one by one: no index answers «either» over two tables."""
    worked = Position.objects.filter(person=person_id)
    owned = Company.objects.filter(proprietor=person_id)
    return {
        *worked.values_list("company_id", flat=True),
        *owned.values_list("pk", flat=True),
    }


def _of_relationship(clock: PersonClock, day: date) -> Iterable[Evidence]:
    person = clock.person_id
    if clock.ended_by == EndedBy.LEFT:
        places = Position.objects.filter(person=person, ends_on=day)
        for place in places.select_related("company").order_by("pk")[:1]:
            yield Evidence(
                kind="position",
                words=_("Left the company"),
                on=day,
                reference=place.company.reference,
                url=reverse("admin:registry_company_change", args=[place.company_id]),
                permission="registry.view_company",
            )
        return
    events = BusinessEvent.objects.filter(
        Q(person=person, company=None) | Q(company__in=companies_of(person)), on=day
    )
    kinds: Iterable[str] = QUALIFYING_EVENTS
    if clock.ended_by == EndedBy.AGREED:
        kinds = (EventKind.AGREED_END,)
    elif clock.ended_by == EndedBy.DISSOLVED:
        kinds = (EventKind.DISSOLVED,)
    found = events.filter(kind__in=kinds).select_related("company")
    event = min(found, key=lambda one: one.pk, default=None)  # few, of one day
    if event:
        yield _of_event(event)
    elif clock.ended_by == EndedBy.DISSOLVED:
        yield Evidence(kind="dissolved", words=EventKind.DISSOLVED.label, on=day)


def _of_event(event: BusinessEvent) -> Evidence:
    words = EventKind(event.kind).label
    if event.evidence_type == "order" and event.evidence_ref.isdecimal():
        order = Order.objects.filter(pk=int(event.evidence_ref)).first()
        if order:
            return Evidence(
                kind=event.kind,
                words=words,
                on=event.on,
                reference=order.number,
                url=reverse("admin:registry_order_change", args=[order.pk]),
                permission="registry.view_order",
            )
    company = event.company
    return Evidence(
        kind=event.kind,
        words=words,
        on=event.on,
        reference=company.reference if company else "",
        url=reverse("admin:registry_company_change", args=[company.pk])
        if company
        else "",
        permission="registry.view_company" if company else "",
    )


def _of_taking_part(person_id: int, day: date) -> Iterable[Evidence]:
    """By the map: dealings are another app's."""
    holding = registry_of_holdings["participants"]
    rows = holding.model._default_manager.filter(person=person_id)
    last: Any = rows.order_by("-at", "-pk").first()
    if last and timezone.localdate(last.at) == day:
        yield Evidence(
            kind="contact",
            words=_("Took part in a contact"),
            on=day,
            url=reverse(
                "admin:contacts_interaction_change", args=[last.interaction_id]
            ),
            permission="contacts.view_interaction",
        )
    else:
        yield Evidence(kind="contact", words=_("Took part in a contact"), on=day)
