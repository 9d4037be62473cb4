"""What obliges or allows us to keep what erasure leaves."""

from __future__ import annotations

from collections.abc import Iterable

from registry.seams.personal_data import (
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


def law_of(
    holding_key: str, outcome: str, fields: Iterable[str], kept_until: str = ""
) -> str:
    """The acts behind a line of a plan; empty where nothing of hers is kept.

    What stays without an end and is no proof is the company's own (its orders)."""
    if outcome != OnErasure.KEEP_UNTIL_STATUTE:
        return ""
    data = registry_of_holdings[holding_key].fields
    rules = {data[name].retention for name in fields}
    if not kept_until:
        rules &= PROOFS
    return "; ".join(sorted({STATUTES[r] for r in rules if r in STATUTES}))
