"""Which data must be given, as the map says (Art. 13(2)(e), notice P35)."""

from __future__ import annotations

from privacy.services.preview import field_label
from registry.seams.personal_data import (
    Obligation,
    Origin,
    exported_holdings,
)


def obliged_fields(obligation: Obligation) -> list[str]:
    """Names of the data that a person, or her company, gives and that have this
    obligation, each once. What the law wants stands on the invoice: we write it."""
    by_us = obligation == Obligation.LAW
    found = {
        field_label(holding.key, name)
        for holding in exported_holdings()
        if "history_of" not in holding.extra
        for name, datum in holding.fields.items()
        if datum.obligation == obligation and datum.exported
        if by_us or (datum.origin == Origin.PROVIDED and _is_asked(holding.key))
    }
    return sorted(found, key=str.lower)


def _is_asked(holding_key: str) -> bool:
    return holding_key in ASKED


ASKED = frozenset(
    {
        "persons",
        "emails",
        "phones",
        "positions",
        "addresses",
        "sole_trades",
        "sole_trader_addresses",
        "sole_trader_einvoice_addresses",
        "purchases",
    }
)
"""Parts that are filled by asking a person."""
