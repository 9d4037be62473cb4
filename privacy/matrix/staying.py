"""Which rows of an erased person stay, and for which duty.

The law's outcome names what is kept in words (registry.law.erasure); here each word
becomes rows. What a legal hold keeps is asked of the holds themselves, so that the
database's triggers have nothing left to refuse.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from django.db.models import Q

from privacy.models import ChangedTo, Duty, HeldRemainder, PlanChange
from registry.law.erasure import Outcome, decide_thread
from registry.models import Order
from registry.seams.personal_data import (
    Category,
    Holding,
    RetentionRule,
    Stay,
    registry_of_holdings,
)
from registry.seams.personal_data.rows import in_erasing_order, rows_of
from registry.services.holding_back import held_holdings, held_rows
from registry.services.open_invoices import is_unpaid, orders_of

SHORTEST_NUMBER = 3
"""A shorter order number would be found in any text with a number in it."""
WITH_PERSON: Final = ("clocks", "held_remainders", "plan_changes")
CLAIM_TEXTS: Final = ("interactions", "follow_ups")
ORDER_PATHS: Final = {
    "purchases": "pk",
    "purchase_lines": "order",
    "orders_as_contact": "pk",
    "vouchers": "order",
    "sole_trader_vouchers": "order",
    "voucher_references": "order",
}
TOGETHER: Final = {
    "interactions": ("participants",),
    "participants": ("interactions",),
    "purchases": ("purchase_lines",),
    "purchase_lines": ("purchases",),
}
"""Rows that mean nothing without each other: kept together by the officer."""


@dataclass
class _Gathered:
    """Rows per holding and duty; a row stands under the first duty that took it."""

    person_id: int
    found: dict[str, list[Stay]] = field(default_factory=dict)

    def add(
        self,
        key: str,
        duty: Duty,
        keys: Iterable[int],
        blank: tuple[str, ...] = (),
    ) -> None:
        free = frozenset(keys) - self.keys_of(key)
        if free:
            self.found.setdefault(key, []).append(
                Stay(keys=free, duty=duty.value, blank=blank)
            )

    def add_rows(self, key: str, duty: Duty, condition: Q | None = None) -> None:
        rows = rows_of(registry_of_holdings[key], [self.person_id])
        rows = rows if condition is None else rows.filter(condition)
        self.add(key, duty, rows.values_list("pk", flat=True))

    def keys_of(self, key: str) -> frozenset[int]:
        return frozenset().union(*(stay.keys for stay in self.found.get(key, ())))


def staying_of(
    person_id: int, outcome: Outcome, changes: Collection[PlanChange] = ()
) -> dict[str, list[Stay]]:
    """Holding → what stays of it. Empty where nothing but vouchers outlives her."""
    gathered = _Gathered(person_id)
    if outcome.restricted or outcome.review_when:
        _keep_held(gathered)
        narrowed = {c.holding for c in changes if c.after == ChangedTo.ERASE}
        for word in (*outcome.restricted, *outcome.kept):
            if keep := CLAIM_ROWS.get(word):
                keep(gathered, narrowed)
    for change in changes:
        if change.after == ChangedTo.KEEP:
            _keep_by_decision(gathered, change.holding)
    if gathered.found:
        _keep_with_person(gathered)
    return gathered.found


def lawful_keys(staying: dict[str, list[Stay]]) -> dict[str, set[int]]:
    """Holding → keys, whatever the duty: what a rescan leaves out."""
    return {
        key: {pk for stay in stays for pk in stay.keys}
        for key, stays in staying.items()
    }


def _keep_held(gathered: _Gathered) -> None:
    for holding in held_holdings():
        if holding.mentions_only:
            continue
        rows = rows_of(holding, [gathered.person_id]).filter(held_rows(holding))
        keys = list(rows.values_list("pk", flat=True))
        gathered.add(holding.key, Duty.HOLD, keys, blank=_needless(holding))
        _keep_history(gathered, holding, keys)


def _needless(holding: Holding) -> tuple[str, ...]:
    """Her title is no evidence of anything (C.5): blanked where the row must stay."""
    return tuple(
        name
        for name, datum in holding.fields.items()
        if datum.category == Category.TITLE and datum.free_text
    )


def _keep_history(gathered: _Gathered, holding: Holding, keys: list[int]) -> None:
    """The earlier values of held rows are evidence too, her titles apart."""
    if not keys or _needless(holding):
        return
    for history in registry_of_holdings:
        if history.extra.get("history_of") == holding.key:
            rows = history.model._default_manager.filter(pgh_obj__in=keys)
            gathered.add(history.key, Duty.HOLD, rows.values_list("pk", flat=True))


def _keep_name(gathered: _Gathered, _narrowed: Collection[str]) -> None:
    gathered.add("persons", Duty.CLAIM, [gathered.person_id])


def _keep_email(gathered: _Gathered, narrowed: Collection[str]) -> None:
    if "emails" not in narrowed:
        gathered.add_rows("emails", Duty.CLAIM, Q(is_primary=True))


def _keep_phone(gathered: _Gathered, narrowed: Collection[str]) -> None:
    if "phones" not in narrowed:
        gathered.add_rows("phones", Duty.CLAIM, Q(is_primary=True))


def _keep_open_orders(gathered: _Gathered, _narrowed: Collection[str]) -> None:
    unpaid = [order for order in _orders(gathered) if is_unpaid(order)]
    keys = [order.pk for order in unpaid]
    for key, path in ORDER_PATHS.items():
        gathered.add_rows(key, Duty.CLAIM, Q(**{f"{path}__in": keys}))
    companies = [order.buyer_company_id for order in unpaid]
    gathered.add_rows("sole_trades", Duty.CLAIM, Q(pk__in=filter(None, companies)))


def _keep_correspondence(gathered: _Gathered, narrowed: Collection[str]) -> None:
    """Rows that name an unpaid order or its invoice by number."""
    numbers = [
        number
        for order in _orders(gathered)
        if decide_thread(invoice_paid=not is_unpaid(order)).review_when
        for number in _numbers(order)
    ]
    if not numbers:
        return
    said = r"\m(" + "|".join(map(re.escape, numbers)) + r")\M"
    for key in CLAIM_TEXTS:
        if key in narrowed:
            continue
        names = registry_of_holdings[key].speaking_fields()
        about = Q()
        for name in names:
            about |= Q(**{f"{name}__iregex": said})
        gathered.add_rows(key, Duty.CLAIM, about)
    meetings = gathered.keys_of("interactions")
    gathered.add_rows("participants", Duty.CLAIM, Q(interaction__in=meetings))


def _orders(gathered: _Gathered) -> list[Order]:
    return list(orders_of(gathered.person_id).select_related("voucher"))


def _numbers(order: Order) -> Iterable[str]:
    voucher = getattr(order, "voucher", None)
    for number in (order.number, voucher.number if voucher else ""):
        if len(number) >= SHORTEST_NUMBER:
            yield number


CLAIM_ROWS: Final[dict[str, Callable[[_Gathered, Collection[str]], None]]] = {
    "name": _keep_name,
    "email": _keep_email,
    "phone": _keep_phone,
    "voucher": _keep_open_orders,
    "claim_correspondence": _keep_correspondence,
}
"""Word of the law → the rows it keeps for a claim; a hold has taken its own before."""


def _keep_by_decision(gathered: _Gathered, key: str) -> None:
    for each in (key, *TOGETHER.get(key, ())):
        gathered.add_rows(each, Duty.DECISION)


def _keep_with_person(gathered: _Gathered) -> None:
    """Whatever stays, somebody must be told of it: her name stays, with the facts that
    go with their person and the clock that ends it all."""
    first = next(iter(gathered.found.values()))[0]
    gathered.add("persons", Duty(first.duty), [gathered.person_id])
    for key in WITH_PERSON:
        gathered.add_rows(key, Duty(first.duty))
    kept = HeldRemainder.objects.of_persons().filter(person_id=gathered.person_id)
    gathered.add_rows("cases", Duty.PROOF, Q(pk__in=kept.values("case")))
    for holding in in_erasing_order():
        if _goes_with_person(holding):
            gathered.add_rows(holding.key, Duty.PROOF)


def _goes_with_person(holding: Holding) -> bool:
    """Legal facts, which the database lets go with their person only."""
    rules: set[Any] = {datum.retention for datum in holding.fields.values()}
    proofs = {RetentionRule.RIGHTS, RetentionRule.PROOF}
    return holding.ends_in_relation and holding.deletes_rows and rules <= proofs
