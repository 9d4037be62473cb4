"""One check a promise: a pure read that counts what speaks against it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import Exists, OuterRef

from privacy.models import (
    Activity,
    Basis,
    Interest,
    NoticeDelivery,
    NoticeText,
    NoticeVersion,
    OverridingGround,
    Recipient,
)
from privacy.models.case_choices import CaseChannel, RefusalGround
from privacy.notice.structure import read_sections
from privacy.services.guard import guard_differences
from privacy.services.notices import owed_article_14
from registry.law.calendar import add_months
from registry.law.parameters import number
from registry.models import AuditEntry, Person, Source
from registry.seams.automated import significant_acts, undeclared

LAST_PROMISE = 60
OF_THE_NOTICE = (Interest.RELATIONSHIP, Interest.DIRECT_MARKETING, Interest.STATISTICS)


class State(StrEnum):
    """Law sheet A.0. Evidence that is missing is never green."""

    HOLDS = "holds"
    BROKEN = "broken"
    UNPROVEN = "unproven"
    SUPERSEDED = "superseded"
    CONFLICT = "conflict"


@dataclass(frozen=True, kw_only=True)
class Finding:
    """A promise, its state, and how many rows speak against it."""

    promise: str
    state: State
    count: int = 0
    what: str = ""


Check = Callable[[date], Finding]
_checks: dict[str, Check] = {}


def counted(promise: str, what: str) -> Callable[[Callable[[date], int]], Check]:
    """A promise that holds when nothing is counted against it."""

    def register(count: Callable[[date], int]) -> Check:
        def check(on: date) -> Finding:
            found = count(on)
            state = State.BROKEN if found else State.HOLDS
            return Finding(promise=promise, state=state, count=found, what=what)

        _checks[promise] = check
        return check

    return register


def stated(promise: str) -> Callable[[Check], Check]:
    """A check that says the state itself."""

    def register(check: Check) -> Check:
        _checks[promise] = check
        return check

    return register


def check_all(*, on: date) -> Iterator[Finding]:
    """Every promise, P01 to P60; a check that raises leaves its promise unproven."""
    for place in range(1, LAST_PROMISE + 1):
        promise = f"P{place:02d}"
        yield (
            _checks[promise](on)
            if promise in _checks
            else Finding(promise=promise, state=State.UNPROVEN, what="no check yet")
        )


@counted("P13", "processors without a contract that forbids use of their own")
def fit_processors(_on: date) -> int:
    """Art. 28."""
    return Recipient.objects.without_contract().count()


@counted("P29", "activities with no basis, or on 6(1)(f) without a test in force")
def based_activities(on: date) -> int:
    """One basis an activity."""
    return Activity.objects.without_basis(on).count()


@counted("P30", "activities on an interest that the notice does not name")
def named_interests(_on: date) -> int:
    """Nothing else may rely on 6(1)(f)."""
    relying = Activity.objects.running().filter(basis=Basis.LEGITIMATE_INTEREST)
    return relying.exclude(interest__in=OF_THE_NOTICE).count()


@counted("P31", "persons without a source")
def sourced_persons(_on: date) -> int:
    """Where the data came from is known of everybody."""
    return Person.objects.filter(
        ~Exists(Source.objects.filter(person=OuterRef("pk")))
    ).count()


@counted("P34", "people from partners not told within the month")
def told_in_time(on: date) -> int:
    """Art. 14(3)(a)."""
    last = add_months(on, -number("art14_notice_months"))
    return owed_article_14(Person.objects.filter(collected_on__lt=last)).count()


@counted("P40", "mechanisms nobody declared, or significant acts without a human")
def no_automated_decisions(_on: date) -> int:
    """Art. 22: whatever decides about people is declared, and where the effect is
    significant a named human did it."""
    by_nobody = AuditEntry.objects.filter(action__in=significant_acts(), actor_id=None)
    return len(undeclared()) + by_nobody.count()


@counted("P48", "grounds of refusal that are a legitimate interest")
def no_interest_as_ground(_on: date) -> int:
    """Art. 17(3), 21(1): an interest of ours refuses nothing by itself."""
    grounds = [*RefusalGround.values, *OverridingGround.values]
    return sum("interest" in ground or "commercial" in ground for ground in grounds)


@counted("P45", "guards that do not say what the legal rows say")
def guards_agree(_on: date) -> int:
    """Restriction bites only where the guard says so."""
    return len(guard_differences())


@counted("P60", "persons past the month who were given no notice")
def everybody_informed(on: date) -> int:
    """A known version, delivered to each."""
    given = NoticeDelivery.objects.filter(person=OuterRef("pk"))
    last = add_months(on, -number("art14_notice_months"))
    return Person.objects.filter(~Exists(given), collected_on__lt=last).count()


def _text(language: str, on: date) -> str:
    version = NoticeVersion.objects.in_force(on)
    found = NoticeText.objects.filter(version=version, language=language).first()
    return found.body if found else ""


@stated("P10")
def law_in_force(on: date) -> Finding:
    """The notice names an act that was repealed on 1 January 2019."""
    repealed = "henkilötietolain" in _text("fi", on)
    state = State.SUPERSEDED if repealed else State.HOLDS
    return Finding(promise="P10", state=state, what="the repealed act is named")


@stated("P39")
def no_transfers(on: date) -> Finding:
    """No recipient outside the EEA; yet the notice itself names Google's services."""
    outside = Recipient.objects.outside_eea().count()
    named = "Google" in _text("fi", on)
    state = State.BROKEN if outside else State.CONFLICT if named else State.HOLDS
    return Finding(
        promise="P39", state=state, count=outside, what="recipients outside the EEA"
    )


@stated("P49")
def any_channel(_on: date) -> Finding:
    """Requests are taken in any way, although the notice asks for writing."""
    taken = {CaseChannel.PHONE, CaseChannel.MEETING} <= set(CaseChannel)
    asked = any("writ" in ground for ground in RefusalGround.values)
    state = State.SUPERSEDED if taken and not asked else State.BROKEN
    return Finding(promise="P49", state=state, what="the notice asks for writing")


@stated("P58")
def one_office(on: date) -> Finding:
    """The officer is called the same in Finnish and English."""
    finnish = any(
        "Tietosuojavastaava" in s.heading for s in read_sections(_text("fi", on))
    )
    english = any(
        "Information Officer" in s.heading for s in read_sections(_text("en", on))
    )
    state = State.CONFLICT if finnish and english else State.HOLDS
    return Finding(promise="P58", state=state, what="two different offices")
