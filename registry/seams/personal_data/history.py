"""Holdings of history tables, derived from the holding of the tracked model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from .choices import OnErasure, Origin
from .holdings import Datum, Holding, MapError, registry_of_holdings

HISTORY_TECHNICAL: Mapping[str, str] = {
    "pgh_id": "key",
    "pgh_created_at": "when the value was replaced",
    "pgh_label": "whether it was an update or a deletion",
    "pgh_obj": "link to the tracked row",
}


def history_of(parent: Holding, *, person_path: str | None = None) -> Holding:
    """Declare the history table of a declared holding: same categories, always
    erased with the person, never rectified, not a second copy in the export.

    person_path: path within the history row; by default the parent's first step,
    whose key the history row copies (``pgh_obj`` for the person herself).
    """
    event = event_model_of(parent.model)
    names = {f.name for f in event._meta.concrete_fields}
    path = person_path or _path_in_history(parent)
    return registry_of_holdings.add(
        Holding(
            key=f"{parent.key}_history",
            model=event,
            person_path=path,
            label=_("Earlier values"),
            fields={n: _as_history(d) for n, d in parent.fields.items() if n in names},
            technical={
                **{n: why for n, why in HISTORY_TECHNICAL.items() if n in names},
                **{n: why for n, why in parent.technical.items() if n in names},
            },
            clock="pgh_created_at",
            shared=parent.shared,
            company_path=_company_in_history(parent, names),
            order=parent.order - 1,
            extra={"history_of": parent.key},
        )
    )


def event_model_of(model: type[Model]) -> type[Model]:
    """The history model pghistory made for ``model``; MapError where there is none."""
    found = getattr(model, "pgh_event_model", None)
    if found is None:
        raise MapError(f"{model.__name__} has no history")
    return cast("type[Model]", found)


def _as_history(parent: Datum) -> Datum:
    return replace(
        parent,
        on_erasure=OnErasure.DELETE_ROW,
        rectifiable=False,
        origin=Origin.OBSERVED if parent.origin == Origin.PROVIDED else parent.origin,
    )


def _company_in_history(parent: Holding, names: set[str]) -> str:
    return parent.company_path if parent.company_path.split("__")[0] in names else ""


def _path_in_history(parent: Holding) -> Any:
    return "pgh_obj" if parent.person_path == "pk" else parent.person_path
