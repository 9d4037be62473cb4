"""History of values: old rows on update and delete, by statement-level trigger.

The history tables (``…event``) are personal data like their originals: each stands
in the map (holdings.py) and is erased with the person.
"""

from typing import TypeVar

import pghistory
from django.db import models

Tracked = TypeVar("Tracked", bound=models.Model)


def track_history(model: type[Tracked]) -> type[Tracked]:
    """Keep the old row of every update and delete of ``model``."""
    return pghistory.track(  # type: ignore[no-any-return]  # pghistory is untyped
        pghistory.UpdateEvent("update", row=pghistory.Old, level=pghistory.Statement),
        pghistory.DeleteEvent("delete", level=pghistory.Statement),
        exclude=_generated(model),
        append_only=False,
        context_field=None,  # type: ignore[arg-type]  # None is its documented «no context»
    )(model)


def _generated(model: type[models.Model]) -> list[str]:
    return [f.name for f in model._meta.local_fields if f.generated]
