"""Named places where a test may kill the process."""

import os
import signal
from collections import Counter

from django.conf import settings

_passed: Counter[str] = Counter()


def crash_point(name: str) -> None:
    """Die here by SIGKILL when KESPET_CRASH_AT is `name` or `name:N` (Nth time).

    Does nothing unless DEBUG or KESPET_ALLOW_CRASH=1: production sets neither.
    """
    armed = os.environ.get("KESPET_CRASH_AT")
    if not armed or not _allowed():
        return
    wanted, _, turn = armed.partition(":")
    _passed[name] += 1
    if name == wanted and _passed[name] == int(turn or 1):
        os.kill(os.getpid(), signal.SIGKILL)


def _allowed() -> bool:
    return bool(settings.DEBUG) or os.environ.get("KESPET_ALLOW_CRASH") == "1"
