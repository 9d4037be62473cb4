"""Which rules of retention stand, and how far back each still keeps."""

from __future__ import annotations

from datetime import date

from privacy.exceptions import RuleNotInForce
from privacy.models import PeriodRule
from registry.law.retention import first_day_kept


def rules_in_force() -> list[PeriodRule]:
    """Every rule that retention follows today."""
    return list(PeriodRule.objects.in_force().order_by("slug"))


def rule_in_force(slug: str) -> PeriodRule:
    """The version in force; RuleNotInForce where the rule is off or unknown."""
    found = PeriodRule.objects.in_force().filter(slug=slug).first()
    if found is None:
        raise RuleNotInForce
    return found


def bound(rule: PeriodRule, as_of: date) -> date:
    """The oldest anchor that is still kept on that day: a row is past its last day
    exactly where its anchor is before it."""
    return first_day_kept(as_of, months=rule.months)
