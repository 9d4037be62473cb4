"""The Celery application. It only wakes up work whose state is in PostgreSQL."""

import logging
import os
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from celery import Celery, Task
from celery.signals import setup_logging

from registry.seams import opening

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kespet_crm.settings")

logger = logging.getLogger(__name__)


class TaskOfOpenRegister(Task):  # type: ignore[type-arg]  # not subscriptable at run time
    """No task does anything while the register is closed; beat asks again later."""

    abstract = True

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """The task's body, or nothing."""
        if not opening.is_open():
            logger.warning("task_left_closed task=%s", self.name)
            return None
        return super().__call__(*args, **kwargs)


app = Celery("kespet_crm", task_cls=TaskOfOpenRegister)
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
