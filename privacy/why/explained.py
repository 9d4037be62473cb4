"""What an explanation says. Words are lazy; ``as_dict`` holds no value of a person."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from privacy.models import PeriodRule
from registry.seams.personal_data import Holding, registry_of_holdings


class BlockerKind(TextChoices):
    """What keeps a row although its time is over, or will be."""

    HOLD = "hold", _("Legal hold")
    RESTRICTION = "restriction", _("Restriction of processing")
    REMAINDER = "remainder", _("Kept after an erasure")
    CASE = "case", _("Open request of the person")
    STATUTE = "statute", _("Kept by law")
    RUN = "run", _("Stands in a retention run")


@dataclass(frozen=True, kw_only=True)
class Blocker:
    """One thing that holds the row. ``until``: a review or an end, where one is known.

    ``stops``: erasing waits for it; a line that stands in a run is only on its way.
    ``detail`` is for the roles of privacy only."""

    kind: BlockerKind
    until: date | None = None
    detail: str = ""
    url: str = ""
    stops: bool = True

    def as_dict(self) -> dict[str, Any]:
        """Kind and date; the reasons of a hold are not for everybody."""
        return {"kind": self.kind.value, "until": _iso(self.until)}


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """What the anchor rests on: an order, a position, a withdrawal, the collection.

    ``reference`` names the row for staff; ``permission`` is what its ``url`` asks."""

    kind: str
    words: Any
    on: date | None = None
    reference: str = ""
    url: str = ""
    permission: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Kind and day; the reference may name a person's business."""
        return {"kind": self.kind, "on": _iso(self.on)}


class Outcome(TextChoices):
    """What happens to the row on its day."""

    DELETE = "delete", _("The row is deleted.")
    BLANK = "blank", _("The fields are blanked.")
    TOKEN = "token", _("The person is replaced by an unlinkable token.")
    CUT = "cut", _("The link to the person is cut; nothing leads to her any more.")
    KEPT = "kept", _("A statute keeps the row; all other fields are blanked.")
    SHARED = "shared", _("The row stays for the other people it is about.")


@dataclass(frozen=True, kw_only=True)
class OnTheDay:
    """``fields``: names in words, where only some are touched."""

    outcome: Outcome
    fields: tuple[Any, ...] = ()
    until: date | None = None

    def as_dict(self) -> dict[str, Any]:
        """Codes and a date."""
        return {"outcome": self.outcome.value, "until": _iso(self.until)}


@dataclass(frozen=True, kw_only=True)
class Explained:
    """Why one row is here, as of ``on``.

    ``rule`` None: no rule in force ends the row. ``last_day`` None: nothing ends it
    yet. ``alive``: the relationship lives, and the day is what would be if nothing more
    happened. ``with_person``: the row goes because its person does."""

    holding: str
    row_pk: int
    on: date
    rule: PeriodRule | None = None
    anchor_on: date | None = None
    evidence: tuple[Evidence, ...] = ()
    last_day: date | None = None
    on_the_day: OnTheDay = field(
        default_factory=lambda: OnTheDay(outcome=Outcome.DELETE)
    )
    blockers: tuple[Blocker, ...] = ()
    moves: tuple[Any, ...] = ()
    alive: bool = False
    with_person: bool = False
    row: Any = None
    words: str = ""
    url: str = ""

    @property
    def erase_from(self) -> date | None:
        """The first day on which the row may not be here any more."""
        return self.last_day + timedelta(days=1) if self.last_day else None

    @property
    def is_due(self) -> bool:
        """Whether its last day has passed."""
        return self.last_day is not None and self.last_day < self.on

    @property
    def stopped(self) -> bool:
        """Whether something keeps it past its last day."""
        return any(blocker.stops for blocker in self.blockers)

    @property
    def own_blockers(self) -> tuple[Blocker, ...]:
        """What is said beside the row on its person's page: all, where it goes by its
        own clock; else only what its person does not share."""
        if not self.with_person:
            return self.blockers
        return tuple(b for b in self.blockers if b.kind == BlockerKind.STATUTE)

    def as_dict(self) -> dict[str, Any]:
        """For packages and API: codes, numbers and dates, nothing personal."""
        return {
            "row": self.row_pk,
            "rule": _rule_dict(self.rule),
            "anchor_on": _iso(self.anchor_on),
            "evidence": [one.as_dict() for one in self.evidence],
            "last_day": _iso(self.last_day),
            "erase_from": _iso(self.erase_from),
            "relationship_lives": self.alive,
            "on_the_day": self.on_the_day.as_dict(),
            "held_by": [one.as_dict() for one in self.blockers if one.stops],
        }


@dataclass(frozen=True, kw_only=True)
class HoldingExplained:
    """The rows of one holding that are a person's. ``more``: there are others after
    the last one."""

    holding: Holding
    rows: tuple[Explained, ...]
    more: bool = False

    @property
    def label(self) -> str:
        """The holding's name; of earlier values, whose they are."""
        return holding_words(self.holding)

    @property
    def last_key(self) -> int:
        """Where the next page begins after."""
        return self.rows[-1].row_pk

    def as_dict(self) -> dict[str, Any]:
        """Key and rows."""
        return {
            "holding": self.holding.key,
            "rows": [row.as_dict() for row in self.rows],
        }


def holding_words(holding: Holding) -> str:
    """The holding's name in the active language."""
    parent = holding.extra.get("history_of")
    if not parent:
        return str(holding.label)
    return f"{registry_of_holdings[parent].label}: {str(holding.label).lower()}"


def _rule_dict(rule: PeriodRule | None) -> dict[str, Any] | None:
    if rule is None:
        return None
    return {
        "rule": rule.slug,
        "version": rule.version,
        "months": rule.months,
        "basis": rule.basis,
        "statute": rule.statute,
        "counted_from": rule.anchor,
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
