"""Tightening acts at once, weakening waits; statute and notice are not gone below."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from privacy.exceptions import RuleRefused
from privacy.models import (
    PeriodRule,
    PeriodRuleState,
    RuleTrial,
    TrialKind,
    Weakening,
)
from privacy.retention.due import count_due
from privacy.retention.rules import rule_in_force, rules_in_force
from privacy.services import period_rules, rule_trials, weakenings
from privacy.services.project_periods import JOB, recomputing
from registry.law.parameters import override_parameters
from registry.models import PersonClock, RetentionPeriod, Staff
from registry.seams.jobs import Job, run_due_jobs
from registry.tests.factories import PersonFactory, StaffFactory

pytestmark = pytest.mark.django_db

REASON = "Lyhyempi aika riittää."


def proposal(slug: str) -> PeriodRule:
    return PeriodRule.objects.proposals().get(slug=slug)


def tried(rule: PeriodRule, actor: Staff) -> str:
    """The digest of a dry run made now."""
    trial = rule_trials.start_trial(actor=actor, rule=rule, kind=TrialKind.DRY_RUN)
    rule_trials.make_trial(trial_id=trial.pk, progress=lambda _done, _total: None)
    trial.refresh_from_db()
    return trial.digest


def switched_on(slug: str) -> PeriodRule:
    actor, rule = StaffFactory(), proposal(slug)
    return period_rules.switch_on(actor=actor, rule=rule, digest=tried(rule, actor))


def changed(slug: str, **words: Any) -> PeriodRule:
    return period_rules.change_rule(
        actor=StaffFactory(), rule=rule_in_force(slug), reason=REASON, **words
    )


def carried_out(weakening: Weakening) -> int:
    """Confirm it as a second person and let a day and a bit go by."""
    weakenings.confirm_weakening(actor=StaffFactory(), weakening=weakening)
    return weakenings.carry_out_weakenings(timezone.now() + timedelta(hours=25))


def test_switching_on_needs_todays_dry_run() -> None:
    with pytest.raises(RuleRefused, match="rule_refused"):
        period_rules.switch_on(
            actor=StaffFactory(), rule=proposal("contact_note"), digest=""
        )


def test_dry_run_of_yesterday_does_not_switch_on() -> None:
    actor, rule = StaffFactory(), proposal("contact_note")
    digest = tried(rule, actor)
    RuleTrial.objects.update(as_of=timezone.localdate() - timedelta(days=1))
    with pytest.raises(RuleRefused):
        period_rules.switch_on(actor=actor, rule=rule, digest=digest)


def test_other_numbers_than_those_seen_do_not_switch_on() -> None:
    actor, rule = StaffFactory(), proposal("prospect_profile")
    seen = tried(rule, actor)
    PersonFactory(collected_on=timezone.localdate() - timedelta(days=1_000))
    newer = tried(rule, actor)
    assert newer != seen
    with pytest.raises(RuleRefused):
        period_rules.switch_on(actor=actor, rule=rule, digest=seen)
    assert period_rules.switch_on(actor=actor, rule=rule, digest=newer)


def test_switching_on_acts_at_once() -> None:
    rule = switched_on("contact_note")
    assert rule_in_force("contact_note") == rule
    assert rule.valid_from == timezone.localdate()
    assert rule.decided_by
    assert rule.dry_run_digest


def test_switching_on_moves_the_clocks() -> None:
    person = PersonFactory(collected_on=timezone.localdate() - timedelta(days=1_000))
    before = PersonClock.objects.get(pk=person.pk).last_day
    switched_on("prospect_profile")
    assert RetentionPeriod.objects.get(key="prospect_profile").months == 24
    assert recomputing()
    run_due_jobs()
    assert recomputing() is None
    clock = PersonClock.objects.get(pk=person.pk)
    assert clock.rule == "prospect_profile"
    assert clock.last_day
    assert before
    assert clock.last_day < before


def test_switching_a_rule_of_rows_on_leaves_the_clocks_alone() -> None:
    switched_on("contact_note")
    assert not Job.objects.filter(kind=JOB).exists()


def test_shorter_period_is_a_proposal_until_a_dry_run_was_seen() -> None:
    new = changed("person_collection", months=120)
    assert new.state == PeriodRuleState.PROPOSAL
    assert rule_in_force("person_collection").months == 180
    actor = StaffFactory()
    period_rules.switch_on(actor=actor, rule=new, digest=tried(new, actor))
    assert rule_in_force("person_collection").months == 120
    old = PeriodRule.objects.get(slug="person_collection", version=1)
    assert old.state == PeriodRuleState.SUPERSEDED
    assert old.ended_on == timezone.localdate()
    assert RetentionPeriod.objects.get(key="person_collection").months == 120


def test_stricter_approval_acts_at_once() -> None:
    new = changed("note_own_date", approval="one")
    assert rule_in_force("note_own_date") == new
    assert not Weakening.objects.exists()


def test_looser_approval_waits() -> None:
    changed("note_own_date", approval="two_above", two_above=100)
    new = changed("note_own_date", approval="two_above", two_above=500)
    assert new.state == PeriodRuleState.WAITING
    assert rule_in_force("note_own_date").two_above == 100


def test_longer_period_waits_for_a_second_person_and_a_day() -> None:
    new = changed("view_log", months=30)
    assert new.state == PeriodRuleState.WAITING
    assert rule_in_force("view_log").months == 24
    assert weakenings.carry_out_weakenings(timezone.now() + timedelta(days=9)) == 0
    assert carried_out(Weakening.objects.get()) == 1
    assert rule_in_force("view_log").months == 30


def test_who_asks_does_not_confirm() -> None:
    changed("view_log", months=30)
    weakening = Weakening.objects.get()
    with pytest.raises(Exception, match="weakening"):
        weakenings.confirm_weakening(actor=weakening.requested_by, weakening=weakening)


def test_withdrawn_change_leaves_the_rule_as_it_was() -> None:
    new = changed("view_log", months=30)
    weakenings.withdraw_weakening(
        actor=StaffFactory(), weakening=Weakening.objects.get(), reason="Ei tarpeen"
    )
    new.refresh_from_db()
    assert new.state == PeriodRuleState.WITHDRAWN
    assert rule_in_force("view_log").months == 24


def test_no_second_change_while_one_waits() -> None:
    changed("view_log", months=30)
    with pytest.raises(RuleRefused):
        changed("view_log", months=12)


def test_shorter_and_looser_at_once_waits() -> None:
    changed("note_own_date", approval="one")
    new = changed("note_own_date", months=120, approval="automatic")
    assert new.state == PeriodRuleState.WAITING


def test_statute_is_not_gone_below() -> None:
    with pytest.raises(RuleRefused) as refusal:
        changed("voucher", months=60)
    assert refusal.value.field == "months"


def test_statute_comes_from_the_table_of_parameters() -> None:
    with override_parameters(voucher_years=7), pytest.raises(RuleRefused):
        changed("voucher", months=72)


def test_statutory_rule_stays_statutory_and_on() -> None:
    with pytest.raises(RuleRefused) as refusal:
        changed("voucher", statute=False)
    assert refusal.value.field == "statute"
    with pytest.raises(RuleRefused):
        period_rules.switch_off(
            actor=StaffFactory(), rule=rule_in_force("voucher"), reason=REASON
        )


def test_longer_than_the_notice_needs_a_statute() -> None:
    with pytest.raises(RuleRefused) as refusal:
        changed("person_collection", months=181)
    assert refusal.value.field == "months"
    new = changed(
        "person_collection", months=240, statute=True, basis="Laki 1/2030 3 §"
    )
    assert new.state == PeriodRuleState.WAITING


def test_statute_is_named_with_its_number() -> None:
    with pytest.raises(RuleRefused) as refusal:
        changed("person_collection", months=240, statute=True, basis="Laki")
    assert refusal.value.field == "basis"


def test_change_without_a_reason_is_refused() -> None:
    with pytest.raises(ValidationError) as refusal:
        period_rules.change_rule(
            actor=StaffFactory(),
            rule=rule_in_force("view_log"),
            reason="  ",
            months=12,
        )
    assert "reason" in refusal.value.message_dict


def test_rule_that_nothing_replaces_is_not_switched_off() -> None:
    with pytest.raises(RuleRefused):
        period_rules.switch_off(
            actor=StaffFactory(), rule=rule_in_force("note_own_date"), reason=REASON
        )


def test_switching_off_waits_for_a_second_person_and_a_day() -> None:
    rule = switched_on("prospect_profile")
    weakening = period_rules.switch_off(actor=StaffFactory(), rule=rule, reason=REASON)
    assert rule in rules_in_force()
    assert RetentionPeriod.objects.filter(key="prospect_profile").exists()
    assert carried_out(weakening) == 1
    rule.refresh_from_db()
    assert rule.state == PeriodRuleState.OFF
    assert not RetentionPeriod.objects.filter(key="prospect_profile").exists()


def test_rule_switched_off_can_be_proposed_again() -> None:
    rule = switched_on("prospect_profile")
    carried_out(period_rules.switch_off(actor=StaffFactory(), rule=rule, reason=REASON))
    rule.refresh_from_db()
    again = period_rules.change_rule(actor=StaffFactory(), rule=rule, reason=REASON)
    assert again.state == PeriodRuleState.PROPOSAL
    assert again.version == 2


def test_new_version_of_a_proposal_takes_its_place() -> None:
    old = proposal("contact_note")
    new = period_rules.change_rule(
        actor=StaffFactory(), rule=old, reason=REASON, months=48
    )
    assert proposal("contact_note") == new
    old.refresh_from_db()
    assert old.state == PeriodRuleState.SUPERSEDED


def test_new_rule_is_proposed_for_rows_with_a_date_of_their_own() -> None:
    rule = period_rules.propose_rule(
        actor=StaffFactory(),
        name="Seurannat",
        covers=["follow_ups"],
        purpose="relationship",
        months=12,
        basis="GDPR 5(1)(e)",
        reason="Vanha seuranta ei auta ketään.",
    )
    assert (rule.slug, rule.state) == ("seurannat", PeriodRuleState.PROPOSAL)
    assert rule.author


def test_proposal_is_withdrawn_with_a_reason() -> None:
    rule = period_rules.withdraw_proposal(
        actor=StaffFactory(), rule=proposal("contact_note"), reason=REASON
    )
    assert rule.state == PeriodRuleState.WITHDRAWN


def test_longer_period_keeps_people_before_the_clocks_have_been_counted_anew() -> None:
    actor = StaffFactory()
    shorter = changed("person_collection", months=120)
    period_rules.switch_on(actor=actor, rule=shorter, digest=tried(shorter, actor))
    PersonFactory(collected_on=timezone.localdate() - timedelta(days=365 * 12))
    run_due_jobs()
    assert count_due(as_of=timezone.localdate()).total == 1
    changed("person_collection", months=180)
    assert carried_out(Weakening.objects.get()) == 1
    assert recomputing()
    assert count_due(as_of=timezone.localdate()).total == 0
