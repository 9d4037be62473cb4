"""What she asked, allowed and forbade, and until when what is stored: told in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from privacy.models import Case, CaseLetter, ConsentEvent, Objection, Restriction
from privacy.models.case_choices import CaseState
from privacy.retention.rule_words import months_in_words
from privacy.services.preview import label_of

from .parts import Part, Storage


@dataclass(frozen=True, kw_only=True)
class PastRequest:
    """One request of hers, with the letters that answered it."""

    case: Case
    reason: str
    letters: list[CaseLetter]


def past_requests_of(case: Case, clean: Callable[[str], str]) -> list[PastRequest]:
    """Her other requests, the newest first, with dates and outcomes. clean: takes out
    what a reason says of others."""
    others = Case.objects.filter(person_id=case.person_id).exclude(pk=case.pk)
    others = others.exclude(state=CaseState.UNCONFIRMED)
    cases = others.prefetch_related("letters").order_by("-received_at", "-pk")
    return [
        PastRequest(
            case=past,
            reason=clean(past.decision_reason),
            letters=sorted(past.letters.all(), key=lambda one: one.pk),
        )
        for past in cases
    ]


@dataclass(frozen=True, kw_only=True)
class Act:
    """A consent, a withdrawal or an objection."""

    at: Any
    what: str
    about: str
    channel: str
    how: str
    became: str = ""


def consents_of(person_id: int) -> list[Act]:
    """Consents, withdrawals and objections, the newest first."""
    consents = ConsentEvent.objects.filter(person=person_id)
    objections = Objection.objects.filter(person=person_id)
    acts = [
        *(_consent(one) for one in consents.iterator()),
        *(_objection(one) for one in objections.iterator()),
    ]
    return sorted(acts, key=lambda act: act.at, reverse=True)


def _consent(event: ConsentEvent) -> Act:
    return Act(
        at=event.at,
        what=f"{event._meta.verbose_name}: {event.get_action_display()}",
        about=" – ".join(filter(None, [event.get_purpose_display(), event.topic])),
        channel=event.get_channel_display(),
        how=" – ".join(filter(None, [event.place, event.text_version])),
    )


def _objection(objection: Objection) -> Act:
    return Act(
        at=objection.received_at,
        what=str(objection._meta.verbose_name),
        about=objection.get_kind_display(),
        channel=objection.get_scope_display(),
        how=objection.place,
        became=objection.get_decision_display() if objection.decision else "",
    )


def protections_of(person_id: int) -> list[Restriction]:
    """Restrictions of processing in force or lifted, the newest first."""
    return list(Restriction.objects.filter(person=person_id).order_by("-opened_at"))


@dataclass(frozen=True, kw_only=True)
class End:
    """The rows of one part that one rule ends: from which to which day."""

    part: str
    rule: str
    period: str
    basis: str
    rows: int
    first: date | None
    last: date | None
    held: int


def ends_of(parts: Iterable[Part]) -> list[End]:
    """One line a part and rule."""
    return [
        _end(label_of(part.key), storage)
        for part in parts
        for storage in part.storage.values()
    ]


def _end(label: str, storage: Storage) -> End:
    rule = storage.rule
    return End(
        part=label,
        rule=str(rule.title) if rule else "",
        period=months_in_words(rule.months) if rule else "",
        basis=rule.basis if rule else "",
        rows=storage.rows,
        first=storage.first,
        last=storage.last,
        held=storage.held,
    )
