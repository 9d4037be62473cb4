"""Rows of the map in words: whose they are, and where to look at them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.urls import NoReverseMatch, reverse

from privacy.models import PeriodRule
from privacy.models.rule_choices import TITLES
from registry.models import Person
from registry.seams.personal_data import Holding, registry_of_holdings

RowKey = tuple[str, int]
"""Key of the holding, key of the row."""

SHOWN = 3
"""So many people of one row are named; the rest are counted."""


@dataclass(kw_only=True)
class Named:
    """What a list shows of a row."""

    persons: list[Person] = field(default_factory=list)
    more: int = 0
    url: str = ""


def name_rows(
    rows: Iterable[tuple[str, int, int | None]], *, pages: bool = True
) -> dict[RowKey, Named]:
    """(holding, row, person or None) → its people and its page. Cost: one query a
    holding whose rows do not say their person, and one for the people."""
    rows = list(rows)
    people = _people_of(rows)
    wanted = {key for keys in people.values() for key in keys[:SHOWN]}
    known = Person.objects.in_bulk(list(wanted))
    return {
        (holding, pk): Named(
            persons=[known[k] for k in people[holding, pk][:SHOWN] if k in known],
            more=max(len(people[holding, pk]) - SHOWN, 0),
            url=_page_of(holding, pk, people[holding, pk]) if pages else "",
        )
        for holding, pk, _person in rows
    }


def rule_titles(slugs: Iterable[str]) -> dict[str, str]:
    """What people call these rules. One query where a rule is not a shipped one."""
    slugs = set(slugs)
    titles = {slug: str(TITLES.get(slug, slug)) for slug in slugs}
    if own := slugs - set(TITLES):
        found = PeriodRule.objects.filter(slug__in=own).order_by("version")
        titles |= {rule.slug: str(rule.title) for rule in found}
    return titles


def _people_of(
    rows: Sequence[tuple[str, int, int | None]],
) -> Mapping[RowKey, list[int]]:
    found: dict[RowKey, list[int]] = defaultdict(list)
    unsaid: dict[str, list[int]] = defaultdict(list)
    for holding, pk, person in rows:
        if person is None:
            unsaid[holding].append(pk)
        else:
            found[holding, pk].append(person)
    for key, pks in unsaid.items():
        for pk, person in _pairs(key, pks):
            found[key, pk].append(person)
    return found


def _pairs(key: str, pks: Collection[int]) -> Iterable[tuple[int, int]]:
    holding = holding_of(key)
    if holding is None or not holding.person_path or holding.mentions_only:
        return ()
    lookup = holding.person_lookup
    rows = holding.model._default_manager.filter(pk__in=pks, **_known(lookup))
    return rows.order_by("pk", lookup).values_list("pk", lookup)


def _known(lookup: str) -> dict[str, Any]:
    return {} if lookup == "pk" else {f"{lookup}__isnull": False}


def holding_of(key: str) -> Holding | None:
    """The holding, or None where the map has lost it since the plan."""
    try:
        return registry_of_holdings[key]
    except KeyError:
        return None


def _page_of(key: str, pk: int, persons: Sequence[int]) -> str:
    """The row's own page, else that of its only person, else nothing."""
    holding = holding_of(key)
    name = holding.model._meta.label_lower.replace(".", "_") if holding else ""
    try:
        return reverse(f"admin:{name}_change", args=[pk])
    except NoReverseMatch:
        one = len(set(persons)) == 1
        return reverse("admin:registry_person_change", args=persons[:1]) if one else ""
