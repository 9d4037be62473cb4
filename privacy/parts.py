"""Parts of a case's pages: each right brings its own, no page knows them all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.http import HttpRequest

from privacy.models import Case


class Place(Enum):
    """Where a part stands."""

    NOTICE = "notice"
    """Above everything, on the officer's page: what must be seen first."""
    MAIN = "main"
    SIDE = "side"
    PUBLIC = "public"
    """On the page that the person follows; its request carries no user."""


@dataclass(frozen=True, slots=True)
class Part:
    """A template and what it is filled with, reachable there as ``part``."""

    template: str
    context: Mapping[str, Any]


PartMaker = Callable[[HttpRequest, Case], Part | None]
_makers: list[tuple[int, Place, PartMaker]] = []


def case_part(place: Place, *, order: int = 50) -> Callable[[PartMaker], PartMaker]:
    """Register a part; lower order stands first. Its maker returns None where it has
    nothing to say of this case, and asks the database only for what its own kind of
    case needs. Modules with parts are imported by ``privacy/apps.py``."""

    def add(maker: PartMaker) -> PartMaker:
        _makers.append((order, place, maker))
        _makers.sort(key=lambda entry: entry[0])
        return maker

    return add


def parts_of(request: HttpRequest, case: Case, *places: Place) -> dict[str, list[Part]]:
    """The parts of this case by the place's word, for the template."""
    found: dict[str, list[Part]] = {place.value: [] for place in places}
    for _order, place, make in _makers:
        if place in places and (part := make(request, case)):
            found[place.value].append(part)
    return found
