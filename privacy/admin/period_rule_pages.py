"""What the list and the page of a rule show."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from privacy.models import (
    PeriodRule,
    PeriodRuleState,
    RuleTrial,
    TrialKind,
    Weakening,
)
from privacy.models.rule_choices import TITLES
from privacy.retention.chart import Chart, draw_chart
from privacy.retention.coverage import uncovered
from privacy.retention.rule_words import (
    approval_in_words,
    covered_labels,
    example_of,
    months_in_words,
    what_happens,
    who_is_meant,
)
from privacy.services.period_rules import may_switch_off
from privacy.services.project_periods import recomputing
from privacy.services.rule_trials import YEARS, dry_run_seen, newest_trial
from registry.seams.jobs import Job
from registry.seams.personal_data import registry_of_holdings

Context = dict[str, Any]

OLDER = (
    PeriodRuleState.SUPERSEDED,
    PeriodRuleState.OFF,
    PeriodRuleState.WITHDRAWN,
)


def list_context(request: HttpRequest) -> Context:
    """Shelves by state, narrowed to what covers one body of data."""
    holding = request.GET.get("data", "")
    rules = PeriodRule.objects.select_related("decided_by")
    if holding:
        rules = rules.filter(covers__contains=[holding])
    return {
        "shelves": [
            {"state": state, "title": title, "empty": empty, "rules": found}
            for state, title, empty in _shelves()
            if (found := _with_words(rules.filter(state=state))) or empty
        ],
        "older": _with_words(rules.filter(state__in=OLDER)),
        "choices": _choices(),
        "holding": holding,
        "gaps": uncovered(),
        "recomputing": recomputing(),
    }


def rule_context(rule: PeriodRule) -> Context:
    """One version with its trials and its neighbours in time."""
    dry = newest_trial(rule, TrialKind.DRY_RUN)
    back = newest_trial(rule, TrialKind.BACK_TEST)
    jobs = [_job_of(trial) for trial in (dry, back)]
    return {
        "rule": rule,
        "period": months_in_words(rule.months),
        "example": example_of(rule, today=timezone.localdate()),
        "meant": who_is_meant(rule),
        "happens": what_happens(rule),
        "approves": approval_in_words(rule),
        "covers": covered_labels(rule),
        "versions": _with_words(PeriodRule.objects.of_rule(rule.slug)),
        "weakening": _weakening_of(rule),
        "newer": _newer_than(rule),
        "may_off": may_switch_off(rule),
        "is_current": rule.state
        in (PeriodRuleState.IN_FORCE, PeriodRuleState.PROPOSAL),
        "is_proposal": rule.state == PeriodRuleState.PROPOSAL,
        "dry": _shown(dry, jobs[0]),
        "dry_seen": dry_run_seen(rule),
        "back": _shown(back, jobs[1]),
        "chart": _chart(back),
        "years": YEARS,
        "running": any(job and not job.is_over for job in jobs),
        "recomputing": recomputing(),
    }


def _shelves() -> list[tuple[str, str, str]]:
    return [
        (PeriodRuleState.WAITING, _("Waiting for a second person"), ""),
        (PeriodRuleState.IN_FORCE, _("In force"), _("No rule covers this.")),
        (PeriodRuleState.PROPOSAL, _("Proposals"), ""),
    ]


def _with_words(rules: QuerySet[PeriodRule]) -> list[Context]:
    return [
        {"rule": rule, "period": months_in_words(rule.months)}
        for rule in sorted(rules, key=_place)
    ]


def _place(rule: PeriodRule) -> tuple[int, str, int]:
    """The shipped ones in their order, people first; the newest version on top."""
    shipped = list(TITLES)
    place = shipped.index(rule.slug) if rule.slug in shipped else len(shipped)
    return (place, rule.slug, -rule.version)


def _choices() -> list[tuple[str, Any]]:
    covered = set().union(*PeriodRule.objects.values_list("covers", flat=True))
    found = [(h.key, h.label) for h in registry_of_holdings if h.key in covered]
    shown = [pair for pair in found if not pair[0].endswith("_history")]
    return sorted(shown, key=lambda pair: str(pair[1]).lower())


def _newer_than(rule: PeriodRule) -> PeriodRule | None:
    """A version that waits or is offered in place of the one in force."""
    if rule.state != PeriodRuleState.IN_FORCE:
        return None
    pending = (PeriodRuleState.WAITING, PeriodRuleState.PROPOSAL)
    return PeriodRule.objects.of_rule(rule.slug).filter(state__in=pending).first()


def _weakening_of(rule: PeriodRule) -> Weakening | None:
    found = Weakening.objects.open().select_related("requested_by", "confirmed_by")
    return found.filter(subject_ref=f"rule:{rule.pk}").first()


def _job_of(trial: RuleTrial | None) -> Job | None:
    if trial is None or trial.finished_at:
        return None
    return Job.objects.filter(pk=trial.job_id or 0).first()


def _shown(trial: RuleTrial | None, job: Job | None) -> Context | None:
    """The trial with its numbers in order of size, or with how far it is."""
    if trial is None:
        return None
    rows = sorted(trial.result.get("rows", {}).items(), key=lambda pair: -pair[1])
    return {
        "trial": trial,
        "job": job,
        "rows": rows,
        "is_old": trial.as_of != timezone.localdate(),
        "months": _months(trial),
        "gone": sum(row["gone"] for row in _months(trial)),
        "again": sum(row["again"] for row in _months(trial)),
    }


def _months(trial: RuleTrial) -> list[Context]:
    return [
        {"month": date.fromisoformat(day), "gone": gone, "again": again}
        for day, gone, again in trial.result.get("months", [])
    ]


def _chart(trial: RuleTrial | None) -> Chart | None:
    """Two tones: those never seen again below, those we dealt with again above."""
    months = _months(trial) if trial else []
    if not any(row["gone"] for row in months):
        return None
    series = {
        "1": [row["gone"] - row["again"] for row in months],
        "2": [row["again"] for row in months],
    }
    return draw_chart(series, first=months[0]["month"])
