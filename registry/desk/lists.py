"""Long lists: paged by key, counted to a limit, searched and filtered cheaply."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, QueryDict

from registry.queries.counting import RowCount

PAGE_SIZE = 50


@dataclass(frozen=True, kw_only=True)
class Filter:
    """A choice beside the list; ``apply`` narrows the rows to a chosen value."""

    name: str
    label: Any
    choices: Sequence[tuple[str, Any]]
    apply: Callable[[QuerySet[Any], str], QuerySet[Any]]

    def chosen(self, given: QueryDict) -> str:
        """The value in the address, where it is one of the choices."""
        value = given.get(self.name, "")
        return value if value in {str(key) for key, _label in self.choices} else ""


@dataclass(frozen=True, kw_only=True)
class ShownFilter:
    """A filter with what is chosen, for the template."""

    name: str
    label: Any
    choices: Sequence[tuple[str, Any]]
    value: str


@dataclass(frozen=True)
class KeyPage:
    """Some rows in order; addresses of the neighbours, empty at the ends."""

    rows: list[Any]
    previous: str
    next: str
    count: RowCount | None = None


def apply_filters(
    request: HttpRequest, rows: QuerySet[Any], filters: Sequence[Filter]
) -> tuple[QuerySet[Any], list[ShownFilter]]:
    """The rows that the filters in the address leave, and the filters as shown."""
    shown = []
    for one in filters:
        if value := one.chosen(request.GET):
            rows = one.apply(rows, value)
        shown.append(
            ShownFilter(
                name=one.name, label=one.label, choices=one.choices, value=value
            )
        )
    return rows, shown


def page_by_key(
    request: HttpRequest,
    rows: QuerySet[Any],
    *,
    field: str,
    newest_first: bool = False,
    size: int = PAGE_SIZE,
) -> KeyPage:
    """One page in the order (field, key). The address names only a row's key.

    Cost: ``size`` + 1 rows by an index on (field, id), however deep the page.
    """
    back = _key_in(request, "before")
    start = back or _key_in(request, "after")
    ascending = newest_first == bool(back)
    if start:
        rows = _beyond(rows, field, start, ascending=ascending)
    signs = (field, "pk") if ascending else (f"-{field}", "-pk")
    found = list(rows.order_by(*signs)[: size + 1])
    more, found = len(found) > size, found[:size]
    if back:
        found.reverse()
    return KeyPage(found, *_neighbours(request, found, back, start, more=more))


def _beyond(
    rows: QuerySet[Any], field: str, start: int, *, ascending: bool
) -> QuerySet[Any]:
    """The range comes first as one condition: the index begins there."""
    model = rows.model._default_manager
    value = model.filter(pk=start).values_list(field, flat=True).first()
    if value is None:
        return rows
    way = "gt" if ascending else "lt"
    strictly = Q(**{f"{field}__{way}": value}) | Q(**{f"pk__{way}": start})
    return rows.filter(strictly, **{f"{field}__{way}e": value})


def _neighbours(
    request: HttpRequest, found: list[Any], back: int, start: int, *, more: bool
) -> tuple[str, str]:
    if not found:
        return "", ""
    earlier = bool(start) if not back else more
    later = more if not back else True
    first, last = found[0].pk, found[-1].pk
    return (
        _address(request, "before", first) if earlier else "",
        _address(request, "after", last) if later else "",
    )


def _address(request: HttpRequest, name: str, key: int) -> str:
    kept = request.GET.copy()
    for gone in ("after", "before"):
        kept.pop(gone, None)
    kept[name] = str(key)
    return f"?{kept.urlencode()}"


def _key_in(request: HttpRequest, name: str) -> int:
    value = request.GET.get(name, "")
    return int(value) if value.isdecimal() and len(value) < 19 else 0
