"""What legal holds keep: for retention, erasure, and «why is this still here?».

The same rule as the database's triggers (registry.models.held), as conditions of the
ORM: over sets with ``held_rows``, of one row with ``holds_on``, and of a hold that may
not even stand yet with ``rows_of_scope``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.apps import apps
from django.db.models import DateTimeField, Exists, F, Model, OuterRef, Q, QuerySet

from registry.models import HoldGuard, Person
from registry.models.held import HoldPaths
from registry.seams.personal_data import Holding, registry_of_holdings

NOTHING = Q(pk__in=())


@dataclass(frozen=True, kw_only=True)
class HoldScope:
    """What a hold is of: exactly one key; a range bounds rows by their own day."""

    person_id: int | None = None
    company_id: int | None = None
    order_id: int | None = None
    from_on: date | None = None
    until_on: date | None = None


def paths_of(holding: Holding) -> HoldPaths:
    """How holds reach the rows: as the model says, else by the map's own paths."""
    declared = getattr(holding.model, "hold_paths", None)
    if isinstance(declared, HoldPaths):
        return declared
    person = () if holding.mentions_only else (holding.person_path,)
    return HoldPaths(persons=tuple(filter(None, person)))


def held_rows(holding: Holding) -> Q:
    """Condition on the holding's model: a hold in force keeps the row.

    Use as ``rows.exclude(held_rows(holding))``; each way is a subquery that starts
    from the few holds, so it costs nothing while there are none."""
    return held_of_model(holding.model, paths_of(holding))


def held_of_model(model: type[Model], paths: HoldPaths) -> Q:
    """As ``held_rows``, for a model and its paths."""
    found = NOTHING
    for path in (*paths.persons, *paths.companies):
        found |= _through(model, path, paths.day)
    for path in paths.orders:
        found |= _through(model, path, "")
    for path in paths.identity:
        guard = "guard__held" if path == "pk" else f"{path}__guard__held"
        found |= Q(pk__in=_keys(model, Q(**{guard: True})))
    return found


def is_any_hold() -> bool:
    """Whether any hold stands at all."""
    return HoldGuard.objects.exists()


def held_people() -> Q:
    """Condition on Person: a hold reaches her, by name, through a company or an
    order. What ``PersonGuard.held`` should say."""
    found = Q(pk__in=HoldGuard.objects.exclude(person=None).values("person_id"))
    for model in _models():
        paths = model.hold_paths
        ways = [(path, paths.day) for path in paths.companies]
        ways += [(path, "") for path in paths.orders]
        for path, day in ways if paths.named else ():
            rows = model._default_manager.filter(_through(model, path, day))
            for name in paths.named:
                named = rows.exclude(**{name: None}).values(name)
                found |= Q(pk__in=named)
    return found


def people_of_scope(scope: HoldScope) -> QuerySet[Person]:
    """The persons a hold of this scope reaches."""
    if scope.person_id:
        return Person.objects.filter(pk=scope.person_id)
    found = Q(pk__in=())
    for model in _models():
        for name in model.hold_paths.named:
            rows = model._default_manager.filter(
                _in_scope(model, model.hold_paths, scope)
            )
            found |= Q(pk__in=rows.exclude(**{name: None}).values(name))
    return Person.objects.filter(found)


def rows_of_scope(holding: Holding, scope: HoldScope) -> QuerySet[Any]:
    """The rows of a holding that a hold of this scope keeps, each once."""
    rows = kept_of_model(holding.model, paths_of(holding), scope)
    return rows if holding.condition is None else rows.filter(holding.condition)


def holds_on(holding_key: str, pk: int) -> list[int]:
    """Keys of the holds in force that keep this row, oldest first."""
    holding = registry_of_holdings[holding_key]
    return [
        guard.hold_id
        for guard in HoldGuard.objects.order_by("hold_id")
        if rows_of_scope(holding, scope_of(guard)).filter(pk=pk).exists()
    ]


def holds_over(scope: HoldScope) -> list[int]:
    """Keys of the holds in force that keep the person or company of this scope."""
    if scope.company_id:
        found = HoldGuard.objects.filter(company=scope.company_id)
        return list(found.values_list("hold_id", flat=True))
    return holds_on("persons", scope.person_id or 0)


