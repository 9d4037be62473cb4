"""The end of a request that was granted, whole or in part: one way for every right."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from privacy.letters import send_letter
from privacy.models import Case, LetterKind
from privacy.models.case_choices import CaseOutcome, CaseState

from .locking import save_case


def close_granted(
    case: Case,
    *,
    letter: LetterKind = LetterKind.GRANTED,
    outcome: CaseOutcome = CaseOutcome.GRANTED,
    context: Mapping[str, Any] | None = None,
) -> Case:
    """Close the locked case and queue its letter, in the caller's transaction."""
    now = timezone.now()
    case.state = CaseState.CLOSED
    case.outcome = outcome
    case.executed_at = case.executed_at or now
    case.closed_at = now
    save_case(case)
    send_letter(case, letter, context=context)
    return case
