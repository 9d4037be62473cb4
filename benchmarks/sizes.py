"""A scratch register of a given size, and everything measured on it."""

from pathlib import Path
from time import perf_counter

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from kespet_crm.seeding.bulk import fill_register

from .loading import measure_people, measure_purchases, measure_retention
from .report import Run
from .tasks import run_tasks


def start_afresh() -> None:
    """An empty database with today's tables, and no journal of an earlier one."""
    Path(settings.ERASURE_JOURNAL).unlink(missing_ok=True)
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE")
        cursor.execute("CREATE SCHEMA public")
    connection.close()
    call_command("migrate", verbosity=0)
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


def measure_at(persons: int) -> Run:
    """Fill to so many persons, measure every task, then the imports."""
    start = perf_counter()
    fill_register(persons)
    run = Run(persons=persons, fill_seconds=round(perf_counter() - start, 1))
    run.results = list(run_tasks())
    run.rates = [measure_people(), measure_purchases(), measure_retention()]
    return run
