"""Clocks that a row has of its own: its date, its case, its order, its withdrawal.

The same law as the plan of retention, in Python and for single rows; a property test
holds the two equal.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from privacy.models import Anchor, ConsentAction, ConsentEvent, PeriodRule
from privacy.models.case_choices import CaseState
from registry.choices import AddressKind, OrderStatus
from registry.law.calendar import add_months
from registry.models import Address, Order
from registry.seams.personal_data import Holding

from .explained import Evidence

OF_PERSONS = (Anchor.COLLECTION, Anchor.RELATIONSHIP_END, Anchor.LAST_TAKING_PART)
CLOSED_AT = {
    "cases": "closed_at",
    "restrictions": "lifted_at",
    "legal_holds": "released_at",
}
OF_A_CASE = (
    "case_candidates",
    "case_letters",
    "case_messages",
    "mention_reviews",
    "identity_questions",
    "case_extensions",
    "plan_changes",
    "held_remainders",
    "case_reminders",
)
OVER = (OrderStatus.CLOSED, OrderStatus.ARCHIVED, OrderStatus.CANCELLED)


@dataclass(frozen=True, kw_only=True)
class OwnClock:
    """A row's own anchor under one rule, and its last day."""

    rule: PeriodRule
    anchor_on: date
    last_day: date
    evidence: tuple[Evidence, ...] = ()


def own_clock(
    holding: Holding, row: Any, rules: Iterable[PeriodRule]
) -> OwnClock | None:
    """The first of the row's own days to come, of the rules in force that reach it."""
    found = [
        clock
        for rule in rules
        if holding.key in rule.covers and rule.anchor not in OF_PERSONS
        if (clock := _clock_of(holding, row, rule))
    ]
    return min(found, key=lambda clock: (clock.last_day, clock.rule.slug), default=None)


def _clock_of(holding: Holding, row: Any, rule: PeriodRule) -> OwnClock | None:
    if rule.anchor == Anchor.FINANCIAL_YEAR:
        return _of_voucher(row, rule)
    if rule.anchor == Anchor.LOGGED:
        return _of_log(row, rule)
    evidence = _ANCHORS[Anchor(rule.anchor)](holding, row)
    if evidence is None or evidence.on is None:
        return None
    return OwnClock(
        rule=rule,
        anchor_on=evidence.on,
        last_day=add_months(evidence.on, rule.months),
        evidence=(evidence,),
    )


def _own_date(holding: Holding, row: Any) -> Evidence | None:
    day = local_day(getattr(row, holding.clock)) if holding.clock else None
    return _evidence("own_date", _("Date of the row"), day)


def _case_closed(holding: Holding, row: Any) -> Evidence | None:
    closed = row.case if holding.key in OF_A_CASE else row
    if hasattr(closed, "state") and closed.state != CaseState.CLOSED:
        return None
    name = CLOSED_AT.get(holding.key, "closed_at")
    return _evidence("closed", _("Closed"), local_day(getattr(closed, name, None)))


def read_withdrawals(holding: Holding, rows: Iterable[Any]) -> None:
    """Of consents: what their persons have withdrawn, read once for a page."""
    if holding.model is not ConsentEvent:
        return
    page = list(rows)
    people = {row.person_id for row in page}
    found = list(ConsentEvent.objects.withdrawn().filter(person__in=people))
    found.sort(key=lambda event: (event.at, event.pk))
    for row in page:
        row.withdrawals = [e for e in found if e.person_id == row.person_id]


def _withdrawn(holding: Holding, row: Any) -> Evidence | None:
    """The first withdrawal that ends the consent, itself if it is one."""
    if not hasattr(row, "withdrawals"):
        read_withdrawals(holding, [row])
    ended = (
        event
        for event in row.withdrawals
        if event.topic in (row.topic, "")
        and (event.at, event.pk) >= (row.at, row.pk)
        and (event.purpose, event.channel) == (row.purpose, row.channel)
    )
    first = row if row.action == ConsentAction.WITHDRAWN else next(ended, None)
    if first is None:
        return None
    return _evidence("withdrawal", _("Consent withdrawn"), local_day(first.at))


def _order_closed(_holding: Holding, row: Any) -> Evidence | None:
    if isinstance(row, Address):
        return _last_order(row)
    order = row if isinstance(row, Order) else None
    if order is None or order.status not in OVER or not order.buyer_company_id:
        return None
    return _order_evidence(order)


def _last_order(address: Address) -> Evidence | None:
    if address.kind != AddressKind.DELIVERY:
        return None
    served = Order.objects.filter(
        buyer_company=address.company_id, buyer_person=address.person_id
    )
    orders = list(served.select_related("voucher"))
    if not orders or any(order.status not in OVER for order in orders):
        return None
    return _order_evidence(max(orders, key=lambda order: (closed_on(order), order.pk)))


def _order_evidence(order: Order) -> Evidence:
    return Evidence(
        kind="order",
        words=_("Order closed"),
        on=closed_on(order),
        reference=order.number,
        url=reverse("admin:registry_order_change", args=[order.pk]),
        permission="registry.view_order",
    )


def closed_on(order: Order) -> date:
    """The last of the order's dates: nothing more is to come."""
    voucher = getattr(order, "voucher", None)
    days = (
        order.ordered_on,
        order.delivered_on,
        voucher.issued_on if voucher else None,
    )
    return max(day for day in days if day)


def _of_voucher(row: Any, rule: PeriodRule) -> OwnClock:
    year_end = row.financial_year_end
    evidence = Evidence(
        kind="financial_year",
        words=_("Financial year ended"),
        on=year_end,
        reference=row.number,
    )
    return OwnClock(
        rule=rule,
        anchor_on=date(year_end.year, 12, 31),
        last_day=row.kept_until,
        evidence=(evidence,),
    )


def _of_log(row: Any, rule: PeriodRule) -> OwnClock:
    """The log goes by whole months (UTC): the last entry of the month counts."""
    first = row.at.astimezone(UTC).date().replace(day=1)
    day = add_months(first, 1)
    evidence = Evidence(kind="logged", words=_("Entry written"), on=local_day(row.at))
    return OwnClock(
        rule=rule,
        anchor_on=day,
        last_day=add_months(day, rule.months),
        evidence=(evidence,),
    )


def _evidence(kind: str, words: Any, day: date | None) -> Evidence | None:
    return Evidence(kind=kind, words=words, on=day) if day else None


def local_day(value: Any) -> date | None:
    """The day in Finland of an instant; a day is itself."""
    if isinstance(value, datetime):
        return timezone.localdate(value, timezone.get_default_timezone())
    return value if isinstance(value, date) else None


_ANCHORS = {
    Anchor.OWN_DATE: _own_date,
    Anchor.CASE_CLOSED: _case_closed,
    Anchor.CONSENT_WITHDRAWN: _withdrawn,
    Anchor.ORDER_CLOSED: _order_closed,
}
