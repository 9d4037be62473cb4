"""What Celery wakes up. Each task is one service call and safe to run twice."""

from celery import shared_task
from celery.schedules import crontab
from django.utils import timezone

from registry.figures.closing import close_months
from registry.imports.services import forget_old_imports
from registry.seams import audit, jobs, mail, tokens
from registry.services import clock_audit
from registry.services.former_customers import mark_former_customers


@shared_task(name="registry.run_due_jobs", ignore_result=True)
def run_due_jobs() -> None:
    """Run background work that is due."""
    jobs.run_due_jobs()


@shared_task(name="registry.send_due_mail", ignore_result=True)
def send_due_mail() -> None:
    """Send mail that is due."""
    mail.send_due_mail()


@shared_task(name="registry.delete_stale_tokens", ignore_result=True)
def delete_stale_tokens() -> None:
    """Delete tokens a month after they expired."""
    tokens.delete_stale_tokens(now=timezone.now())


@shared_task(name="registry.forget_old_imports", ignore_result=True)
def forget_imports() -> None:
    """Delete imported files after a day, refused rows after a month."""
    forget_old_imports(now=timezone.now())


@shared_task(name="registry.make_audit_partitions", ignore_result=True)
def make_audit_partitions() -> None:
    """Make the audit trail's partitions of the coming months ahead of need."""
    audit.ensure_partitions()


@shared_task(name="registry.close_figures", ignore_result=True)
def close_figures() -> None:
    """Every night, before retention: count the months that are over."""
    close_months(timezone.localdate())


@shared_task(name="registry.check_clocks", ignore_result=True)
def check_some_clocks() -> None:
    """Every night: a sample of the clocks compared with the facts, and mended."""
    clock_audit.check_clocks(sample=clock_audit.SAMPLE)


@shared_task(name="registry.check_all_clocks", ignore_result=True)
def check_all_clocks() -> None:
    """Every week: all clocks compared with the facts, and mended."""
    clock_audit.check_clocks()


@shared_task(name="registry.mark_former_customers", ignore_result=True)
def mark_former() -> None:
    """Every night: who is a customer follows what is known of the relationship."""
    mark_former_customers(today=timezone.localdate())


# Seconds. kespet_crm/celery.py collects these from every app.
BEAT_SCHEDULE = {
    "close-figures": {
        "task": "registry.close_figures",
        "schedule": crontab(hour="1", minute="40"),
    },
    "forget-old-imports": {"task": "registry.forget_old_imports", "schedule": 3600.0},
    # Before the retention of the night, so that it plans with clocks that are right.
    "check-clocks": {
        "task": "registry.check_clocks",
        "schedule": crontab(hour="1", minute="40"),
    },
    "check-all-clocks": {
        "task": "registry.check_all_clocks",
        "schedule": crontab(hour="23", minute="10", day_of_week="saturday"),
    },
    "mark-former-customers": {
        "task": "registry.mark_former_customers",
        "schedule": crontab(hour="2", minute="0"),
    },
    "run-due-jobs": {"task": "registry.run_due_jobs", "schedule": 30.0},
    "send-due-mail": {"task": "registry.send_due_mail", "schedule": 30.0},
    "make-audit-partitions": {
        "task": "registry.make_audit_partitions",
        "schedule": 86400.0,
    },
    "delete-stale-tokens": {
        "task": "registry.delete_stale_tokens",
        "schedule": 86400.0,
    },
}
