"""The rules in force, projected to where the database's clocks read them."""

from __future__ import annotations

from collections.abc import Callable

from privacy.models import PeriodRule
from registry.models import Person
from registry.seams.jobs import Job, JobState, enqueue_job
from registry.services.clocks import RULES, recompute_clocks, set_periods

JOB = "retention.recompute_clocks"
Progress = Callable[[int, int], None]


def project_periods() -> None:
    """Write the periods, and have the clocks made anew in the background where any
    has changed. In the caller's transaction."""
    rules = PeriodRule.objects.in_force().filter(slug__in=RULES)
    if set_periods(dict(rules.values_list("slug", "months"))):
        enqueue_job(kind=JOB, payload={})


def recompute_all_clocks(*, progress: Progress) -> int:
    """Every person's clock by the periods as they stand; how many changed."""
    total = Person.objects.count()
    return recompute_clocks(after_batch=lambda done: progress(min(done, total), total))


def recomputing() -> Job | None:
    """The work under way, where clocks do not yet say what the rules say."""
    alive = (JobState.QUEUED, JobState.RUNNING)
    return Job.objects.filter(kind=JOB, state__in=alive).order_by("-pk").first()
