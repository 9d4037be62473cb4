"""The statutory clock of one request: registry.law says the dates, this asks it.

The dates of a case follow from its day of receipt, its questions about identity and its
extension, and from nothing else; whoever changes one of these calls ``refresh_deadline``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from privacy.models import Case, CaseExtension, IdentityQuestion
from privacy.models.case_choices import ClockState
from registry.law.deadlines import (
    Extension,
    IdentityPause,
    RequestDeadline,
    refusal_due,
    request_deadline,
)


@dataclass(frozen=True, kw_only=True)
class CaseClock:
    """What the law makes of a case's rows.

    ``strict_due`` ignores the pause; ``refusal_due`` ignores the extension, for a refusal
    is told within the first month (Art. 12(4)). While the clock stands, ``legal_due`` is
    the strict day.
    """

    state: ClockState
    legal_due: date
    target_due: date
    strict_due: date
    refusal_due: date
    pause: IdentityPause | None = None
    extension: Extension | None = None


def refresh_deadline(case: Case) -> Case:
    """Write the dates that the case's rows now give, on the instance and its row.

    The caller holds the case's lock; a closed case keeps the dates it was closed under,
    for an erasure blanks the words they rest on. The version stays: what the officer saw is still
    what she decides on.
    """
    if case.is_closed:
        return case
    clock = clock_of(case)
    case.legal_due, case.target_due = clock.legal_due, clock.target_due
    case.strict_due, case.refusal_due = clock.strict_due, clock.refusal_due
    case.clock_state = clock.state
    if case.pk:
        case.save(update_fields=[*CLOCK_FIELDS, "updated_at"])
    return case


CLOCK_FIELDS = ("legal_due", "target_due", "strict_due", "refusal_due", "clock_state")


def clock_of(case: Case) -> CaseClock:
    """The clock by the law's own functions; asks for the case's first question and its
    extension, writes nothing."""
    first = request_deadline(case.received_on)
    pause = _pause(case) if case.pk else None
    extension = _extension(case) if case.pk else None
    extended = bool(extension and extension.valid)
    strict = extension.final_due if extension and extended else first.legal_due
    state = _state(pause, extended=extended)
    return CaseClock(
        state=state,
        legal_due=max(strict, pause.legal_due or strict) if pause else strict,
        target_due=_target(first, pause, extended=extended),
        strict_due=strict,
        refusal_due=(pause and pause.legal_due) or refusal_due(case.received_on),
        pause=pause,
        extension=extension,
    )


def _state(pause: IdentityPause | None, *, extended: bool) -> ClockState:
    if pause and pause.legal_due is None:
        return ClockState.PAUSED
    return ClockState.EXTENDED if extended else ClockState.RUNNING


def _target(
    first: RequestDeadline, pause: IdentityPause | None, *, extended: bool
) -> date:
    """The day to work to. A pause moves it to the day that ignores the pause (C.1)."""
    if extended:
        return first.extended_target
    return pause.strict_due if pause and pause.valid else first.target_due


def _pause(case: Case) -> IdentityPause | None:
    """The first question alone stops the clock: a second one is asked on our time."""
    asked = IdentityQuestion.objects.filter(case=case).order_by("asked_at", "pk")
    question = asked.first()
    return question.pause(case.received_on) if question else None


def _extension(case: Case) -> Extension | None:
    row = CaseExtension.objects.select_related("case").filter(case=case).first()
    return row.verdict() if row else None
