"""What happens to a row on its day: what the map and the rule say, in one word."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from privacy.models import Anchor, PeriodRule, RuleAction
from registry.seams.personal_data import Holding, OnErasure
from registry.seams.personal_data.blanking import strategies
from registry.seams.personal_data.rows import rows_of, rows_to_go

from .explained import OnTheDay, Outcome

OF_ACTION = {
    RuleAction.DELETE: Outcome.DELETE,
    RuleAction.BLANK: Outcome.BLANK,
    RuleAction.TOKEN: Outcome.TOKEN,
}


@dataclass(frozen=True, kw_only=True)
class Page:
    """Some rows of a holding; which of them go with the person, and until when a
    statute keeps the others."""

    going: frozenset[int]
    kept: dict[int, date]

    @classmethod
    def of(
        cls, holding: Holding, person_id: int, keys: Collection[int], day: date
    ) -> Page:
        """At most two statements, and none where every row simply goes."""
        kept: dict[int, date] = {}
        if holding.kept_until:
            rows = rows_of(holding, [person_id]).filter(
                **{"pk__in": keys, f"{holding.kept_until}__gte": day}
            )
            kept = dict(rows.values_list("pk", holding.kept_until))
        if not holding.shared:
            return cls(going=frozenset(set(keys) - set(kept)), kept=kept)
        going = rows_to_go(holding, [person_id], on=day).filter(pk__in=keys)
        return cls(going=frozenset(going.values_list("pk", flat=True)), kept=kept)

    def without_others(self, keys: Collection[int]) -> Page:
        """As if nobody else were left whom the rows are about."""
        return Page(going=frozenset(set(keys) - set(self.kept)), kept=self.kept)


def with_person(holding: Holding, row_pk: int, page: Page) -> OnTheDay:
    """What erasing the person does to the row."""
    if row_pk in page.kept:
        fields = strategies(holding, kept=True)
        touched = fields.get(OnErasure.BLANK, ()) + fields.get(OnErasure.TOKEN, ())
        return OnTheDay(
            outcome=Outcome.KEPT,
            fields=_words(holding, touched),
            until=page.kept[row_pk],
        )
    if row_pk not in page.going:
        return OnTheDay(outcome=Outcome.SHARED)
    return _by_map(holding)


def by_rule(holding: Holding, rule: PeriodRule) -> OnTheDay:
    """What the rule does to a row by the row's own clock."""
    action = RuleAction(rule.action)
    whole = holding.deletes_rows or rule.anchor != Anchor.OWN_DATE
    if action == RuleAction.DELETE and not whole:
        return _by_map(holding)
    return OnTheDay(outcome=OF_ACTION[action])


def _by_map(holding: Holding) -> OnTheDay:
    fields = strategies(holding, kept=False)
    for strategy, outcome in (
        (OnErasure.DELETE_ROW, Outcome.DELETE),
        (OnErasure.BLANK, Outcome.BLANK),
        (OnErasure.TOKEN, Outcome.TOKEN),
    ):
        if strategy in fields:
            some = () if outcome == Outcome.DELETE else fields[strategy]
            return OnTheDay(outcome=outcome, fields=_words(holding, some))
    return OnTheDay(outcome=Outcome.CUT)


def _words(holding: Holding, names: Collection[str]) -> tuple[Any, ...]:
    return tuple(holding.model._meta.get_field(n).verbose_name for n in names)  # type: ignore[union-attr]  # concrete fields only
