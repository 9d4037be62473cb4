"""When a customer relationship has ended: by agreement or by silence.

The end never depends on the customer's own request (KHO 12.6.2026/1604).
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from registry.law.calendar import add_months
from registry.law.parameters import number

Relationship = Literal["active", "ended", "ended_by_inactivity", "ended_for_person"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dealings:
    """What is known of a relationship. `new_order` re-opens an ended one."""

    ended: date | None = None
    new_order: date | None = None
    ended_again: date | None = None
    last_business_event: date | None = None


@dataclass(frozen=True, slots=True)
class RelationshipEnd:
    """`on` is None while the relationship lives. `detected_on` is the first day on
    which inactivity could be seen."""

    state: Relationship
    on: date | None = None
    detected_on: date | None = None


def _inactivity_end(last_event: date | None, months: int) -> RelationshipEnd | None:
    if last_event is None:
        return None
    return RelationshipEnd(
        "ended_by_inactivity", last_event, add_months(last_event, months)
    )


def _agreed_end(dealings: Dealings) -> date | None:
    """The later end counts; an order after it re-opens the relationship."""
    ends = [day for day in (dealings.ended, dealings.ended_again) if day]
    last = max(ends, default=None)
    if last and dealings.new_order and dealings.new_order > last:
        return None
    return last


def _last_event(dealings: Dealings, agreed: date | None) -> date | None:
    """An order alone tells of inactivity only while no end is agreed."""
    known = [dealings.last_business_event]
    if agreed is None or dealings.last_business_event:
        known.append(dealings.new_order)
    return max((day for day in known if day), default=None)


def relationship_end(
    dealings: Dealings, *, today: date | None, inactivity_months: int | None = None
) -> RelationshipEnd:
    """The first of: agreed end, inactivity back-dated to the last business event.

    Without `today` a relationship is not judged inactive. An end agreed for a day
    after `today` has not come yet.
    """
    limit = inactivity_months
    if limit is None:
        limit = number("relationship_inactivity_months")
    agreed = _agreed_end(dealings)
    if agreed and today and agreed > today:
        agreed = None
    horizon = agreed or today
    silent = _inactivity_end(_last_event(dealings, agreed), limit)
    if silent and silent.detected_on and horizon and silent.detected_on <= horizon:
        return silent
    return RelationshipEnd("ended", agreed) if agreed else RelationshipEnd("active")
