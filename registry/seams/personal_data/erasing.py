"""Erasing a set of people: SQL over sets, in the caller's transaction.

No policy stands here: who may be erased, on whose approval, with which receipt is
privacy's. What the database guards refuse (holds, locked vouchers) is refused.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date

import pgtrigger
from django.db import connection, models, transaction

from .choices import OnErasure
from .hanging import take_hanging
from .holdings import Holding, registry_of_holdings
from .keys import as_array
from .outcome import Kept, OutcomeLine, lines_of
from .people import People
from .rows import in_erasing_order
from .statements import statements_of

HISTORY_TRIGGERS = ("update_update", "delete_delete")
"""Names that pghistory gives to the triggers of models/history.py."""


@transaction.atomic
def erase(person_ids: Collection[int], *, on: date) -> list[OutcomeLine]:
    """Erase these people as of that day; returns what was done, as the preview would
    have said it. Database errors of guards pass through and undo everything.

    Cost: a fixed number of statements, at most two a holding and two more for rows
    that people share, whatever the number of people.
    """
    people = People(person_ids, on)
    done: list[OutcomeLine] = []
    with history_silent():
        for holding in in_erasing_order():
            done += _erase_holding(holding, people)
    return done


@transaction.atomic
def delete_rows(
    holding: Holding, pks: Collection[int], *, on: date
) -> list[OutcomeLine]:
    """Let these rows of a holding go, as erasing their person would: deleted, or
    blanked where the map says so, with their earlier values and with what hangs on
    them; the lines name both. For rows that are due by a date of their own; what a
    statute keeps is the caller's to leave out, and a guard's to refuse.
    """
    keys = as_array(pks)
    written = statements_of(holding)
    with history_silent():
        if written.take_history:
            written.take_history.rows(pks=keys)
        hanging = take_hanging(holding.model, keys) if holding.deletes_rows else {}
        gone = written.take_rows.rows(pks=keys, on=on)
    return [*lines_of(holding, gone=gone), *_lines_of_hanging(hanging)]


def _lines_of_hanging(gone: Mapping[type[models.Model], int]) -> Iterator[OutcomeLine]:
    for model, rows in gone.items():
        for holding in registry_of_holdings.of_model(model)[:1]:
            yield OutcomeLine(
                holding=holding.key,
                outcome=OnErasure.DELETE_ROW,
                rows=rows,
                fields=tuple(holding.fields),
            )


def _erase_holding(holding: Holding, people: People) -> Iterator[OutcomeLine]:
    staying = people.count_staying(holding)
    kept = Kept.of(holding, people)
    if kept.rows:
        people.keep(holding)
    gone = people.take(holding)
    return lines_of(holding, gone=gone, kept=kept, staying=staying)


@contextmanager
def history_silent() -> Iterator[None]:
    """No history rows of what happens inside: only the history triggers, by name.

    Sets the variable that pgtrigger's functions read, for this transaction only and
    undone by its rollback; ``pgtrigger.ignore`` hides a guard's error behind its own
    clean-up on the broken transaction."""
    with transaction.atomic(), connection.cursor() as cursor:
        silence = "SELECT set_config('pgtrigger.ignore', %s, true)"
        cursor.execute(silence, ["{" + ",".join(_history_triggers()) + "}"])
        yield
        cursor.execute(silence, ["{}"])


def _history_triggers() -> Iterable[str]:
    return [
        trigger.get_pgid(model)
        for model, trigger in pgtrigger.registered()
        if trigger.name in HISTORY_TRIGGERS
    ]
