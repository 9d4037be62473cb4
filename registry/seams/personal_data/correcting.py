"""Who may correct which datum, and how: the owning app says it once for a holding.

The map says which fields are rectifiable (Art. 16); a ``Corrector`` knows the form a
value takes and the service that writes it. Apps register theirs in ``correctors.py``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet

from .holdings import Holding, MapError, registry_of_holdings
from .rows import rows_of

Check = Callable[[Any, str, str], str]
"""(row, field, what was typed) to the value as it will stand, as text.

ValidationError, or an error of the app with a ``message``, for a value that cannot be."""

Correct = Callable[[Any, Any, str, str], None]
"""(actor, row, field, checked text): writes it through the app's own service."""


@dataclass(frozen=True, kw_only=True)
class Corrector:
    """Checks and writes single fields of one holding."""

    check: Check
    correct: Correct


_correctors: dict[str, Corrector] = {}


def register_corrector(corrector: Corrector, *keys: str) -> None:
    """Name who corrects these holdings; each has one."""
    for key in keys:
        if key in _correctors:
            raise MapError(f"{key} has a corrector already")
        _correctors[key] = corrector


def corrector_of(key: str) -> Corrector:
    """KeyError where nobody corrects the holding."""
    return _correctors[key]


def correctable() -> list[tuple[Holding, list[str]]]:
    """Holdings with their rectifiable fields, in the order of the map. What only
    mentions people is not theirs to correct, and goes by another way."""
    return [
        (holding, names)
        for holding in registry_of_holdings
        if not holding.mentions_only and (names := _names(holding))
    ]


def without_corrector() -> list[str]:
    """Rectifiable holdings that nobody can correct: none, as a test holds."""
    return [h.key for h, _names in correctable() if h.key not in _correctors]


def rows_to_correct(key: str, person_id: int) -> QuerySet[Any]:
    """The person's rows of a holding, oldest first."""
    return rows_of(registry_of_holdings[key], [person_id]).order_by("pk")


def is_correctable(key: str, name: str) -> bool:
    """Whether the map lets this field be corrected."""
    known = {holding.key: names for holding, names in correctable()}
    return name in known.get(key, ())


def value_as_text(row: Model, name: str) -> str:
    """The value as it stands; empty where there is none."""
    value = getattr(row, name)
    return "" if value is None else str(value)


def _names(holding: Holding) -> list[str]:
    fields = holding.model._meta.concrete_fields
    return [
        f.name
        for f in fields
        if f.name in holding.fields and holding.fields[f.name].rectifiable
    ]
