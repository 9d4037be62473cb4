"""A plan as a human reads it: labels for keys, words for outcomes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from privacy.services.statutes import law_of
from registry.seams.personal_data import OnErasure, registry_of_holdings
from registry.seams.words import words_of


@dataclass(frozen=True, kw_only=True)
class ShownLine:
    """One line of a plan; ``stays`` marks what is still there afterwards."""

    label: str
    outcome: str
    rows: int
    fields: str
    kept_until: date | None
    law: str
    stays: bool


def shown_lines(lines: Iterable[dict[str, Any]]) -> list[ShownLine]:
    """The lines for the page, what stays last."""
    shown = [_shown(line) for line in lines]
    return sorted(shown, key=lambda line: (line.stays, line.label))


def label_of(holding_key: str) -> str:
    """The holding's name; of a history table, with the name of its parent."""
    holding = registry_of_holdings[holding_key]
    parent = holding.extra.get("history_of")
    if not parent:
        return str(holding.label)
    return f"{registry_of_holdings[parent].label}: {holding.label}"


def field_label(holding_key: str, name: str) -> str:
    """The field's name as the forms call it."""
    fields = registry_of_holdings[holding_key].model._meta.concrete_fields
    found = next((f for f in fields if f.name == name), None)
    return capfirst(str(found.verbose_name)) if found else name


def _shown(line: dict[str, Any]) -> ShownLine:
    until = line["kept_until"]
    law = law_of(line["holding"], line["outcome"], line["fields"], until)
    return ShownLine(
        label=label_of(line["holding"]),
        outcome=_outcome(line["outcome"], by_law=bool(law or until)),
        rows=line["rows"],
        fields=", ".join(_told(line["holding"], line["fields"])),
        kept_until=date.fromisoformat(until) if until else None,
        law="; ".join(words_of("law", act) for act in law.split("; ")),
        stays=line["outcome"] in (OnErasure.KEEP_UNTIL_STATUTE, "shared"),
    )


def _told(holding_key: str, names: list[str]) -> list[str]:
    """What the person would see of it too; where that is nothing, all of it."""
    data = registry_of_holdings[holding_key].fields
    told = [name for name in names if data[name].exported] or names
    return [field_label(holding_key, name) for name in told]


def _outcome(outcome: str, *, by_law: bool) -> str:
    if outcome == "export":
        return _("given")
    if outcome == "weigh":
        return _("weighed")
    if outcome == "restrict":
        return _("only stored from now on")
    if outcome == "shared":
        return _("stays with the other participants")
    if outcome == OnErasure.KEEP_UNTIL_STATUTE and not by_law:
        return _("the company's own, stays")
    return str(OnErasure(outcome).label)
