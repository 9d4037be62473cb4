"""Rules of retention: proposed, tried, switched on, changed, switched off.

What tightens acts at once, after a dry run where data may fall due. What weakens waits
for a second person and a day (services/weakenings.py).
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from privacy.exceptions import RuleRefused
from privacy.models import (
    Anchor,
    PeriodRule,
    PeriodRuleState,
    Weakening,
    WeakeningKind,
)
from privacy.retention.coverage import uncovered
from privacy.retention.rules import rules_in_force
from privacy.retention.strength import check_limits, is_weaker, makes_due
from privacy.services.project_periods import project_periods
from privacy.services.rule_trials import demand_dry_run
from privacy.services.weakenings import (
    WeakenedSubject,
    register_weakening,
    request_weakening,
)
from registry.models import Staff
from registry.seams.audit import record

CHANGEABLE = ("months", "basis", "statute", "approval", "two_above")
"""What a new version may say otherwise; anything else is another rule."""
KEPT = ("slug", "name", "covers", "purpose", "anchor", "action")


@transaction.atomic
def propose_rule(*, actor: Staff, name: str, **words: Any) -> PeriodRule:
    """Write a new rule down as a proposal. It counts from the rows' own date: rules
    about whole people are shipped. RuleRefused, ValidationError."""
    rule = PeriodRule(
        slug=_free_slug(name),
        name=name.strip(),
        anchor=Anchor.OWN_DATE,
        recorded_by=actor,
        **words,
    )
    check_limits(rule, None)
    _save_new(rule)
    _audit(actor, "rule.proposed", rule)
    return rule


@transaction.atomic
def change_rule(
    *, actor: Staff, rule: PeriodRule, reason: str, **words: Any
) -> PeriodRule:
    """A new version of the rule. It waits for a second person where it weakens, stays
    a proposal until a dry run was seen where data may fall due, and is in force at
    once otherwise. RuleRefused, ValidationError."""
    current = _lock_in_force(rule.slug)
    _refuse_while_waiting(rule.slug)
    new = _next_version(rule, actor, reason, words)
    check_limits(new, current)
    _drop_proposal(rule.slug, actor, reason)
    if current and is_weaker(new, current):
        new.state = PeriodRuleState.WAITING
    _save_new(new)
    _audit(actor, "rule.changed", new, list(words))
    if new.state == PeriodRuleState.WAITING:
        _ask(actor, WeakeningKind.RULE_CHANGE, new, reason)
    elif current and not makes_due(new, current):
        _put_in_force(new, current, actor)
    return new


@transaction.atomic
def switch_on(*, actor: Staff, rule: PeriodRule, digest: str) -> PeriodRule:
    """Put a proposal in force at once. ``digest``: of today's dry run, as it was seen.
    RuleRefused without it."""
    current = _lock_in_force(rule.slug)
    new = _locked(rule, PeriodRuleState.PROPOSAL)
    if current and is_weaker(new, current):
        raise RuleRefused(_("This weakens the rule: make it as a change."))
    demand_dry_run(new, digest)
    new.dry_run_digest = digest
    _put_in_force(new, current, actor)
    return new


@transaction.atomic
def switch_off(*, actor: Staff, rule: PeriodRule, reason: str) -> Weakening:
    """Ask for a rule to be switched off: a second person and a day. RuleRefused for a
    statute, and where data would be left that nothing lets go."""
    current = _locked(rule, PeriodRuleState.IN_FORCE)
    refuse_off(current)
    return _ask(actor, WeakeningKind.RULE_OFF, current, reason)


@transaction.atomic
def withdraw_proposal(*, actor: Staff, rule: PeriodRule, reason: str) -> PeriodRule:
    """A proposal that nobody wants any more."""
    found = _locked(rule, PeriodRuleState.PROPOSAL)
    _end(found, PeriodRuleState.WITHDRAWN, actor, reason)
    _audit(actor, "rule.withdrawn", found)
    return found


def refuse_off(rule: PeriodRule) -> None:
    """RuleRefused for a rule that may not be switched off at all."""
    if rule.statute:
        raise RuleRefused(_("A statute sets this period: it cannot be switched off."))
    left = [other for other in rules_in_force() if other.pk != rule.pk]
    if uncovered(left) != uncovered():
        raise RuleRefused(
            _("Without this rule some data would have no end: change it instead.")
        )


def may_switch_off(rule: PeriodRule) -> bool:
    """Whether the screen offers it."""
    try:
        refuse_off(rule)
    except RuleRefused:
        return False
    return rule.state == PeriodRuleState.IN_FORCE


def _carry_out_change(weakening: Weakening) -> None:
    new = _locked(_rule_of(weakening), PeriodRuleState.WAITING)
    current = _lock_in_force(new.slug)
    check_limits(new, current)
    _put_in_force(new, current, weakening.confirmed_by)


def _carry_out_off(weakening: Weakening) -> None:
    rule = _locked(_rule_of(weakening), PeriodRuleState.IN_FORCE)
    refuse_off(rule)
    _end(rule, PeriodRuleState.OFF, weakening.confirmed_by, weakening.reason)
    _audit(weakening.confirmed_by, "rule.switched_off", rule)
    project_periods()


def _withdraw_change(weakening: Weakening) -> None:
    rule = _locked(_rule_of(weakening), PeriodRuleState.WAITING)
    _end(
        rule,
        PeriodRuleState.WITHDRAWN,
        weakening.withdrawn_by,
        weakening.withdrawal_reason,
    )


def _describe(weakening: Weakening) -> WeakenedSubject:
    rule = _rule_of(weakening)
    return WeakenedSubject(
        title=str(rule), url=reverse("admin:privacy_periodrule_change", args=[rule.pk])
    )


def _rule_of(weakening: Weakening) -> PeriodRule:
    key = weakening.subject_ref.removeprefix("rule:")
    return PeriodRule.objects.get(pk=int(key))


def _ask(actor: Staff, kind: str, rule: PeriodRule, reason: str) -> Weakening:
    return request_weakening(
        actor=actor, kind=kind, subject_ref=f"rule:{rule.pk}", reason=reason
    )


def _put_in_force(
    new: PeriodRule, current: PeriodRule | None, actor: Staff | None
) -> None:
    if current:
        _end(current, PeriodRuleState.SUPERSEDED, actor, new.reason)
    new.state = PeriodRuleState.IN_FORCE
    new.valid_from = timezone.localdate()
    new.decided_by = actor
    new.save()
    _audit(actor, "rule.switched_on", new)
    project_periods()


def _end(
    rule: PeriodRule, state: PeriodRuleState, actor: Staff | None, reason: str
) -> None:
    if not reason.strip():
        raise RuleRefused(_("Give the reasons."), field="reason")
    rule.state = state
    rule.ended_on = timezone.localdate()
    rule.ended_by = actor
    rule.end_reason = reason.strip()
    rule.save()


def _next_version(
    rule: PeriodRule, actor: Staff, reason: str, words: dict[str, Any]
) -> PeriodRule:
    if unknown := set(words) - set(CHANGEABLE):
        raise ValueError(f"not changeable: {sorted(unknown)}")
    newest = PeriodRule.objects.of_rule(rule.slug).first()
    values = {name: getattr(rule, name) for name in (*KEPT, *CHANGEABLE)}
    return PeriodRule(
        **{**values, **words},
        version=newest.version + 1 if newest else 1,
        replaces=rule,
        reason=reason.strip(),
        recorded_by=actor,
    )


def _save_new(rule: PeriodRule) -> None:
    rule.full_clean()
    rule.save()


def _drop_proposal(slug: str, actor: Staff, reason: str) -> None:
    for older in PeriodRule.objects.proposals().filter(slug=slug):
        _end(older, PeriodRuleState.SUPERSEDED, actor, reason)


def _refuse_while_waiting(slug: str) -> None:
    if PeriodRule.objects.waiting().filter(slug=slug).exists():
        raise RuleRefused(
            _("A change of this rule waits for a second person: decide that first.")
        )


def _lock_in_force(slug: str) -> PeriodRule | None:
    return PeriodRule.objects.in_force().select_for_update().filter(slug=slug).first()


def _locked(rule: PeriodRule, state: PeriodRuleState) -> PeriodRule:
    found = PeriodRule.objects.select_for_update().get(pk=rule.pk)
    if found.state != state:
        raise RuleRefused(_("Somebody else has changed this rule. Look at it again."))
    return found


def _free_slug(name: str) -> str:
    base = slugify(name)[:36].replace("-", "_") or "rule"
    taken = set(PeriodRule.objects.values_list("slug", flat=True))
    names = [base, *(f"{base}_{number}" for number in range(2, 100))]
    return next(slug for slug in names if slug not in taken)


def _audit(
    actor: Staff | None, action: str, rule: PeriodRule, fields: list[str] | None = None
) -> None:
    record(
        actor=actor,
        action=action,
        subjects=[("period_rule", rule.pk)],
        fields=fields or [],
    )


register_weakening(
    WeakeningKind.RULE_CHANGE,
    _carry_out_change,
    describe=_describe,
    withdrawn=_withdraw_change,
)
register_weakening(WeakeningKind.RULE_OFF, _carry_out_off, describe=_describe)
