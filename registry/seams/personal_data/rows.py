"""Which rows a holding has of a set of people, and which of them a statute keeps."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from .holdings import Holding, registry_of_holdings
from .keys import Day, Keys, day_of, keys_of


def in_erasing_order() -> list[Holding]:
    """Holdings that are reached by a path, farthest from the person first: a row is
    found through what is nearer, so the nearer goes later and the person last."""
    return sorted(
        (h for h in registry_of_holdings if not h.mentions_only),
        key=lambda h: (h.order, -h.depth, h.model is person_model(), h.key),
    )


def person_model() -> Any:
    """The model of the holding whose path is the person herself."""
    return next(h.model for h in registry_of_holdings if h.person_path == "pk")


def rows_of(holding: Holding, person_ids: Keys) -> QuerySet[Any]:
    """All rows of the holding that belong to these people, each row once."""
    rows = holding.model._default_manager.filter(
        **{f"{holding.person_lookup}__among": keys_of(person_ids)}
    )
    if holding.condition is not None:
        rows = rows.filter(holding.condition)
    if holding.shared:
        rows = holding.model._default_manager.filter(pk__in=rows.values("pk"))
    return rows


def rows_to_go(holding: Holding, person_ids: Keys, *, on: Day) -> QuerySet[Any]:
    """The rows that erasing takes or changes, without those a statute keeps. A
    shared row goes only with the last of its people."""
    rows = rows_of(holding, person_ids)
    if holding.kept_until:
        rows = rows.exclude(kept_on(holding, on))
    if holding.shared:
        rows = rows.filter(~_somebody_else(holding, person_ids))
    return rows


def rows_kept(holding: Holding, person_ids: Keys, *, on: Day) -> QuerySet[Any]:
    """The other half of ``rows_to_go``, by the same predicate: kept by a statute."""
    if not holding.kept_until:
        return holding.model._default_manager.none()
    return rows_of(holding, person_ids).filter(kept_on(holding, on))


def kept_on(holding: Holding, on: Day) -> Q:
    """That a statute keeps the row on that day."""
    return Q(**{f"{holding.kept_until}__gte": day_of(on)})


def _somebody_else(holding: Holding, person_ids: Keys) -> Exists:
    """Joined through an annotation: a negated ``filter`` over many links would ask
    «no link to these people», not «a link to another»."""
    others = (
        holding.model._default_manager.filter(pk=OuterRef("pk"))
        .annotate(_someone=F(holding.person_lookup))
        .filter(_someone__isnull=False)
        .exclude(_someone__among=keys_of(person_ids))
    )
    return Exists(others)
