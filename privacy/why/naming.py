"""A row in a few words, and where it can be looked at; for staff only."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils import formats

from registry.seams.personal_data import Holding

from .clocks import local_day

SELECTED = {
    "purchases": ("voucher",),
    "orders_as_contact": ("voucher", "buyer_company"),
    "purchase_lines": ("order",),
    "positions": ("company",),
    "sources": ("partner",),
    "disclosures": ("recipient",),
    "notices": ("version",),
    "objection_assessments": ("activity", "balancing_test"),
    "case_candidates": ("case",),
    "case_letters": ("case",),
    "case_messages": ("case",),
    "mention_reviews": ("case",),
    "identity_questions": ("case",),
    "case_extensions": ("case",),
    "plan_changes": ("case",),
    "held_remainders": ("case",),
    "case_reminders": ("case",),
}
"""What the words and clocks of a holding's rows look at besides the row."""

BY_DATE = (
    "participants",
    "uses",
    "restricted_uses",
    "guards",
    "clocks",
    "case_candidates",
)

LAST = ("uses", "restricted_uses", "guards", "clocks")
FIRST = (
    "persons",
    "emails",
    "phones",
    "addresses",
    "positions",
    "sources",
    "sole_trades",
    "sole_trader_addresses",
    "sole_trader_einvoice_addresses",
    "interactions",
    "participants",
    "follow_ups",
    "purchases",
    "purchase_lines",
    "vouchers",
    "sole_trader_vouchers",
    "orders_as_contact",
    "voucher_references",
)
"""The order in which holdings are read; others follow, earlier values come last."""

ISO_DAY = re.compile(r"\b\d{4}-\d\d-\d\d\b")


def reading_order(holding: Holding) -> tuple[bool, bool, int]:
    """What a reader looks for stands first."""
    place = FIRST.index(holding.key) if holding.key in FIRST else len(FIRST)
    return "history_of" in holding.extra, holding.key in LAST, place


def row_words(holding: Holding, row: Any) -> str:
    """Its name as staff know it; a date where it has none."""
    replaced = getattr(row, "pgh_created_at", None)
    if replaced:
        return _day(replaced)
    if holding.key in BY_DATE:
        return _day(getattr(row, holding.clock)) if holding.clock else ""
    return ISO_DAY.sub(_as_read, str(row))


def row_url(holding: Holding, row: Any) -> str:
    """Its page in the admin, where it has one."""
    model, key = holding.model._meta, row.pk
    if "history_of" in holding.extra:
        return ""
    if holding.key == "participants":
        return reverse("admin:contacts_interaction_change", args=[row.interaction_id])
    if model.model_name in ("voucher", "orderline"):
        return reverse("admin:registry_order_change", args=[row.order_id])
    try:
        return reverse(f"admin:{model.app_label}_{model.model_name}_change", args=[key])
    except NoReverseMatch:
        return ""


def _as_read(found: re.Match[str]) -> str:
    try:
        return _day(date.fromisoformat(found[0]))
    except ValueError:
        return found[0]


def _day(value: Any) -> str:
    day = local_day(value)
    return formats.date_format(day, "SHORT_DATE_FORMAT") if day else ""
