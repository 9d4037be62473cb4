"""Which of two versions of a rule protects people better."""

from __future__ import annotations

from django.utils.translation import gettext as _

from privacy.exceptions import RuleRefused
from privacy.models import Approval, PeriodRule
from registry.law.parameters import number

MONTHS_A_YEAR = 12
STRICTNESS = {Approval.AUTOMATIC: 0, Approval.ONE: 1, Approval.TWO_ABOVE: 2}
STATUTES = {"voucher": "voucher_years"}
"""Shipped rules that a statute sets, and the parameter with its years."""


def is_weaker(new: PeriodRule, old: PeriodRule) -> bool:
    """Longer storage, fewer data, a looser approval: two people and a day decide."""
    return (
        new.months > old.months
        or not set(old.covers) <= set(new.covers)
        or _is_looser(new, old)
    )


def makes_due(new: PeriodRule, old: PeriodRule | None) -> bool:
    """Whether anything may fall due at once: then a dry run comes first."""
    if old is None:
        return True
    return new.months < old.months or not set(new.covers) <= set(old.covers)


def check_limits(new: PeriodRule, old: PeriodRule | None) -> None:
    """RuleRefused where notice or statute forbid it (P38)."""
    if not new.statute and new.months > promised_months():
        raise RuleRefused(
            _(
                "The notice promises %(months)s months at most. A longer period needs "
                "a statute: tick the box and name the act."
            )
            % {"months": promised_months()},
            field="months",
        )
    if new.statute and not any(letter.isdigit() for letter in new.basis):
        raise RuleRefused(_("Name the act with its number."), field="basis")
    if old and old.statute:
        _check_statute(new, old)


def promised_months() -> int:
    """The notice's cap."""
    return number("notice_retention_years") * MONTHS_A_YEAR


def statutory_months(rule: PeriodRule) -> int:
    """The shortest period that the statute behind the rule allows."""
    if rule.slug in STATUTES:
        return number(STATUTES[rule.slug]) * MONTHS_A_YEAR
    return rule.months


def _check_statute(new: PeriodRule, old: PeriodRule) -> None:
    if not new.statute:
        raise RuleRefused(
            _("A statute sets this period; that cannot be taken away here."),
            field="statute",
        )
    if new.months < statutory_months(old):
        raise RuleRefused(
            _("The statute obliges us to keep this for at least %(months)s months.")
            % {"months": statutory_months(old)},
            field="months",
        )


def _is_looser(new: PeriodRule, old: PeriodRule) -> bool:
    strict = [STRICTNESS[Approval(rule.approval)] for rule in (new, old)]
    if strict[0] != strict[1]:
        return strict[0] < strict[1]
    return (new.two_above or 0) > (old.two_above or 0)
