"""People whom a legal hold kept when a restored register was opened in spite of it."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from privacy.models import RestoreReplay
from registry.models import Person

from .again import erase_again


def erase_released(*, on: date) -> int:
    """Erase those whose hold has been released meanwhile; how many. The journal has
    their lines from before the restore."""
    gone = 0
    waiting = RestoreReplay.objects.filter(opened=True).exclude(held=[])
    for key in waiting.values_list("pk", flat=True):
        gone += _erase_released_of(key, on=on)
    return gone


@transaction.atomic
def _erase_released_of(key: int, *, on: date) -> int:
    replay = RestoreReplay.objects.select_for_update().get(pk=key)
    there = Person.objects.filter(pk__in=replay.held).order_by("pk")
    keys = list(there.values_list("pk", flat=True))
    still_held = erase_again(keys, on=on, asked=True)
    replay.held = still_held
    replay.save(update_fields=["held"])
    return len(keys) - len(still_held)
