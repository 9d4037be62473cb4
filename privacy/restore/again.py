"""Erasing again those whom a restored back-up brought back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import IntegrityError, InternalError, connection, transaction

from privacy.erasure.sweeps import sweep_third_parties
from registry.models import PersonGuard
from registry.seams.audit import record
from registry.seams.personal_data import erase, find_mentions, redact_mention
from registry.seams.personal_data.erasing import history_silent
from registry.services.traces import traces_of


def erase_again(person_ids: Sequence[int], *, on: date, asked: bool) -> list[int]:
    """Erase these people in one transaction; returns those whom a hold keeps.

    asked: erased on request, so what others' rows say of them is redacted too, without
    another review: it was decided before the back-up was restored. Where the database
    itself refuses (a hold on a row), the batch is halved until the one is found."""
    held = set(
        PersonGuard.objects.filter(person__in=person_ids, held=True).values_list(
            "person_id", flat=True
        )
    )
    free = [key for key in person_ids if key not in held]
    return sorted([*held, *_erase_halving(free, on=on, asked=asked)])


def _erase_halving(keys: Sequence[int], *, on: date, asked: bool) -> list[int]:
    if not keys:
        return []
    try:
        _erase(keys, on=on, asked=asked)
    except (IntegrityError, InternalError):
        if len(keys) == 1:
            return list(keys)
        middle = len(keys) // 2
        first = _erase_halving(keys[:middle], on=on, asked=asked)
        return first + _erase_halving(keys[middle:], on=on, asked=asked)
    return []


@transaction.atomic
def _erase(keys: Sequence[int], *, on: date, asked: bool) -> None:
    sought = traces_of(keys) if asked else None
    if asked:
        _redact_mentions(keys, on=on)
    erase(keys, on=on)
    connection.check_constraints()  # what refuses does so here, not at commit
    if sought is not None:
        sweep_third_parties(sought)
    record(
        actor=None,
        action="person.erased_again",
        subjects=[("person", key) for key in keys],
        purpose="rights",
    )


def _redact_mentions(keys: Sequence[int], *, on: date) -> None:
    with history_silent():
        for key in keys:
            sought = traces_of([key])
            for mention in find_mentions(sought, person_ids=[key], on=on):
                redact_mention(mention, sought)
