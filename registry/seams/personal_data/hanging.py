"""What hangs on rows that go by a date of their own: link rows, lines, references.

Erasing a person needs none of this: everything that hangs on her is a holding that is
reached by a path. A note that goes for its age takes its participants along.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import CASCADE, SET_NULL, Model

from .history import event_model_of
from .holdings import MapError
from .keys import Slot, as_array, keys_of
from .statements import Statement, delete, select, update


@dataclass(frozen=True)
class Hanging:
    """One foreign key to the rows: the keys of what cascades and how it ends, or how
    the reference is cut."""

    model: type[Model]
    find: Statement | None = None
    ends: tuple[Statement, ...] = ()
    cut: Statement | None = None


def take_hanging(model: type[Model], keys: str) -> Counter[type[Model]]:
    """Delete what cascades from these rows, cut what is set null; children first. Says
    how many rows of which model were deleted.

    keys: an array of primary keys. What is protected fails on its foreign key."""
    gone: Counter[type[Model]] = Counter()
    for hanging in _hanging_on(model):
        if hanging.cut:
            hanging.cut.rows(pks=keys)
        if hanging.find and (found := hanging.find.fetch(pks=keys)):
            children = as_array([key for (key,) in found])
            gone += take_hanging(hanging.model, children)
            for end in hanging.ends:
                end.rows(pks=children)
            gone[hanging.model] += len(found)
    return gone


@cache
def _hanging_on(model: type[Model]) -> tuple[Hanging, ...]:
    return tuple(_hangings(model))


def _hangings(model: type[Model]) -> Iterator[Hanging]:
    for relation in model._meta.get_fields(include_hidden=True):
        rule: Any = getattr(relation, "on_delete", None)
        child: Any = relation.related_model
        if relation.concrete or rule not in (CASCADE, SET_NULL):
            continue
        name = relation.remote_field.name  # type: ignore[union-attr]  # a reverse relation
        rows = child._default_manager.filter(**{f"{name}__among": keys_of(Slot.PKS)})
        if rule is SET_NULL:
            yield Hanging(child, cut=update(rows, {name: None}))
        else:
            yield Hanging(
                child, find=select(rows.values_list("pk")), ends=tuple(_ends(child))
            )


def _ends(child: type[Model]) -> Iterator[Statement]:
    """Its earlier values, then the row."""
    among = keys_of(Slot.PKS)
    try:
        history: Any = event_model_of(child)
        yield delete(history._default_manager.filter(pgh_obj__among=among))
    except MapError:
        pass
    rows: Any = child._default_manager
    yield delete(rows.filter(pk__among=among))
