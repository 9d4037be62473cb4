"""The forecast as a drawing: positions and heights, no markup."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from registry.law.calendar import add_months

WIDTH, HEIGHT = 1080, 260
LEFT, TOP, BOTTOM = 64, 12, 28
FILLED = 0.78
"""How much of a month's room its bar takes."""


@dataclass(frozen=True)
class Bar:
    """One rule's part of one month."""

    x: float
    y: float
    width: float
    height: float
    tone: int


@dataclass(frozen=True)
class Tick:
    """A line across, and the number it stands for."""

    y: float
    rows: int


@dataclass(frozen=True)
class Year:
    """A calendar year: its room in the drawing, and what falls due in it."""

    year: int
    x: float
    width: float
    rows: int
    parts: Sequence[int]
    months: Sequence[Month]

    @property
    def middle(self) -> float:
        """Where its number stands."""
        return round(self.x + self.width / 2, 2)


@dataclass(frozen=True)
class Month:
    """One month's numbers, by rule and together."""

    first: date
    rows: int
    parts: Sequence[int]


@dataclass(frozen=True)
class Chart:
    """What the template draws. ``rules`` are in the order of the parts."""

    rules: Sequence[str]
    bars: Sequence[Bar]
    ticks: Sequence[Tick]
    years: Sequence[Year]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    top: int = TOP
    floor: int = HEIGHT - BOTTOM
    rows: int = 0

    @property
    def room(self) -> int:
        """How high the drawing's bars may be."""
        return self.floor - self.top


def draw_chart(series: Mapping[str, Sequence[int]], *, first: date) -> Chart:
    """Bars for every month from the month of ``first``, one tone a rule."""
    rules = sorted(series)
    months = _months([series[rule] for rule in rules], first.replace(day=1))
    top = _round_up(max((month.rows for month in months), default=0))
    room = (WIDTH - LEFT) / max(len(months), 1)
    height = HEIGHT - TOP - BOTTOM
    bars = [
        _bar(number, room, start / top * height, part / top * height, tone)
        for number, month in enumerate(months)
        for tone, (part, start) in enumerate(_stacked(month.parts), start=1)
        if part
    ]
    return Chart(
        rules=rules,
        bars=bars,
        ticks=_ticks(top, height),
        years=_years(months, room),
        rows=sum(month.rows for month in months),
    )


def _months(columns: Sequence[Sequence[int]], first: date) -> list[Month]:
    return [
        Month(first=add_months(first, place), rows=sum(parts), parts=parts)
        for place, parts in enumerate(zip(*columns, strict=True))
    ]


def _stacked(parts: Sequence[int]) -> list[tuple[int, int]]:
    """(rows, rows below) of each part of a bar."""
    return list(zip(parts, accumulate(parts, initial=0), strict=False))


def _bar(place: int, room: float, start: float, tall: float, tone: int) -> Bar:
    tall = max(tall, 1.0)
    floor = HEIGHT - BOTTOM
    return Bar(
        x=round(LEFT + place * room + room * (1 - FILLED) / 2, 2),
        y=round(floor - start - tall, 2),
        width=round(room * FILLED, 2),
        height=round(tall, 2),
        tone=tone,
    )


def _ticks(top: int, height: int) -> list[Tick]:
    floor = HEIGHT - BOTTOM
    steps = 4 if top % 4 == 0 else 5 if top % 5 == 0 else top
    each = top // steps
    return [
        Tick(y=round(floor - number * each / top * height, 2), rows=number * each)
        for number in range(steps + 1)
    ]


def _years(months: Sequence[Month], room: float) -> list[Year]:
    found: dict[int, list[tuple[int, Month]]] = {}
    for place, month in enumerate(months):
        found.setdefault(month.first.year, []).append((place, month))
    return [
        Year(
            year=year,
            x=round(LEFT + held[0][0] * room, 2),
            width=round(len(held) * room, 2),
            rows=sum(month.rows for _place, month in held),
            parts=[sum(p) for p in zip(*(m.parts for _n, m in held), strict=True)],
            months=[month for _place, month in held],
        )
        for year, held in found.items()
    ]


def _round_up(rows: int) -> int:
    """The next of 1, 2, 4, 5, 10, 20 …, so that the lines stand at round numbers."""
    size = 1
    while True:
        for step in (1, 2, 4, 5):
            if rows <= step * size:
                return step * size
        size *= 10
