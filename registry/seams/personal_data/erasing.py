"""Erasing a set of people: SQL over sets, in the caller's transaction.

No policy stands here: who may be erased, on whose approval, with which receipt is
privacy's. What the database guards refuse (holds, locked vouchers) is refused.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pgtrigger
from django.db import connection, models, transaction
from django.db.models import Func, QuerySet
from django.db.models.functions import Cast, Replace

from .choices import OnErasure
from .holdings import Holding, MapError
from .outcome import Kept, OutcomeLine, lines_of, strategies
from .rows import in_erasing_order, rows_kept, rows_of, rows_to_go

HISTORY_TRIGGERS = ("update_update", "delete_delete")
"""Names that pghistory gives to the triggers of models/history.py."""


@transaction.atomic
def erase(person_ids: Collection[int], *, on: date) -> list[OutcomeLine]:
    """Erase these people as of that day; returns what was done, as the preview would
    have said it. Database errors of guards pass through and undo everything.

    Cost: a fixed number of statements a holding, whatever the number of people.
    """
    done: list[OutcomeLine] = []
    with history_silent():
        for holding in in_erasing_order():
            done += _erase_holding(holding, list(person_ids), on=on)
    return done


def _erase_holding(
    holding: Holding, ids: list[int], *, on: date
) -> Iterator[OutcomeLine]:
    total = rows_of(holding, ids).count() if holding.shared else 0
    kept = Kept.of(holding, ids, on=on)
    if kept.rows:
        _change(holding, rows_kept(holding, ids, on=on), kept=True)
    gone = _take(holding, rows_to_go(holding, ids, on=on))
    return lines_of(holding, gone=gone, kept=kept, total=total)


def _take(holding: Holding, going: QuerySet[Any]) -> int:
    """Delete or change the rows; returns how many. No collector runs: what hangs on
    a row is a holding itself, and a forgotten one fails on its foreign key."""
    if holding.deletes_rows:
        return int(going._raw_delete(going.db))
    return _change(holding, going, kept=False)


def _change(holding: Holding, rows: QuerySet[Any], *, kept: bool) -> int:
    values: dict[str, Any] = {}
    for strategy, names in strategies(holding, kept=kept).items():
        for name in _stored(holding.model, names):
            if strategy == OnErasure.BLANK:
                values[name] = blank_of(holding.model, name)
            elif strategy == OnErasure.TOKEN:
                values[name] = RandomToken()
    if holding.link_field:
        values[holding.link_field] = None
    if not values:
        return rows.count()
    model = holding.model._default_manager
    return model.filter(pk__in=rows.values("pk")).update(**values)


def _stored(model: type[models.Model], names: Iterable[str]) -> list[str]:
    """Without generated columns: they follow what they are computed from."""
    return [
        n for n in names if not getattr(model._meta.get_field(n), "generated", False)
    ]


def blank_of(model: type[models.Model], name: str) -> Any:
    """The empty value of a field: NULL where allowed, else the field's own nothing.

    MapError where the field has none, so that the map cannot promise to blank it."""
    field: Any = model._meta.get_field(name)
    if field.null:
        return None
    if isinstance(field, models.CharField | models.TextField):
        return ""
    if isinstance(field, models.JSONField):
        return field.get_default() if field.has_default() else {}
    if field.has_default():
        return field.get_default()
    raise MapError(f"{model._meta.db_table}.{name} cannot be blank")


class RandomToken(Replace):
    """32 hexadecimal digits, another for each row, kept nowhere else."""

    def __init__(self) -> None:
        uuid = Func(function="gen_random_uuid", output_field=models.UUIDField())
        super().__init__(
            Cast(uuid, models.TextField()), models.Value("-"), models.Value("")
        )


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
