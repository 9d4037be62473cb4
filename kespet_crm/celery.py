"""The Celery application. It only wakes up work whose state is in PostgreSQL."""

import os
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from celery import Celery
from celery.signals import setup_logging

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kespet_crm.settings")

app = Celery("kespet_crm")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect
def _leave_logging_to_django(**_kwargs: Any) -> None:
    """Being connected is enough: Celery then brings no handlers of its own."""


def _beat_schedule() -> dict[str, Any]:
    schedule: dict[str, Any] = {}
    for name in ("registry", "contacts", "privacy"):
        if find_spec(f"{name}.tasks"):
            schedule |= getattr(import_module(f"{name}.tasks"), "BEAT_SCHEDULE", {})
    return schedule


@app.on_after_finalize.connect
def _collect_beat_schedule(sender: Celery, **_kwargs: Any) -> None:
    sender.conf.beat_schedule = _beat_schedule()
