"""What Celery wakes up. Each task is one service call and safe to run twice."""

from __future__ import annotations

from celery import shared_task
from celery.schedules import crontab
from django.utils import timezone

from privacy.incoming.canary import send_canary
from privacy.incoming.sorting import sort_left_mail
from privacy.incoming.tidy import delete_old_mail
from privacy.objecting.decide import uphold_undecided
from privacy.recipients.answers import forget_old_notices, remind_recipients
from privacy.rectification.contesting import end_decided_contests
from privacy.restore.released import erase_released
from privacy.restore.settling import settle_left_marks
from privacy.retention.forecast import start_forecast
from privacy.retention.nightly import run_nightly_retention
from privacy.services.cases import chase_questions
from privacy.services.deadline_reminders import note_overdue, remind_of_deadlines
from privacy.services.guard import check_guards, protect_again
from privacy.services.hold_reminders import remind_of_reviews
from privacy.services.liftings import lift_what_is_due
from privacy.services.remainders import review_all
from privacy.services.tidy import tidy_requests
from privacy.services.weakenings import carry_out_weakenings


@shared_task(name="privacy.apply_retention", ignore_result=True)
def apply_retention() -> None:
    """Every night: finish what was left, plan as of today, hand it to a worker."""
    run_nightly_retention(today=timezone.localdate())


@shared_task(name="privacy.forecast_retention", ignore_result=True)
def forecast_retention() -> None:
    """Every night, after the run: what falls due in the coming years, by month."""
    start_forecast(as_of=timezone.localdate())


@shared_task(name="privacy.tidy_requests", ignore_result=True)
def tidy() -> None:
    """Every hour: unconfirmed requests, expired packages, files nobody knows."""
    tidy_requests(now=timezone.now())


@shared_task(name="privacy.settle_journal", ignore_result=True)
def settle_journal() -> None:
    """Every ten minutes: entries of the journal whose worker was killed."""
    settle_left_marks()


@shared_task(name="privacy.erase_released", ignore_result=True)
def erase_those_released() -> None:
    """Every night: people whom a hold kept when a restored register was opened."""
    erase_released(on=timezone.localdate())


@shared_task(name="privacy.check_guards", ignore_result=True)
def compare_guards() -> None:
    """Every night: guards that do not say what the legal rows say, into the audit;
    what is protected too little is protected again, too much is left to people."""
    protect_again(check_guards())


@shared_task(name="privacy.remind_of_reviews", ignore_result=True)
def remind() -> None:
    """Every morning: reviews of legal holds that come near or are late."""
    remind_of_reviews(timezone.localdate())


@shared_task(name="privacy.chase_questions", ignore_result=True)
def chase() -> None:
    """Every morning: people who have not yet shown who they are."""
    chase_questions(now=timezone.now())


@shared_task(name="privacy.remind_recipients", ignore_result=True)
def remind_of_notices() -> None:
    """Every morning: recipients that have not answered a notice (Art. 19)."""
    now = timezone.now()
    remind_recipients(now)
    forget_old_notices(now)


@shared_task(name="privacy.carry_out_weakenings", ignore_result=True)
def weaken() -> None:
    """Every ten minutes: weakenings that two people decided and that have waited."""
    carry_out_weakenings(timezone.now())


@shared_task(name="privacy.lift_restrictions", ignore_result=True)
def lift_restrictions() -> None:
    """Every ten minutes: what was restricted while a request was pending that has been
    decided, and liftings that humans decided and people have known of."""
    end_decided_contests()
    lift_what_is_due(now=timezone.now())


@shared_task(name="privacy.sort_incoming_mail", ignore_result=True)
def sort_mail_again() -> None:
    """Every five minutes: stored mail whose sorter was killed or failed."""
    sort_left_mail()


@shared_task(name="privacy.send_canary", ignore_result=True)
def send_daily_canary() -> None:
    """Every ten minutes, once a day: a request of our own that must come back."""
    send_canary(now=timezone.now())


@shared_task(name="privacy.delete_old_mail", ignore_result=True)
def forget_old_mail() -> None:
    """Every night: rows of incoming mail past their days."""
    delete_old_mail(now=timezone.now())


@shared_task(name="privacy.uphold_undecided", ignore_result=True)
def uphold() -> None:
    """Every night: objections that nobody decided by the last lawful day are upheld."""
    uphold_undecided(on=timezone.localdate())


@shared_task(name="privacy.review_remainders", ignore_result=True)
def review_remainders() -> None:
    """Every night: what erasures had to leave, and what has lapsed of it."""
    review_all(on=timezone.localdate())


@shared_task(name="privacy.watch_deadlines", ignore_result=True)
def watch_deadlines() -> None:
    """Every morning: requests that are overdue into the audit, and mail to the officers
    about those that are due soon or late."""
    today = timezone.localdate()
    note_overdue(today)
    remind_of_deadlines(today)


# kespet_crm/celery.py collects these from every app.
BEAT_SCHEDULE = {
    "watch-deadlines": {
        "task": "privacy.watch_deadlines",
        "schedule": crontab(hour="6", minute="15"),
    },
    "apply-retention": {
        "task": "privacy.apply_retention",
        "schedule": crontab(hour="2", minute="20"),
    },
    "forecast-retention": {
        "task": "privacy.forecast_retention",
        "schedule": crontab(hour="4", minute="40"),
    },
    "check-guards": {
        "task": "privacy.check_guards",
        "schedule": crontab(hour="3", minute="40"),
    },
    "remind-of-reviews": {
        "task": "privacy.remind_of_reviews",
        "schedule": crontab(hour="7", minute="10"),
    },
    "chase-questions": {
        "task": "privacy.chase_questions",
        "schedule": crontab(hour="7", minute="20"),
    },
    "remind-recipients": {
        "task": "privacy.remind_recipients",
        "schedule": crontab(hour="7", minute="30"),
    },
    "carry-out-weakenings": {
        "task": "privacy.carry_out_weakenings",
        "schedule": 600.0,
    },
    "lift-restrictions": {"task": "privacy.lift_restrictions", "schedule": 600.0},
    "uphold-undecided": {
        "task": "privacy.uphold_undecided",
        "schedule": crontab(hour="0", minute="20"),
    },
    "review-remainders": {
        "task": "privacy.review_remainders",
        "schedule": crontab(hour="1", minute="50"),
    },
    "settle-journal": {"task": "privacy.settle_journal", "schedule": 600.0},
    "erase-released": {
        "task": "privacy.erase_released",
        "schedule": crontab(hour="3", minute="10"),
    },
    "sort-incoming-mail": {"task": "privacy.sort_incoming_mail", "schedule": 300.0},
    "send-canary": {"task": "privacy.send_canary", "schedule": 600.0},
    "delete-old-mail": {
        "task": "privacy.delete_old_mail",
        "schedule": crontab(hour="3", minute="55"),
    },
    "tidy-requests": {"task": "privacy.tidy_requests", "schedule": 3600.0},
}
