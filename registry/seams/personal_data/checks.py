"""The build-failing check: every concrete field of every model is in the map."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, Tags, register
from django.db.models import Model

from .holdings import registry_of_holdings


@register(Tags.models)
def check_map_is_complete(**_kwargs: Any) -> list[CheckMessage]:
    """registry.E001: a model field that no holding and no exemption knows."""
    return [
        Error(
            f"{where} is not in the map of personal data.",
            hint="Declare it in the app's holdings.py, or exempt its table with a reason.",
            id="registry.E001",
        )
        for where in undeclared()
    ]


def undeclared() -> Iterator[str]:
    """``table`` of models with no holding, ``table.field (holding)`` of missing fields."""
    exempt = registry_of_holdings.exempt_tables()
    for model in apps.get_models(include_auto_created=True):
        table = model._meta.db_table
        if model._meta.proxy or table in exempt:
            continue
        yield from _undeclared_of(model, table)


def _undeclared_of(model: type[Model], table: str) -> Iterator[str]:
    holdings = registry_of_holdings.of_model(model)
    if not holdings:
        yield table
    for holding in holdings:
        declared = set(holding.fields) | set(holding.technical)
        for field in model._meta.concrete_fields:
            if field.name not in declared:
                yield f"{table}.{field.name} ({holding.key})"
