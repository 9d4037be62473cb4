"""How runs are carried out here: settings of the installation."""

from __future__ import annotations

from django.conf import settings


def workers_of_setting() -> int:
    """How many workers share a run; at least one."""
    return max(1, int(settings.RETENTION_WORKERS))


def pause_of_setting() -> int:
    """Milliseconds between two batches of a worker."""
    return max(0, int(settings.RETENTION_PAUSE_MS))
