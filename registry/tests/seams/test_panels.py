"""Timelines paged by key: nothing twice, nothing left out."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.seams.panels import Cursor, TimelineEntry, timeline_page, timeline_source
from registry.seams.panels import timeline as module

START = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def no_sources(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_sources", {})


def planted(name: str, hours: Sequence[int]) -> None:
    entries = [
        TimelineEntry(
            at=START + timedelta(hours=h), source=name, key=n, kind="note", title=""
        )
        for n, h in enumerate(hours)
    ]

    @timeline_source(name)
    def read(
        subject: str, key: int, before: Cursor | None, limit: int, user: Any
    ) -> Sequence[TimelineEntry]:
        older = [e for e in entries if before is None or e.cursor < before]
        return sorted(older, key=lambda e: e.cursor, reverse=True)[:limit]


@given(
    first=st.lists(st.integers(0, 5), max_size=12),
    second=st.lists(st.integers(0, 5), max_size=12),
    size=st.integers(1, 5),
)
def test_pages_together_are_the_whole_timeline(
    first: list[int], second: list[int], size: int
) -> None:
    module._sources.clear()
    planted("calls", first)
    planted("orders", second)

    seen: list[TimelineEntry] = []
    before: Cursor | None = None
    while True:
        page = timeline_page(
            subject="person", key=1, user=None, before=before, limit=size
        )
        seen += page.entries
        before = page.next
        if before is None:
            break

    assert len(seen) == len(first) + len(second)
    assert [e.cursor for e in seen] == sorted({e.cursor for e in seen}, reverse=True)


def test_a_source_is_registered_once() -> None:
    planted("calls", [])
    with pytest.raises(ValueError, match="twice"):
        planted("calls", [])
