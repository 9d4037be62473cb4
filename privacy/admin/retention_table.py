"""What the lists of retention share: the search that is posted, columns to sort by,
pages by key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from registry.desk.lists import PAGE_SIZE, KeyPage
from registry.desk.sealing import PARAMETER, open_text

SORT = "sort"
BACK, ON = "before", "after"


@dataclass(frozen=True, kw_only=True)
class Column:
    """A heading; ``sort`` names the order it asks for, empty where there is none."""

    label: Any
    sort: str = ""
    is_chosen: bool = False
    url: str = ""


def typed_text(request: HttpRequest) -> tuple[str, str]:
    """The text that is searched for, and the sealed word that stands for it."""
    sealed = request.GET.get(PARAMETER, "")
    text = open_text(request, sealed) if sealed else ""
    return text, sealed if text else ""


def chosen_sort(request: HttpRequest, allowed: Sequence[str]) -> str:
    """The order in the address, else the first one."""
    asked = request.GET.get(SORT, "")
    return asked if asked in allowed else allowed[0]


def columns_of(
    request: HttpRequest, columns: Sequence[tuple[Any, str]], *, chosen: str
) -> list[Column]:
    """Headings with the addresses that sort by them; paging begins anew."""
    return [
        Column(
            label=label,
            sort=sort,
            is_chosen=bool(sort) and sort == chosen,
            url=address_with(request, **{SORT: sort}) if sort else "",
        )
        for label, sort in columns
    ]


def address_with(request: HttpRequest, **changed: str) -> str:
    """The same list with something else in its address, from its beginning."""
    kept = request.GET.copy()
    for name in (BACK, ON):
        kept.pop(name, None)
    for name, value in changed.items():
        kept[name] = value
    return f"?{kept.urlencode()}"


def place_in(request: HttpRequest) -> tuple[int, bool]:
    """The key beyond which the page lies, 0 for the first; whether backwards."""
    back, on = (_key(request.GET.get(name, "")) for name in (BACK, ON))
    return (back, True) if back else (on, False)


def page_of(
    request: HttpRequest, found: list[Any], *, start: int, back: bool
) -> KeyPage:
    """The page of rows that were read with one to spare; ``found`` as they came."""
    more, rows = len(found) > PAGE_SIZE, found[:PAGE_SIZE]
    if back:
        rows.reverse()
    if not rows:
        return KeyPage([], "", "")
    earlier = more if back else bool(start)
    later = True if back else more
    return KeyPage(
        rows,
        address_with(request, **{BACK: str(rows[0].pk)}) if earlier else "",
        address_with(request, **{ON: str(rows[-1].pk)}) if later else "",
    )


def _key(value: str) -> int:
    return int(value) if value.isdecimal() and len(value) < 19 else 0
