"""Erasure: from a vector's words to the product's facts and back. No rule lives here."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from registry.law import erasure

GROUNDS = "compelling_grounds"


def erasure_outcome(given: Mapping[str, Any]) -> dict[str, Any]:
    """One vector through the function that the plan of a case asks."""
    if "reason_given" in given:
        return asdict(erasure.receive_erasure(given["reason_given"]))
    if given.get("material"):
        return asdict(erasure.decide_thread(invoice_paid=given["invoice_paid"]))
    return asdict(erasure.decide_erasure(_facts(given)))


def _facts(given: Mapping[str, Any]) -> erasure.Facts:
    orders = given.get("orders") or []
    return erasure.Facts(
        subject=given["subject"],
        today=_day(given.get("today")),
        wish=given.get("request") or "erasure",
        orders=[_purchase(order) for order in orders],
        hold=_hold(given.get("hold")),
        only_marketing=given.get("data_held_for") == ["marketing"],
        grounds_override=given.get(GROUNDS),
        wants_restriction=given.get("subject_wants") == "restriction",
        identified=given.get("identity") != "not_verified",
        recipients=tuple(given.get("recipients") or ()),
        in_backups="backup" in (given.get("found_in") or ()),
    )


def _purchase(order: Mapping[str, Any]) -> erasure.Purchase:
    return erasure.Purchase(
        invoice_open=order.get("invoice_open", not order.get("paid", False)),
        financial_year_end=_day(order.get("financial_year_end")),
    )


def _hold(hold: Mapping[str, Any] | None) -> erasure.Hold | None:
    if hold is None:
        return None
    return erasure.Hold(scope=hold.get("scope", erasure.HOLDABLE))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
