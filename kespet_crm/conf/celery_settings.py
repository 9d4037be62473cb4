"""Celery only wakes work up: no results, no values of people in its messages."""

from pathlib import Path
from typing import Any


def celery_settings(
    *, broker_url: str, data_dir: Path, time_zone: str, concurrency: int
) -> dict[str, Any]:
    """The CELERY_* settings; any number of workers on any number of machines."""
    return {
        "CELERY_BROKER_URL": broker_url,
        "CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP": True,
        "CELERY_BROKER_TRANSPORT_OPTIONS": {
            "visibility_timeout": 3600,
            "global_keyprefix": "kespet:",
            "socket_connect_timeout": 3,
        },
        "CELERY_RESULT_BACKEND": None,
        "CELERY_TASK_IGNORE_RESULT": True,
        "CELERY_TASK_SERIALIZER": "json",
        "CELERY_ACCEPT_CONTENT": ["json"],
        "CELERY_TASK_ACKS_LATE": True,
        "CELERY_TASK_REJECT_ON_WORKER_LOST": True,
        "CELERY_WORKER_PREFETCH_MULTIPLIER": 1,
        "CELERY_WORKER_CONCURRENCY": concurrency,
        "CELERY_WORKER_HIJACK_ROOT_LOGGER": False,
        "CELERY_WORKER_REDIRECT_STDOUTS": False,
        "CELERY_WORKER_SEND_TASK_EVENTS": False,
        "CELERY_TASK_SEND_SENT_EVENT": False,
        "CELERY_TIMEZONE": time_zone,
        "CELERY_BEAT_SCHEDULE_FILENAME": str(data_dir / "beat" / "schedule"),
    }
