"""Waking a worker. State lives in PostgreSQL; a lost wake-up costs time, never work."""

import logging
from collections.abc import Callable
from functools import cache

from celery import current_app
from django.db import connection, transaction
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)


def wake_on_commit(task: str) -> None:
    """Ask for one run of `task` once the caller's transaction is committed.

    Many calls in one transaction send one message. Beat runs the same task
    regularly, so that a broker that is down delays work and loses none.
    """
    waker = _waker_of(task)
    if not _already_promised(waker):
        transaction.on_commit(waker)


def _already_promised(waker: Callable[[], None]) -> bool:
    # A promise made inside a savepoint falls with it: count only those that
    # can outlive nothing that the present one would not.
    savepoints = set(connection.savepoint_ids)
    return any(
        promise[1] is waker and promise[0] <= savepoints
        for promise in connection.run_on_commit
    )


@cache
def _waker_of(task: str) -> Callable[[], None]:
    def waker() -> None:
        try:
            current_app.send_task(task, retry=False, ignore_result=True)
        except OperationalError:
            logger.warning("wake_up_lost task=%s", task)

    return waker