def scope_of(hold: Any) -> HoldScope:
    """The scope of a guard, or of a legal hold."""
    return HoldScope(
        person_id=hold.person_id,
        company_id=hold.company_id,
        order_id=hold.order_id,
        from_on=hold.from_on,
        until_on=hold.until_on,
    )


def held_holdings() -> list[Holding]:
    """Holdings that a hold can keep rows of: without histories, which go with their
    rows, and without what no path leads to. One for each model and label."""
    return [
        holding
        for holding in registry_of_holdings
        if isinstance(getattr(holding.model, "hold_paths", None), HoldPaths)
    ]


def _models() -> list[Any]:
    return [m for m in apps.get_models() if hasattr(m, "hold_paths")]


def _keys(model: type[Model], condition: Q) -> QuerySet[Any]:
    return model._default_manager.filter(condition).values("pk")


def _through(model: type[Model], path: str, day: str) -> Q:
    """Rows whose ``path`` is held by a hold in whose range their day lies."""
    if path.endswith("_id"):
        return Q(Exists(_guards_over(path, day)))
    guard = "hold_guards" if path == "pk" else f"{path}__hold_guards"
    condition = Q(**{f"{guard}__isnull": False})
    if day:
        own = F(_day_lookup(model, day))
        inside = (
            Q(**{f"{guard}__from_on": None}) | Q(**{f"{guard}__from_on__lte": own})
        ) & (Q(**{f"{guard}__until_on": None}) | Q(**{f"{guard}__until_on__gte": own}))
        condition &= Q(**{day: None}) | inside
    return Q(pk__in=_keys(model, condition))


def _guards_over(path: str, day: str) -> QuerySet[HoldGuard]:
    """For a plain number in place of a foreign key."""
    guards = HoldGuard.objects.filter(person_id=OuterRef(path))
    if not day:
        return guards
    own = OuterRef(f"{day}__date")
    return guards.filter(
        Q(from_on=None) | Q(from_on__lte=own), Q(until_on=None) | Q(until_on__gte=own)
    )


def _in_scope(model: type[Model], paths: HoldPaths, scope: HoldScope) -> Q:
    found = NOTHING
    for key, ways in (
        (scope.person_id, paths.persons),
        (scope.company_id, paths.companies),
        (scope.order_id, paths.orders),
    ):
        for path in ways if key else ():
            found |= Q(**{path: key})
    return found if scope.order_id else found & _in_range(model, paths.day, scope)


def _in_range(model: type[Model], day: str, scope: HoldScope) -> Q:
    condition = Q()
    if not day:
        return condition
    own = _day_lookup(model, day)
    for lookup, bound in (("gte", scope.from_on), ("lte", scope.until_on)):
        if bound:
            condition &= Q(**{f"{own}__{lookup}": bound}) | Q(**{day: None})
    return condition


def _day_lookup(model: type[Model], path: str) -> str:
    """``at`` → ``at__date``; a date stays as it is."""
    current: Any = model
    field: Any = None
    for part in path.split("__"):
        field = current._meta.get_field(part)
        current = field.related_model
    return f"{path}__date" if isinstance(field, DateTimeField) else path


def kept_counts(scope: HoldScope) -> list[tuple[str, int]]:
    """What a hold of this scope keeps: kind of rows in words → rows, zeros left out.

    One count a table that holds can keep; the preview of a hold, and its page."""
    found = [
        (str(model._meta.verbose_name_plural), _count_kept(model, scope))
        for model in _models()
    ]
    return [(label, count) for label, count in found if count]


def kept_of_model(model: Any, paths: HoldPaths, scope: HoldScope) -> QuerySet[Any]:
    """The rows of a table that a hold of this scope keeps, each once."""
    condition = _in_scope(model, paths, scope)
    people = people_of_scope(scope).values("pk")
    for path in paths.identity:
        condition |= Q(**{f"{path}__in": people})
    rows: QuerySet[Any] = model._default_manager.filter(pk__in=_keys(model, condition))
    return rows


def _count_kept(model: Any, scope: HoldScope) -> int:
    return kept_of_model(model, model.hold_paths, scope).count()
