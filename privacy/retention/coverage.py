"""Is every datum of the map let go by some rule? A datum without an end fails.

The map names a class of rule for each field; the rules in force say what they cover.
A holding is covered for a class when rules with the anchors of that class cover it, or
when its technical lifetime is stated here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from privacy.models import Anchor, PeriodRule
from privacy.retention.rules import rules_in_force
from registry.seams.personal_data import (
    Holding,
    Purpose,
    RetentionRule,
    registry_of_holdings,
)

ANCHORS: dict[RetentionRule, tuple[frozenset[Anchor], ...]] = {
    RetentionRule.NOTICE: (
        frozenset({Anchor.COLLECTION}),
        frozenset({Anchor.RELATIONSHIP_END}),
    ),
    RetentionRule.PROOF: (
        frozenset({Anchor.COLLECTION}),
        frozenset({Anchor.RELATIONSHIP_END}),
    ),
    RetentionRule.OWN_DATE: (frozenset({Anchor.OWN_DATE}),),
    RetentionRule.VOUCHER: (frozenset({Anchor.FINANCIAL_YEAR}),),
    RetentionRule.RIGHTS: (frozenset({Anchor.CASE_CLOSED, Anchor.CONSENT_WITHDRAWN}),),
    RetentionRule.LOGS: (frozenset({Anchor.LOGGED}),),
}
"""Class of the map → what must be there: one rule of each set of anchors."""

LIFETIMES = {
    "outgoing_mail": _("Blanked once accepted, or after seven days."),
    "incoming_mail": _(
        "Blanked once sorted, after half a year at the latest; the row goes 90 days "
        "later."
    ),
    "imported_rows": _("The cells of refused rows are deleted after a month."),
    "objection_assessments": _("Goes with the objection that it belongs to."),
    "plan_changes": _("Goes with the request that it belongs to."),
    "held_remainders": _("Goes with its request, once nothing is kept any more."),
    "mention_reviews": _("The words go with the request that they belong to."),
    "rectifications": _("Goes with the request that it belongs to."),
    "statements": _("Goes with the person whose words it holds."),
    "voucher_notes": _("Goes with the request that it belongs to."),
    "recipient_notices": _(
        "Goes with its request; without one, 36 months after the notice."
    ),
    "retention_lines": _("A line goes when its run is over."),
    "suppressions": _(
        "Kept as long as the register exists: a digest that keeps the person forgotten."
    ),
}
"""Holdings whose end is not a rule's period."""


@dataclass(frozen=True, kw_only=True, order=True)
class Uncovered:
    """Data of one holding, held for one purpose, that no rule in force lets go."""

    holding: str
    purpose: str
    retention: str


def uncovered(rules: Iterable[PeriodRule] | None = None) -> list[Uncovered]:
    """What the rules (default: those in force) leave without an end."""
    known = list(rules_in_force() if rules is None else rules)
    return sorted(
        Uncovered(holding=holding.key, purpose=purpose, retention=retention)
        for holding in registry_of_holdings
        for purpose, retention in _held_for(holding)
        if not _is_covered(holding, purpose, retention, known)
    )


def _held_for(holding: Holding) -> set[tuple[Purpose, RetentionRule]]:
    return {(datum.purpose, datum.retention) for datum in holding.fields.values()}


def _is_covered(
    holding: Holding,
    purpose: Purpose,
    retention: RetentionRule,
    rules: list[PeriodRule],
) -> bool:
    if holding.key in LIFETIMES:
        return True
    fit = {
        rule.anchor
        for rule in rules
        if holding.key in rule.covers and rule.purpose in ("", purpose)
    }
    if retention == RetentionRule.OWN_DATE and not holding.clock:
        return False
    wanted = ANCHORS.get(retention)
    return wanted is not None and all(fit & anchors for anchors in wanted)
