"""A plan as a human reads it: labels for keys, words for outcomes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from privacy.matrix.words import (
    ARCHIVED,
    CORRECTED,
    GIVEN,
    GONE,
    GROUPS,
    HELD_BACK,
    RESTRICTED,
    STAYING,
    WEIGHED,
)
from privacy.models import Duty
from privacy.services.statutes import law_of, right_of
from registry.seams.personal_data import (
    HELD,
    OnErasure,
    Purpose,
    registry_of_holdings,
)
from registry.seams.words import words_of

_GROUP_OF: Final = {
    "export": GIVEN,
    "correct": CORRECTED,
    "rectify": CORRECTED,
    "restrict": RESTRICTED,
    "weigh": WEIGHED,
    OnErasure.DELETE_ROW: GONE,
    OnErasure.BLANK: GONE,
    OnErasure.TOKEN: GONE,
    HELD: HELD_BACK,
}


@dataclass(frozen=True, kw_only=True)
class ShownLine:
    """One line of a plan: request × datum × purpose × duty → what happens, by which
    act. ``stays`` marks what is still there afterwards."""

    key: str
    group: int
    label: str
    outcome: str
    rows: int
    fields: str
    purpose: str
    kept_until: date | None
    law: str
    stays: bool
    duty: str = ""
    change: int | None = None


@dataclass(frozen=True, kw_only=True)
class ShownGroup:
    """Lines with the same end."""

    title: Any
    lines: list[ShownLine]


def shown_lines(lines: Iterable[dict[str, Any]], kind: str = "") -> list[ShownLine]:
    """The lines for the page, what stays last. kind: the right that is used."""
    shown = [_shown(line, kind) for line in lines]
    return sorted(shown, key=lambda line: (line.stays, line.group, line.label))


def shown_groups(lines: Iterable[ShownLine]) -> list[ShownGroup]:
    """The same lines by what happens to the data, in the order of the groups."""
    by_group: dict[int, list[ShownLine]] = {}
    for line in lines:
        by_group.setdefault(line.group, []).append(line)
    return [
        ShownGroup(title=GROUPS[group], lines=by_group[group])
        for group in sorted(by_group)
    ]


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


def _shown(line: dict[str, Any], kind: str) -> ShownLine:
    until, duty = line["kept_until"], line.get("duty", "")
    law = law_of(line["holding"], line["outcome"], line["fields"], until, duty)
    acts = law or right_of(kind, line["outcome"])
    return ShownLine(
        key=line["holding"],
        group=_group(line["outcome"], until),
        label=label_of(line["holding"]),
        outcome=_outcome(line["outcome"], by_law=bool(law or until)),
        rows=line["rows"],
        fields=", ".join(_told(line["holding"], line["fields"])),
        purpose=_purposes(line),
        kept_until=date.fromisoformat(until) if until else None,
        law="; ".join(words_of("law", act) for act in acts.split("; ")),
        stays=line["outcome"] in (OnErasure.KEEP_UNTIL_STATUTE, "shared", HELD),
        duty=str(Duty(duty).label) if duty else "",
        change=line.get("change"),
    )


def _group(outcome: str, until: str) -> int:
    if outcome == OnErasure.KEEP_UNTIL_STATUTE and until:
        return ARCHIVED
    return _GROUP_OF.get(outcome, STAYING)


def _purposes(line: dict[str, Any]) -> str:
    """What the data is held for: said by the line, else by its fields."""
    data = registry_of_holdings[line["holding"]].fields
    told = [word for word in line["purpose"].split(",") if word]
    words = told or sorted(
        {data[name].purpose for name in line["fields"] if name in data}
    )
    return ", ".join(
        str(Purpose(word).label) if word in Purpose.values else word for word in words
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
    if outcome == HELD:
        return _("kept, restricted")
    if outcome == "shared":
        return _("stays with the other participants")
    if outcome == OnErasure.KEEP_UNTIL_STATUTE and not by_law:
        return _("the company's own, stays")
    if outcome not in OnErasure.values:
        return words_of("outcome", outcome)
    return str(OnErasure(outcome).label)
