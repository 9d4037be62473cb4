"""One person's clock: until when she may be stored if nothing more happens.

The same law as ``retention`` and ``relationship``, asked at the end of time: there every
silence has been seen and every agreed day has come. What is special to a clock is that
its last day is right on every day before, too: a relationship that can only be seen to
have ended later does not let the person go sooner.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from registry.law.calendar import add_months
from registry.law.relationship import Dealings
from registry.law.retention import NoticeCap, contact_person_cap, prospect_cap

Ended = Literal["left", "agreed", "dissolved", "silence"]
_END_OF_TIME: Final = date(9000, 1, 1)
_ONE_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Periods:
    """Months by rule, as the rules in force have them; None: the rule is off."""

    collection: int | None
    relationship: int | None
    prospect: int | None
    inactivity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """What is known of one relationship: her own, or a company's in which she has a
    place. ``shown``: days of events that show it; ``left``: the day she left."""

    shown: tuple[date, ...] = ()
    agreed: tuple[date, ...] = ()
    dissolved: tuple[date, ...] = ()
    left: date | None = None

    @property
    def existed(self) -> bool:
        """A dissolved company alone was nobody's customer."""
        return bool(self.shown or self.agreed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """``detected_on``: the first day on which the end can be seen."""

    ended_on: date | None = None
    ended_by: Ended | Literal[""] = ""
    detected_on: date | None = None
    rule: str
    last_day: date | None


def dealings_of(relation: Relation) -> Dealings:
    """The facts as the law reads them: the *first* end that no event came after."""
    last = max(relation.shown, default=None)
    ends = (*relation.agreed, *relation.dissolved)
    open_ends = [day for day in ends if last is None or day >= last]
    return Dealings(ended=min(open_ends, default=None), last_business_event=last)


def clock_of(
    *,
    collected_on: date,
    last_taken_part_on: date | None,
    relations: Iterable[Relation],
    periods: Periods,
) -> Clock:
    """The last relationship's end counts; without any, the collection, or the last
    taking part where the rule of prospects is on and lets go sooner (C.15)."""
    known = [_ended(r, periods) for r in relations if r.existed]
    if not known:
        return _prospect(collected_on, last_taken_part_on, periods)
    last = min(
        known, key=lambda c: (-(c.ended_on or _END_OF_TIME).toordinal(), c.ended_by)
    )
    days = [clock.last_day for clock in known]
    return Clock(
        ended_on=last.ended_on,
        ended_by=last.ended_by,
        detected_on=max(c.detected_on for c in known if c.detected_on),
        rule="person_relationship",
        last_day=max((day for day in days if day), default=None),
    )


def _prospect(collected: date, taken_part: date | None, periods: Periods) -> Clock:
    anchor = prospect_cap(collected).anchor or collected
    cap = _after(anchor, periods.collection)
    profile = _after(taken_part or anchor, periods.prospect)
    if profile and cap and profile < cap:
        return Clock(rule="prospect_profile", last_day=profile)
    return Clock(rule="person_collection", last_day=cap or profile)


def _ended(relation: Relation, periods: Periods) -> Clock:
    cap = contact_person_cap(
        left_company=relation.left,
        company=dealings_of(relation),
        today=_END_OF_TIME,
        inactivity_months=periods.inactivity,
    )
    if cap.anchor is None:
        raise AssertionError("every relationship ends when nothing more happens")
    seen = cap.detected_on or cap.anchor
    last_day = _not_before(_after(cap.anchor, periods.relationship), seen - _ONE_DAY)
    if relation.left and cap.relationship != "ended_for_person":
        last_day = _first(last_day, _after(relation.left, periods.relationship))
        seen = min(seen, relation.left)
    return Clock(
        ended_on=cap.anchor,
        ended_by=_by(relation, cap),
        detected_on=seen,
        rule="person_relationship",
        last_day=last_day,
    )


def _by(relation: Relation, cap: NoticeCap) -> Ended:
    if cap.relationship == "ended_for_person":
        return "left"
    if cap.relationship == "ended_by_inactivity":
        return "silence"
    return "agreed" if cap.anchor in relation.agreed else "dissolved"


def _first(*days: date | None) -> date | None:
    return min((day for day in days if day), default=None)


def _after(day: date, months: int | None) -> date | None:
    return None if months is None else add_months(day, months)


def _not_before(day: date | None, first: date) -> date | None:
    return None if day is None else max(day, first)
