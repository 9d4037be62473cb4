"""Rows that several people share, while some of them go.

Such a row goes with the last of its people. Two workers that erase one of them each
would both see the other still there and leave the row to nobody: so they lock it, and
the second finds the first one gone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Count

from registry.seams.personal_data import Holding, registry_of_holdings
from registry.seams.personal_data.rows import rows_of


def lock_shared_rows(person_ids: Sequence[int]) -> None:
    """Lock until the end of the transaction what others share with these people."""
    for holding in registry_of_holdings:
        if holding.shared and "history_of" not in holding.extra:
            _lock(holding, person_ids)


def _lock(holding: Holding, person_ids: Sequence[int]) -> None:
    rows = holding.model._default_manager
    shared: Any = (
        rows.filter(pk__in=rows_of(holding, person_ids).values("pk"))
        .order_by()
        .values("pk")
        .annotate(people=Count(holding.person_lookup))
        .filter(people__gt=1)
    )
    keys = [row["pk"] for row in shared]
    if keys:
        list(
            rows.filter(pk__in=keys)
            .order_by("pk")
            .select_for_update(of=("self",))
            .values_list("pk", flat=True)
        )
