"""Months as bars: positions and heights, no markup."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from .reading import Month

WIDTH, HEIGHT = 1080, 240
LEFT, TOP, BOTTOM = 84, 12, 28
FILLED = 0.72
TICKS = 4
FEW, LEAST = 24, 12
"""So many months have a label each; so many have room at least."""


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One month. ``label``: under every bar, or under Januaries where there are many."""

    month: date
    x: float
    y: float
    width: float
    height: float
    middle: float
    label: bool


@dataclass(frozen=True, kw_only=True)
class Chart:
    """What the template draws; ticks are (height, value)."""

    bars: Sequence[Bar]
    ticks: Sequence[tuple[float, Decimal]]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    floor: int = HEIGHT - BOTTOM


def draw(months: Sequence[Month]) -> Chart | None:
    """Bars from the oldest to the newest month, gaps where a month has no figure."""
    if not months:
        return None
    last = _number(months[0].month)
    first = min(_number(months[-1].month), last - LEAST + 1)
    places = last - first + 1
    room = (WIDTH - LEFT) / places
    top = _ceiling(max((m.value for m in months), default=Decimal(0)))
    tall = HEIGHT - TOP - BOTTOM
    bars = []
    for month in reversed(months):
        height = round(float(max(month.value, Decimal(0)) / top) * tall, 2)
        x = LEFT + room * (_number(month.month) - first)
        bars.append(
            Bar(
                month=month.month,
                x=round(x + room * (1 - FILLED) / 2, 2),
                y=round(HEIGHT - BOTTOM - height, 2),
                width=round(room * FILLED, 2),
                height=height,
                middle=round(x + room / 2, 2),
                label=places <= FEW or month.month.month == 1,
            )
        )
    ticks = [
        (round(HEIGHT - BOTTOM - tall * step / TICKS, 2), top * step / TICKS)
        for step in range(TICKS + 1)
    ]
    return Chart(bars=bars, ticks=ticks)


def _number(month: date) -> int:
    return month.year * 12 + month.month


def _ceiling(value: Decimal) -> Decimal:
    """The next round number: 1, 2, 4, 6 or 8 of a power of ten, four steps of it."""
    if value <= TICKS:
        return Decimal(TICKS)
    power = Decimal(10) ** (len(str(int(value))) - 1)
    return next(power * n for n in (1, 2, 4, 6, 8, 10) if power * n >= value)
