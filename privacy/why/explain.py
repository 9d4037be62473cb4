"""Explaining rows: the earlier of the person's clock and the row's own (C.15)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import Any

from django.db.models import Exists, Model
from django.utils.translation import gettext_lazy as _

from privacy.models import Anchor
from registry.models import Person, PersonClock
from registry.seams.personal_data import Holding, registry_of_holdings
from registry.seams.personal_data.rows import in_erasing_order, rows_of

from .blockers import another, held_keys, of_others, run_blocker
from .clocks import OwnClock, own_clock, read_withdrawals
from .explained import Blocker, BlockerKind, Explained, HoldingExplained
from .facts import PersonFacts, Rules
from .naming import SELECTED, reading_order, row_url, row_words
from .outcomes import Page, by_rule, with_person

NOTHING_MOVES = (_("Nothing moves the day: the row keeps its own date."),)
NEW_ORDER_MOVES = (_("A new order to the address moves the day."),)


def explain_person(
    person_id: int,
    on: date,
    *,
    holdings: Collection[str] | None = None,
    limit: int | None = None,
    after: int = 0,
) -> list[HoldingExplained]:
    """Every row of hers, holding by holding, in the order in which they are read.

    holdings: keys of those wanted; None for all. limit, after: at most so many rows of
    each, with a key above ``after``. Holdings without rows are left out."""
    facts = PersonFacts(person_id, rules=Rules.read(), on=on)
    found = []
    for holding in _with_rows(person_id, holdings):
        rows = rows_of(holding, [person_id]).order_by("pk")
        rows = rows.filter(pk__gt=after) if after else rows
        rows = rows.select_related(*SELECTED.get(holding.key, ()))
        page = list(rows if limit is None else rows[: limit + 1])
        more = limit is not None and len(page) > limit
        page = page[:limit] if more else page
        if page:
            explained = tuple(_explain(holding, page, facts))
            found.append(HoldingExplained(holding=holding, rows=explained, more=more))
    return found


class Explainer:
    """Explains pages of one person's rows; what holds for all of them is read once."""

    def __init__(self, person_id: int, on: date) -> None:
        self._facts = PersonFacts(person_id, rules=Rules.read(), on=on, named=False)

    def page(self, holding: Holding, rows: list[Any]) -> list[Explained]:
        """One explanation a row, in the order of the rows, without the row's words and
        address. The rows have been read with the relations that ``SELECTED`` names."""
        return list(_explain(holding, rows, self._facts))


def _with_rows(person_id: int, keys: Collection[str] | None) -> list[Holding]:
    """The holdings that have rows of hers, in reading order; one statement."""
    wanted = [
        holding
        for holding in sorted(in_erasing_order(), key=reading_order)
        if holding.person_path and (keys is None or holding.key in keys)
    ]
    asked = Person.objects.filter(pk=person_id).annotate(
        **{f"has_{h.key}": Exists(rows_of(h, [person_id])) for h in wanted}
    )
    there = asked.values(*(f"has_{h.key}" for h in wanted)).first() or {}
    return [holding for holding in wanted if there.get(f"has_{holding.key}")]


def explain_row(holding_key: str, pk: int, on: date) -> Explained | None:
    """Why this row is here; None where it is not. A row about several people goes with
    the last of them."""
    holding = registry_of_holdings[holding_key]
    rows = holding.model._default_manager.filter(pk=pk)
    if holding.condition is not None:
        rows = rows.filter(holding.condition)
    row = rows.select_related(*SELECTED.get(holding.key, ())).first()
    if row is None:
        return None
    rules = Rules.read()
    last = last_person(holding, pk)
    if last is None:
        return _of_nobody(holding, row, rules, on)
    facts = PersonFacts(last, rules=rules, on=on)
    return next(iter(_explain(holding, [row], facts, last=True)))


def explain_row_everywhere(model: type[Model], pk: int, on: date) -> list[Explained]:
    """The row under every holding that reaches a person by it."""
    holdings = [h for h in registry_of_holdings.of_model(model) if h.person_path]
    return [
        one
        for holding in holdings
        if last_person(holding, pk) is not None
        if (one := explain_row(holding.key, pk, on))
    ]


def last_person(holding: Holding, pk: int) -> int | None:
    """Whose the row is; of several people the one who stays longest, as far as can be
    seen. None for a row of nobody."""
    if not holding.person_path:
        return None
    rows = holding.model._default_manager.filter(pk=pk)
    people: set[int] = set(rows.values_list(holding.person_lookup, flat=True))
    people -= {None}
    if len(people) <= 1:
        return next(iter(people), None)
    days = dict(PersonClock.objects.filter(pk__in=people).values_list("pk", "last_day"))
    return max(people, key=lambda key: (days.get(key) or date.max, key))


