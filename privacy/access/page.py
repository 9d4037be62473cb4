"""index.html: what a person reads, in her language, without any outside reference."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.translation import get_language

from privacy.access.recipients import (
    recipients_of,
    recipients_outside_eea,
    told_recipients,
)
from privacy.controller import authority, controller
from privacy.models import Case, PeriodRule
from privacy.models.case_choices import CaseKind
from privacy.services.portability import portable_fields
from privacy.services.preview import field_label, label_of
from registry.law.parameters import number
from registry.models import Person, PersonClock
from registry.seams.audit.words import action_label, role_label
from registry.seams.automated import automatic_rules, significant_acts
from registry.seams.personal_data import Holding

from .columns import NOTHING, Cell, cell_of, column_label
from .history import consents_of, ends_of, past_requests_of, protections_of
from .origins import activities_for, origins_by_holding, sources_of
from .parts import Part

REPEATED: Final = 256
MARKER: Final = "<!--the tables stand here-->"

PAGE_SECTIONS: Final = (
    "confirmation",
    "data_copy",
    "purposes",
    "categories",
    "source",
    "recipients_named",
    "transfers",
    "retention",
    "who_looked",
    "past_requests",
    "consents",
    "automated_decisions",
    "rights",
    "complaint",
)
"""All that Art. 15 lists (``REQUIRED_SECTIONS``), and what else a person asks: who
looked, what she asked before, what she has consented and objected to."""


@dataclass(frozen=True, kw_only=True)
class Told:
    """What is known once all rows have been read."""

    case: Case
    generated_at: datetime
    parts: list[Part]
    empty: list[Holding]
    uses: Counter[tuple[str, str]]
    withheld: Counter[tuple[str, str]]
    clean: Callable[[str], str]

    @property
    def person_id(self) -> int:
        """Whose package it is."""
        return self.case.person_id or 0

    @property
    def keys(self) -> list[str]:
        """Keys of the holdings with rows."""
        return [part.key for part in self.parts]


@dataclass(frozen=True, slots=True)
class Table:
    """How one part is written: what stands before and after its rows, and its cells."""

    head: str
    foot: str
    cells: tuple[tuple[str, Cell], ...]


def open_table(
    part: Part, columns: Iterable[str], rules: Mapping[str, PeriodRule]
) -> Table:
    """The part's table in the active language."""
    names = list(columns)
    holding = part.holding
    head = render_to_string(
        "privacy/package/_table.html",
        {
            "key": part.key,
            "label": label_of(part.key),
            "columns": [column_label(holding, name) for name in names],
            "rows": MARKER,
        },
    )
    before, _marker, after = head.partition(MARKER)
    cells = tuple((n, _escaped(cell_of(holding, n, dict(rules)))) for n in names)
    return Table(before, after, cells)


def _escaped(told: Cell) -> Cell:
    """Days, codes and words repeat from row to row."""

    @lru_cache(maxsize=REPEATED)
    def written(value: Any) -> str:
        return str(escape(told(value)))

    def cell(value: Any) -> str:
        if isinstance(value, list | dict):
            return str(escape(told(value)))
        return written(value)

    return cell


def table_rows(table: Table, rows: Iterable[Mapping[str, Any]]) -> str:
    """One page of rows."""
    return "".join(f"<tr>{_cells(table, row)}</tr>\n" for row in rows)


def _cells(table: Table, row: Mapping[str, Any]) -> str:
    return "".join(f"<td>{cell(row[name])}</td>" for name, cell in table.cells)


def write_page(told: Told) -> str:
    """The readable part of the package (Art. 15(1), 12(1)); the tables go where
    ``MARKER`` stands."""
    return render_to_string("privacy/package/index.html", _context(told))


def _context(told: Told) -> dict[str, Any]:
    person = Person.objects.get(pk=told.person_id)
    return {
        "parts": [
            {"name": name, "template": f"privacy/package/{name}.html"}
            for name in PAGE_SECTIONS
        ],
        "language": get_language(),
        "case": told.case,
        "person": person,
        "generated_at": told.generated_at,
        "marker": MARKER,
        "tables": [{"key": p.key, "label": label_of(p.key)} for p in told.parts],
        "empty": [label_of(holding.key) for holding in told.empty],
        "withheld": sum(told.withheld.values()),
        "places": places_of(told),
        "automatic_rules": automatic_rules(),
        "significant_rules": bool(significant_acts()),
        "controller": controller(),
        "authority": authority(),
        **_portability(told),
        **_about_use(told, person),
        **_about_storage(told),
        **_about_her_acts(told),
    }


def _portability(told: Told) -> dict[str, Any]:
    is_portability = told.case.kind == CaseKind.PORTABILITY
    keys = portable_fields(told.person_id, told.keys) if is_portability else {}
    return {
        "is_portability": is_portability,
        "portable": [label_of(key) for key in keys],
    }


def _about_use(told: Told, person: Person) -> dict[str, Any]:
    return {
        "purposes": _labels_of(told.parts, "purpose"),
        "categories": _labels_of(told.parts, "category"),
        "activities": activities_for(person, told.parts),
        "sources": sources_of(person.pk),
        "origins": origins_by_holding(told.parts),
        "recipients": recipients_of(person.pk),
        "told": told_recipients(person.pk),
        "outside": recipients_outside_eea(),
    }


def _about_storage(told: Told) -> dict[str, Any]:
    clock = PersonClock.objects.filter(pk=told.person_id).first()
    return {
        "last_day": clock.last_day if clock else None,
        "years": number("notice_retention_years"),
        "months": number("relationship_inactivity_months"),
        "ends": ends_of(told.parts),
    }


def _about_her_acts(told: Told) -> dict[str, Any]:
    return {
        "past_requests": past_requests_of(told.case, told.clean),
        "consents": consents_of(told.person_id),
        "protections": protections_of(told.person_id),
        "looks": looks_of(told.uses),
    }


def looks_of(uses: Counter[tuple[str, str]]) -> list[dict[str, Any]]:
    """How often which act was done in which role, the most frequent first."""
    return [
        {
            "action": action_label(action) if action else NOTHING,
            "role": role_label(role) if role else NOTHING,
            "times": times,
        }
        for (action, role), times in uses.most_common()
    ]


def places_of(told: Told) -> list[dict[str, Any]]:
    """Where data about others was left out, and in how many places."""
    return [
        {"part": label_of(key), "field": field_label(key, name), "number": count}
        for (key, name), count in sorted(told.withheld.items())
    ]


def _labels_of(parts: Iterable[Part], what: str) -> list[str]:
    found = {
        getattr(datum, what) for part in parts for datum in part.holding.fields.values()
    }
    return sorted(str(choice.label) for choice in found)
