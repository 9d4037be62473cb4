"""Jobs and mail listeners of privacy: imported when the app is ready, so that every
process knows them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.utils import timezone

from privacy.access.execute import execute_export
from privacy.erasure.certificate import (
    CLOSING,
    finish_after_notice,
    finish_certificate,
)
from privacy.erasure.complete import complete_remainder
from privacy.erasure.execute import execute_erasure
from privacy.letters import (
    KIND_PREFIX,
    note_accepted,
    note_given_up,
    on_letter_settled,
)
from privacy.lifting_letter import LIFTING_BY_ITSELF, LIFTING_OF_CASE
from privacy.models import LetterKind, RetentionRun, RunState
from privacy.models.case_choices import CaseKind
from privacy.objecting.execute import execute_objection
from privacy.objecting.stop import execute_stop
from privacy.recipients.answers import note_failed, note_told
from privacy.recipients.messages import FIRST
from privacy.rectification import plan as _rectification_plan  # noqa: F401  # its planner
from privacy.rectification.contesting import contest_accuracy
from privacy.rectification.execute import execute_rectification
from privacy.retention.forecast import JOB as FORECAST
from privacy.retention.forecast import compute_forecast
from privacy.retention.preview import preview
from privacy.retention.run import carry_out
from privacy.retention.summary import WITH_PERSONS
from privacy.services.cases.extending import note_notice_sent
from privacy.services.cases.shown import on_identity_shown
from privacy.services.execute import execute_case, register_executor
from privacy.services.liftings import (
    note_letter_accepted,
    note_letter_given_up,
    note_letter_sent,
)
from privacy.services.project_periods import recompute_all_clocks
from privacy.services.remainders import JOB as COMPLETE
from privacy.services.remainders import review_order
from privacy.services.restricting import execute_restriction
from privacy.services.rule_trials import make_trial
from registry.seams.jobs import JobContext, register_job
from registry.seams.mail import on_mail_accepted, on_mail_given_up
from registry.services.open_invoices import on_invoice_settled

register_executor(CaseKind.ACCESS, execute_export)
register_executor(CaseKind.PORTABILITY, execute_export)
register_executor(CaseKind.ERASURE, execute_erasure)
register_executor(CaseKind.OBJECTION, execute_objection)
register_executor(CaseKind.MARKETING_OBJECTION, execute_stop)
register_executor(CaseKind.CONSENT_WITHDRAWAL, execute_stop)
register_executor(CaseKind.RESTRICTION, execute_restriction)
register_executor(CaseKind.RECTIFICATION, execute_rectification)
on_identity_shown(contest_accuracy)

on_mail_accepted(KIND_PREFIX, note_accepted)
on_mail_given_up(KIND_PREFIX, note_given_up)
on_mail_accepted(FIRST, note_told)
on_mail_given_up(FIRST, note_failed)
on_mail_accepted(FIRST, finish_after_notice)
on_mail_given_up(FIRST, finish_after_notice)
on_letter_settled(LetterKind.LIFTING, note_letter_sent)
on_mail_accepted(LIFTING_BY_ITSELF, note_letter_accepted)
for lifting_letter in (LIFTING_BY_ITSELF, LIFTING_OF_CASE):
    on_mail_given_up(lifting_letter, note_letter_given_up)
for kind in CLOSING:
    on_mail_accepted(f"{KIND_PREFIX}{kind}", finish_certificate)
    on_mail_given_up(f"{KIND_PREFIX}{kind}", finish_certificate)
on_invoice_settled(review_order)

on_letter_settled(LetterKind.EXTENSION, note_notice_sent)


@register_job("case.execute")
def run_case(job: JobContext) -> None:
    """Carry an approved case out; a second run of the same job changes nothing."""
    execute_case(case_id=int(job.payload["case"]))


@register_job(COMPLETE)
def run_completion(job: JobContext) -> None:
    """Let go what a duty kept, once it has lapsed."""
    complete_remainder(remainder_id=int(job.payload["remainder"]))


@register_job(FORECAST)
def forecast_retention(job: JobContext) -> None:
    """Count the coming years by month."""
    compute_forecast(as_of=date.fromisoformat(job.payload["as_of"]))


@register_job("retention.run")
def run_retention(job: JobContext) -> None:
    """Carry a planned run out; others may be at it too."""
    carry_out(int(job.payload["run"]), progress=job.progress, check=job.check_cancelled)


@register_job("retention.preview")
def preview_retention(job: JobContext) -> None:
    """Count what a run would do, for its row on the screen."""
    run = RetentionRun.objects.get(pk=int(job.payload["run"]))
    found = preview(as_of=run.as_of, progress=job.progress)
    run.counts, run.in_case = found.by_rule, found.waiting
    run.held, run.restricted = found.held, found.restricted
    run.erased = {**found.rules, WITH_PERSONS: found.by_holding}
    run.state, run.finished_at = RunState.DONE, timezone.now()
    run.save()


@register_job("retention.recompute_clocks")
def recompute_clocks(job: JobContext) -> None:
    """Everybody's clock by the periods as they stand; stops where it is told to."""
    recompute_all_clocks(progress=checked(job))


@register_job("retention.trial")
def try_rule(job: JobContext) -> None:
    """A dry run or back-test of a rule: numbers only."""
    make_trial(trial_id=int(job.payload["trial"]), progress=checked(job))


def checked(job: JobContext) -> Callable[[int, int], None]:
    """Progress that also hears a cancellation."""

    def progress(done: int, total: int) -> None:
        job.check_cancelled()
        job.progress(done, total)

    return progress
