"""Trials of rules: asked for, made in the background, seen before switching on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from privacy.exceptions import RuleRefused
from privacy.models import PeriodRule, RuleTrial, TrialKind
from privacy.retention.trials.back_test import back_test
from privacy.retention.trials.dry_run import digest_of, dry_run
from registry.models import Staff
from registry.seams.audit import record
from registry.seams.jobs import enqueue_job

JOB = "retention.trial"
YEARS = (1, 3, 5, 10, 15)
Progress = Callable[[int, int], None]


@transaction.atomic
def start_trial(
    *, actor: Staff, rule: PeriodRule, kind: str, years: int = 0
) -> RuleTrial:
    """Have a dry run as of today, or a back-test over years past, made."""
    if kind == TrialKind.BACK_TEST and years not in YEARS:
        raise RuleRefused(_("Choose the number of years."), field="years")
    trial = RuleTrial.objects.create(
        rule=rule,
        kind=kind,
        as_of=timezone.localdate(),
        years=years if kind == TrialKind.BACK_TEST else 0,
        made_by=actor,
    )
    job = enqueue_job(kind=JOB, payload={"trial": trial.pk}, created_by_id=actor.pk)
    trial.job_id = job.pk
    trial.save(update_fields=["job_id"])
    record(actor=actor, action="rule.tried", subjects=[("period_rule", rule.pk)])
    return trial


def make_trial(*, trial_id: int, progress: Progress) -> None:
    """Count; a second run of the same trial changes nothing."""
    trial = RuleTrial.objects.select_related("rule").get(pk=trial_id)
    if trial.finished_at:
        return
    trial.result = _result(trial, progress)
    trial.digest = digest_of(trial.rule, trial.as_of, trial.result)
    trial.finished_at = timezone.now()
    trial.save(update_fields=["result", "digest", "finished_at"])


def newest_trial(rule: PeriodRule, kind: str) -> RuleTrial | None:
    """The last one asked for, finished or not."""
    found = RuleTrial.objects.filter(rule=rule, kind=kind)
    return found.order_by("-pk").first()


def dry_run_seen(rule: PeriodRule) -> RuleTrial | None:
    """Today's finished dry run of this version, if there is one."""
    trial = newest_trial(rule, TrialKind.DRY_RUN)
    fits = trial and trial.finished_at and trial.as_of == timezone.localdate()
    return trial if fits else None


def demand_dry_run(rule: PeriodRule, digest: str) -> None:
    """RuleRefused unless these numbers are those of today's dry run."""
    trial = dry_run_seen(rule)
    if trial is None:
        raise RuleRefused(_("Make a dry run today before switching the rule on."))
    if trial.digest != digest:
        raise RuleRefused(
            _("There is a newer dry run. Look at its numbers before switching on.")
        )


def _result(trial: RuleTrial, progress: Progress) -> dict[str, Any]:
    if trial.kind == TrialKind.DRY_RUN:
        return dry_run(trial.rule, as_of=trial.as_of, progress=progress)
    return back_test(
        trial.rule, as_of=trial.as_of, years=trial.years, progress=progress
    )
