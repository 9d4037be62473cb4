"""What obliges or allows us to keep what erasure leaves."""

from __future__ import annotations

from collections.abc import Iterable

from privacy.models import Duty
from registry.seams.personal_data import (
    HELD,
    OnErasure,
    RetentionRule,
    registry_of_holdings,
)

STATUTES = {
    RetentionRule.VOUCHER: "Kirjanpitolaki 1336/1997 2:10; ALVL 1501/1993 209n",
    RetentionRule.NOTICE: "Kirjanpitolaki 1336/1997 2:10; GDPR 17(3)(b)",
    RetentionRule.RIGHTS: "GDPR 5(2)",
    RetentionRule.PROOF: "GDPR 5(2)",
    RetentionRule.LOGS: "GDPR 5(2), 32",
}


PROOFS = frozenset({RetentionRule.RIGHTS, RetentionRule.PROOF, RetentionRule.LOGS})
"""Kept without an end of their own in the row: proof of what we did."""


DUTIES = {
    Duty.HOLD: "GDPR 17(3)(e)",
    Duty.CLAIM: "GDPR 17(3)(e); VanhL 728/2003",
    Duty.DECISION: "GDPR 17(3)",
    Duty.PROOF: "GDPR 5(2)",
    Duty.VOUCHER: STATUTES[RetentionRule.VOUCHER],
}
ACTS = {
    "export": "GDPR 15",
    "correct": "GDPR 16",
    "restrict": "GDPR 18",
    OnErasure.DELETE_ROW: "GDPR 17(1)",
    OnErasure.BLANK: "GDPR 17(1)",
    OnErasure.TOKEN: "GDPR 17(1)",
}
"""What is done at the person's request rests on the right she uses."""


def law_of(
    holding_key: str,
    outcome: str,
    fields: Iterable[str],
    kept_until: str = "",
    duty: str = "",
) -> str:
    """The acts that keep what a line of a plan keeps; empty where nothing of hers is
    kept.

    What stays without an end and is no proof is the company's own (its orders)."""
    if outcome == HELD:
        return DUTIES[Duty(duty)]
    if outcome != OnErasure.KEEP_UNTIL_STATUTE:
        return ""
    data = registry_of_holdings[holding_key].fields
    rules = {data[name].retention for name in fields}
    if not kept_until:
        rules &= PROOFS
    return "; ".join(sorted({STATUTES[r] for r in rules if r in STATUTES}))


def right_of(kind: str, outcome: str) -> str:
    """The act behind what is done at her request; portability has its own."""
    if outcome == "export" and kind == "portability":
        return "GDPR 20"
    return ACTS.get(outcome, "")
