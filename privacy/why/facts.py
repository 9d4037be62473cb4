"""What an explanation must know of a person, read once for all her rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from privacy.models import PeriodRule, RetentionLine
from privacy.retention.rules import rules_in_force
from registry.models import PersonClock

from .blockers import (
    Hold,
    cases_of,
    holds_of,
    lines_of,
    remainders_of,
    restrictions_of,
)
from .explained import Blocker, Evidence
from .persons import anchor_of, evidence_of, is_alive, moves_of, rule_slug


@dataclass(frozen=True, kw_only=True)
class Rules:
    """The rules in force, read once."""

    all: Sequence[PeriodRule]

    @classmethod
    def read(cls) -> Rules:
        """One statement."""
        return cls(all=rules_in_force())

    def get(self, slug: str) -> PeriodRule | None:
        """The version in force; None where the rule is off."""
        return next((rule for rule in self.all if rule.slug == slug), None)


class PersonFacts:
    """One person's clock and what holds her, each part read when it is first asked.

    named: rows are explained with their words and addresses, for pages."""

    def __init__(
        self, person_id: int, *, rules: Rules, on: date, named: bool = True
    ) -> None:
        self.named = named
        self.person_id = person_id
        self.rules = rules
        self.on = on

    @cached_property
    def clock(self) -> PersonClock | None:
        """None where she is gone."""
        return PersonClock.objects.filter(pk=self.person_id).first()

    @cached_property
    def rule(self) -> PeriodRule | None:
        """The rule in force that her clock names."""
        return self.rules.get(rule_slug(self.clock)) if self.clock else None

    @property
    def last_day(self) -> date | None:
        """Her last day, if nothing more happens."""
        return self.clock.last_day if self.clock else None

    @property
    def anchor_on(self) -> date | None:
        """The day that it is counted from."""
        return anchor_of(self.clock) if self.clock else None

    @property
    def alive(self) -> bool:
        """Whether she, or her company, is a customer as far as can be seen."""
        return self.clock is not None and is_alive(self.clock, self.on)

    @property
    def moves(self) -> tuple[Any, ...]:
        """What would move her day."""
        return moves_of(self.clock) if self.clock else ()

    @cached_property
    def evidence(self) -> tuple[Evidence, ...]:
        """What the anchor rests on."""
        return evidence_of(self.clock, self.rule) if self.clock else ()

    @cached_property
    def holds(self) -> list[Hold]:
        """Legal holds that reach her."""
        return holds_of(self.person_id)

    @cached_property
    def always(self) -> tuple[Blocker, ...]:
        """What holds all of her rows back: restrictions and open requests."""
        return (
            *restrictions_of(self.person_id),
            *remainders_of(self.person_id),
            *cases_of(self.person_id),
        )

    @cached_property
    def lines(self) -> dict[tuple[str, int], RetentionLine]:
        """Her lines in open runs, by holding and row."""
        return {
            (line.holding, line.row_pk): line for line in lines_of([self.person_id])
        }
