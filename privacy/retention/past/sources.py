"""For each rule the holdings it reaches."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from functools import partial

from privacy.models import Anchor, PeriodRule
from registry.seams.personal_data import Holding

from .facts import CLOSED, past_closed, past_consents
from .logs import past_log_months
from .orders import ADDRESSES, past_addresses, past_contacts, past_vouchers
from .own_dates import dated_holdings, past_own_date
from .persons import past_persons
from .span import Span

Past = Callable[[PeriodRule, date, Collection[int] | None], Span]

PERSONS = "persons"
VOUCHERS = "vouchers"
LOG = "uses"
CONTACTS = "orders_as_contact"
CONSENTS = "consents"
OF_PERSONS = (Anchor.COLLECTION, Anchor.RELATIONSHIP_END, Anchor.LAST_TAKING_PART)


@dataclass(frozen=True, kw_only=True)
class Source:
    """The rows of one holding that a rule lets go: ``past(rule, as_of, only)``, where
    ``only`` bounds the question to some rows."""

    holding: str
    past: Past
    goes_with_person: bool = False
    """Whether the row is gone once all of its people are."""


def sources_of(rule: PeriodRule) -> list[Source]:
    """Where the rule looks; empty where no holding of it has the rule's anchor."""
    if rule.anchor in OF_PERSONS:
        return [Source(holding=PERSONS, past=past_persons)]
    if rule.anchor == Anchor.OWN_DATE:
        return [_own_date(holding) for holding in dated_holdings(rule)]
    return [s for s in OF_ANCHOR[Anchor(rule.anchor)] if s.holding in rule.covers]


def source_of(rule: PeriodRule, holding: str) -> Source | None:
    """The rule's source of that holding; None where it no longer reaches it."""
    return next((s for s in sources_of(rule) if s.holding == holding), None)


def _own_date(holding: Holding) -> Source:
    return Source(
        holding=holding.key,
        past=partial(past_own_date, holding),
        goes_with_person=holding.deletes_rows and bool(holding.person_path),
    )


OF_ANCHOR: dict[Anchor, list[Source]] = {
    Anchor.FINANCIAL_YEAR: [Source(holding=VOUCHERS, past=past_vouchers)],
    Anchor.CASE_CLOSED: [
        Source(holding=key, past=partial(past_closed, key)) for key in CLOSED
    ],
    Anchor.CONSENT_WITHDRAWN: [Source(holding=CONSENTS, past=past_consents)],
    Anchor.LOGGED: [Source(holding=LOG, past=past_log_months)],
    Anchor.ORDER_CLOSED: [
        Source(holding=CONTACTS, past=past_contacts),
        *(Source(holding=key, past=partial(past_addresses, key)) for key in ADDRESSES),
    ],
}
