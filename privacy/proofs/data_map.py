"""docs/data-map.md, written from the map of personal data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from django.conf import settings
from django.utils.translation import override

from registry.seams.personal_data import Datum, Holding, registry_of_holdings

PATH = Path(settings.BASE_DIR) / "docs" / "data-map.md"
INTRODUCTION = """# Data map

Written by `bin/manage write_data_map` from the `holdings.py` of each app: do not edit.
Access packages, erasure, retention and rectification are computed from the same
declarations. A field that stands nowhere in it fails `bin/manage check`.
"""
COLUMNS = (
    "field",
    "category",
    "purpose",
    "retention",
    "on erasure",
    "exported",
    "rectifiable",
    "origin",
    "obligation",
)


def data_map() -> str:
    """The whole document, in English."""
    with override("en"):
        return "\n".join([INTRODUCTION, *_holdings(), *_exempt()]) + "\n"


def _holdings() -> Iterator[str]:
    for holding in sorted(registry_of_holdings, key=lambda h: h.key):
        yield from _holding(holding)


def _holding(holding: Holding) -> Iterator[str]:
    yield f"## {holding.key}: {holding.label}\n"
    yield f"Table `{holding.model._meta.db_table}`, {_reach(holding)}.\n"
    yield _line(COLUMNS)
    yield _line("---" for _ in COLUMNS)
    for name in sorted(holding.fields):
        yield _line([f"`{name}`", *_datum(holding.fields[name])])
    yield ""
    for name in sorted(holding.technical):
        yield f"- `{name}`: {holding.technical[name]}"
    yield ""


def _reach(holding: Holding) -> str:
    if holding.mentions_only:
        return "reached only by a search for what identifies a person"
    if holding.person_path in ("pk", "id"):
        return "the person herself"
    return f"reaches the person by `{holding.person_path}`"


def _datum(datum: Datum) -> Iterator[str]:
    yield str(datum.category.label)
    yield str(datum.purpose.label)
    yield str(datum.retention.label)
    yield str(datum.on_erasure.label)
    yield "yes" if datum.exported else "no"
    yield "yes" if datum.rectifiable else "no"
    yield str(datum.origin.label)
    yield str(datum.obligation.label)


def _exempt() -> Iterator[str]:
    yield "## Tables without personal data of the register\n"
    tables = registry_of_holdings.exempt_tables()
    for table in sorted(tables):
        yield f"- `{table}`: {tables[table]}"


def _line(cells: Iterable[object]) -> str:
    return f"| {' | '.join(str(cell) for cell in cells)} |"
