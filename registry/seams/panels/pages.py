"""Panels of the person, company and order pages, and tiles of the start page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest


@dataclass(frozen=True, kw_only=True)
class Panel:
    """A box on a page: a template of the app that brings it, and its context.

    ``place`` is ``side`` (beside the timeline) or ``main`` (above it)."""

    title: str
    template: str
    context: dict[str, Any] = field(default_factory=dict)
    place: str = "side"


@dataclass(frozen=True, kw_only=True)
class Tile:
    """A box on the start page: what matters today. ``count`` None hides the number."""

    title: str
    count: int | None = None
    url: str = ""
    template: str = ""
    context: dict[str, Any] = field(default_factory=dict)
    urgent: bool = False


PanelMaker = Callable[[HttpRequest, Any], Panel | None]
TileMaker = Callable[[HttpRequest], Tile | None]

_person: list[tuple[int, str, PanelMaker]] = []
_company: list[tuple[int, str, PanelMaker]] = []
_order: list[tuple[int, str, PanelMaker]] = []
_tiles: list[tuple[int, str, TileMaker]] = []


def _adder(shelf: list[tuple[int, str, Any]], order: int) -> Callable[[Any], Any]:
    def add(maker: Any) -> Any:
        name = f"{maker.__module__}.{maker.__qualname__}"
        if any(known == name for _, known, _ in shelf):
            raise ValueError(f"{name} is registered twice")
        shelf.append((order, name, maker))
        shelf.sort(key=lambda item: item[:2])
        return maker

    return add


def person_panel(*, order: int = 50) -> Callable[[PanelMaker], PanelMaker]:
    """Register a panel of the person page; the maker may answer None."""
    return _adder(_person, order)


def company_panel(*, order: int = 50) -> Callable[[PanelMaker], PanelMaker]:
    """Register a panel of the company page."""
    return _adder(_company, order)


def order_panel(*, order: int = 50) -> Callable[[PanelMaker], PanelMaker]:
    """Register a panel of the order page."""
    return _adder(_order, order)


def start_tile(*, order: int = 50) -> Callable[[TileMaker], TileMaker]:
    """Register a tile of the start page; None where the user may not see it."""
    return _adder(_tiles, order)


def person_panels(request: HttpRequest, person: Any) -> list[Panel]:
    """The panels this user gets for this person."""
    return [p for _, _, make in _person if (p := make(request, person))]


def company_panels(request: HttpRequest, company: Any) -> list[Panel]:
    """The panels this user gets for this company."""
    return [p for _, _, make in _company if (p := make(request, company))]


def order_panels(request: HttpRequest, order: Any) -> list[Panel]:
    """The panels this user gets for this order."""
    return [p for _, _, make in _order if (p := make(request, order))]


def start_tiles(request: HttpRequest) -> list[Tile]:
    """The tiles this user gets."""
    return [t for _, _, make in _tiles if (t := make(request))]
