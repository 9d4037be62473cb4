"""What stands in a field after erasure, where the row stays."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Func
from django.db.models.functions import Cast, Replace

from .choices import OnErasure
from .holdings import Holding, MapError


def new_values(holding: Holding, *, kept: bool) -> dict[str, Any]:
    """Field → what is written into it; the link to the person among them."""
    values: dict[str, Any] = {}
    for strategy, names in strategies(holding, kept=kept).items():
        for name in _stored(holding.model, names):
            if strategy == OnErasure.BLANK:
                values[name] = blank_of(holding.model, name)
            elif strategy == OnErasure.TOKEN:
                values[name] = RandomToken()
    if holding.link_field:
        values[holding.link_field] = None
    return values


def strategies(holding: Holding, *, kept: bool) -> dict[OnErasure, tuple[str, ...]]:
    """Strategy → fields. A row that goes takes all of its fields with it."""
    if not kept and holding.deletes_rows:
        return {OnErasure.DELETE_ROW: tuple(holding.fields)}
    found: dict[OnErasure, list[str]] = {}
    for name, datum in holding.fields.items():
        strategy = datum.if_kept if kept else datum.on_erasure
        found.setdefault(strategy, []).append(name)
    return {strategy: tuple(names) for strategy, names in found.items()}


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