def _explain(
    holding: Holding, rows: list[Any], facts: PersonFacts, *, last: bool = False
) -> Iterator[Explained]:
    day = max(facts.last_day or facts.on, facts.on)
    keys = [row.pk for row in rows]
    page = Page.of(holding, facts.person_id, keys, day)
    if last:
        page = page.without_others(keys)
    held = held_keys(holding, keys, facts.holds)
    others = of_others(holding, keys, facts.person_id)
    read_withdrawals(holding, rows)
    for row in rows:
        own = own_clock(holding, row, facts.rules.all)
        stays = row.pk not in page.going and row.pk not in page.kept
        more = list(others.get(row.pk, []))
        if held and row.pk in held and not facts.holds:
            more.append(another(BlockerKind.HOLD))
        if own and (stays or _earlier(own, facts)):
            reached = held is None or row.pk in held
            yield _by_own_clock(holding, row, own, facts, more, held=reached)
        else:
            yield _with_person(holding, row, facts, page, more)


def _earlier(own: OwnClock, facts: PersonFacts) -> bool:
    """A voucher's statute outlasts the person; everything else ends with her."""
    if own.rule.statute:
        return True
    return facts.last_day is None or own.last_day < facts.last_day


def _by_own_clock(
    holding: Holding,
    row: Any,
    own: OwnClock,
    facts: PersonFacts,
    others: list[Blocker],
    *,
    held: bool,
) -> Explained:
    blockers = _blockers(holding, row, facts, {}, held=held) + tuple(others)
    if own.rule.anchor == Anchor.LOGGED:
        blockers = ()  # the log goes by whole months, whoever stands in it
    if own.rule.statute and own.last_day >= facts.on:
        blockers = (Blocker(kind=BlockerKind.STATUTE, until=own.last_day), *blockers)
    return _of_own(holding, row, own, facts.on, blockers, named=facts.named)


def _of_own(
    holding: Holding,
    row: Any,
    own: OwnClock,
    on: date,
    blockers: tuple[Blocker, ...],
    *,
    named: bool = True,
) -> Explained:
    of_order = own.rule.anchor == Anchor.ORDER_CLOSED
    return Explained(
        holding=holding.key,
        row_pk=row.pk,
        on=on,
        rule=own.rule,
        anchor_on=own.anchor_on,
        evidence=own.evidence,
        last_day=own.last_day,
        on_the_day=by_rule(holding, own.rule),
        blockers=blockers,
        moves=NEW_ORDER_MOVES if of_order else NOTHING_MOVES,
        row=row,
        words=row_words(holding, row) if named else "",
        url=row_url(holding, row) if named else "",
    )


def _with_person(
    holding: Holding, row: Any, facts: PersonFacts, page: Page, others: list[Blocker]
) -> Explained:
    return Explained(
        holding=holding.key,
        row_pk=row.pk,
        on=facts.on,
        rule=facts.rule,
        anchor_on=facts.anchor_on,
        evidence=facts.evidence,
        last_day=facts.last_day,
        on_the_day=with_person(holding, row.pk, page),
        blockers=(*_blockers(holding, row, facts, page.kept, held=True), *others),
        moves=facts.moves,
        alive=facts.alive,
        with_person=True,
        row=row,
        words=row_words(holding, row) if facts.named else "",
        url=row_url(holding, row) if facts.named else "",
    )


def _of_nobody(holding: Holding, row: Any, rules: Rules, on: date) -> Explained:
    own = own_clock(holding, row, rules.all)
    if own:
        return _of_own(holding, row, own, on, ())
    return Explained(
        holding=holding.key,
        row_pk=row.pk,
        on=on,
        row=row,
        words=row_words(holding, row),
    )


def _blockers(
    holding: Holding,
    row: Any,
    facts: PersonFacts,
    kept: dict[int, date],
    *,
    held: bool,
) -> tuple[Blocker, ...]:
    found = [hold.blocker for hold in facts.holds] if held else []
    found += facts.always
    if row.pk in kept:
        found.append(Blocker(kind=BlockerKind.STATUTE, until=kept[row.pk], stops=False))
    found += _lines(facts, (holding.key, row.pk), ("persons", facts.person_id))
    return tuple(found)


def _lines(facts: PersonFacts, *keys: tuple[str, int]) -> Iterable[Blocker]:
    line = next((facts.lines[key] for key in keys if key in facts.lines), None)
    return [run_blocker(line)] if line else []
