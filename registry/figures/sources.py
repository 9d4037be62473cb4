"""What can be counted: each app declares its sources in ``figures.py``.

A source is SQL over two temporary tables that the closing makes:

- ``figure_scope(month, counted)``: the months to be counted, and the largest key that
  is in their figures already;
- ``figure_facts(family, month, split, subject, value)``: to be filled, one row for
  a subject in each split of a month. One family is one partition into cells; ``split``
  is a product group, or for the family ``buyers`` the measure itself; ``subject`` is the
  key of the natural person, or minus the key of the company where the buyer is not one.

The SQL may refer to ``%(top)s`` (the largest key to be counted), ``%(zone)s`` and
``%(seen)s``.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Source:
    """Rows of one table, by key and month."""

    name: str
    table: str
    """Its primary key ``id`` grows; rows above the counted key are late ones."""
    first_day: str
    """SELECT the day of the oldest row."""
    late_months: str
    """SELECT the months of rows with a key above ``seen`` and up to ``top``."""
    facts: tuple[str, ...]
    """INSERT INTO figure_facts (family, month, split, subject, value) SELECT …"""


_sources: dict[str, Source] = {}


def figure_source(source: Source) -> Source:
    """Declare a source, once."""
    if source.name in _sources:
        raise ValueError(f"the source of figures {source.name} is declared twice")
    _sources[source.name] = source
    return source


def figure_sources() -> list[Source]:
    """All of them, in a stable order."""
    return [_sources[name] for name in sorted(_sources)]
