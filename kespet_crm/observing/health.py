"""`/health/live` and `/health/ready`: for load balancers; they say nothing of anyone."""

import logging
from collections.abc import Callable
from functools import cache

from django.core.cache import cache as shared_cache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from registry.seams import opening

logger = logging.getLogger(__name__)


class NotReadyError(Exception):
    """Something that the product needs is not there."""


@never_cache
@require_safe
def live(_request: HttpRequest) -> HttpResponse:
    """This process answers."""
    return HttpResponse("ok", content_type="text/plain")


@never_cache
@require_safe
def ready(_request: HttpRequest) -> JsonResponse:
    """200 when database, cache and migrations are as they must be and the register is
    open, 503 otherwise; ``reason`` says why it is closed (docs/operations.md)."""
    states = {name: _state(name, look) for name, look in LOOKS.items()}
    seen = opening.look()
    states["opening"] = "ok" if seen.open else "closed"
    is_ready = set(states.values()) == {"ok"}
    if not seen.open:
        states["reason"] = seen.reason
    return JsonResponse(states, status=200 if is_ready else 503)


def _state(name: str, look: Callable[[], None]) -> str:
    try:
        look()
    except Exception:
        logger.exception("not_ready what=%s", name)
        return "failed"
    return "ok"


def _look_at_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _look_at_cache() -> None:
    shared_cache.set("health", "1", timeout=5)
    if shared_cache.get("health") != "1":
        raise NotReadyError("cache")


@cache
def _look_at_migrations() -> None:
    """Remembered once true: a process never outlives the code that it was started with."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise NotReadyError("migrations")


LOOKS: dict[str, Callable[[], None]] = {
    "database": _look_at_database,
    "cache": _look_at_cache,
    "migrations": _look_at_migrations,
}
