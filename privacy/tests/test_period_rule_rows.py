"""Rules of retention are legal facts: versioned, reasoned, never overwritten."""

from datetime import date

import pytest
from django.db import Error, IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from privacy.exceptions import RuleNotInForce
from privacy.models import PeriodRule, PeriodRuleState
from privacy.retention.rule_words import period_of
from privacy.retention.rules import bound, rule_in_force, rules_in_force
from privacy.retention.shipped import SHIPPED, Shipped
from registry.law.parameters import number
from registry.seams.personal_data import registry_of_holdings

pytestmark = pytest.mark.django_db


def test_notice_and_statutes_are_in_force_from_the_first_day() -> None:
    assert {rule.slug: rule.months for rule in rules_in_force()} == {
        "person_collection": 180,
        "person_relationship": 180,
        "note_own_date": 180,
        "voucher": 72,
        "case_closed": 36,
        "consent_withdrawn": 36,
        "view_log": 24,
    }


def test_shorter_periods_ship_as_proposals() -> None:
    proposals = PeriodRule.objects.proposals()
    assert {rule.slug: rule.months for rule in proposals} == {
        "prospect_profile": 24,
        "contact_note": 36,
        "order_contact": 24,
        "delivery_address": 24,
    }


def test_proposal_is_not_in_force() -> None:
    with pytest.raises(RuleNotInForce):
        rule_in_force("prospect_profile")


@pytest.mark.parametrize("rule", SHIPPED, ids=lambda rule: rule.slug)
def test_shipped_rule_covers_known_holdings(rule: Shipped) -> None:
    assert set(rule.covers) <= {holding.key for holding in registry_of_holdings}


@pytest.mark.parametrize(
    "change", [{"months": 24}, {"reason": "Muu syy"}, {"covers": ["persons"]}]
)
def test_rule_is_not_overwritten(change: dict[str, object]) -> None:
    with pytest.raises(Error, match="overwritten"), transaction.atomic():
        PeriodRule.objects.filter(slug="note_own_date").update(**change)


def test_rule_is_never_deleted() -> None:
    with pytest.raises(Error), transaction.atomic():
        PeriodRule.objects.filter(slug="note_own_date").delete()


@pytest.mark.parametrize(
    ("slug", "state"),
    [
        ("voucher", PeriodRuleState.PROPOSAL),
        ("voucher", PeriodRuleState.WAITING),
        ("contact_note", PeriodRuleState.OFF),
    ],
)
def test_state_only_goes_forward(slug: str, state: PeriodRuleState) -> None:
    with pytest.raises(Error, match="forward"), transaction.atomic():
        PeriodRule.objects.filter(slug=slug).update(
            state=state, valid_from=date(2026, 1, 1)
        )


def test_day_of_a_rule_is_written_once() -> None:
    with pytest.raises(Error, match="forward"), transaction.atomic():
        PeriodRule.objects.filter(slug="voucher").update(valid_from=date(2020, 1, 1))


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"reason": "  \n"}, "rule_has_a_reason"),
        ({"basis": ""}, "rule_has_a_basis"),
        ({"months": 0}, "rule_has_a_period"),
        ({"months": 181}, "rule_keeps_the_promise"),
        ({"approval": "two_above"}, "rule_two_above_a_number"),
        ({"state": "in_force"}, "rule_in_force_from_a_day"),
        ({"slug": "voucher"}, "rule_version"),
    ],
)
def test_database_refuses_a_rule_that(change: dict[str, object], name: str) -> None:
    row = {
        "slug": "planted",
        "covers": ["persons"],
        "anchor": "collection",
        "months": 12,
        "basis": "GDPR 5(1)(e)",
        "reason": "Syy",
    }
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        PeriodRule.objects.create(**row | change)


def test_statute_may_be_longer_than_the_notice() -> None:
    rule = PeriodRule.objects.create(
        slug="planted",
        covers=["vouchers"],
        anchor="financial_year",
        months=240,
        basis="Laki 1/2030",
        reason="Laki",
        statute=True,
    )
    assert rule.author is None


def test_bound_of_leap_day_keeps_to_the_last_day_of_february() -> None:
    rule = PeriodRule(months=36)
    assert bound(rule, date(2027, 2, 28)) == date(2024, 2, 28)
    assert bound(rule, date(2027, 3, 1)) == date(2024, 3, 1)
    assert bound(rule, date(2028, 2, 29)) == date(2025, 3, 1)


LAW_PURPOSES = {
    "prospect_profile": "prospect_marketing_profile",
    "contact_note": "contact_note",
    "order_contact": "order_contact",
    "delivery_address": "delivery_address",
    "case_closed": "rights_request_case",
    "consent_withdrawn": "consent_event_after_withdrawal",
    "view_log": "record_view_log",
}


@pytest.mark.parametrize("rule", SHIPPED, ids=lambda rule: rule.slug)
def test_shipped_months_are_those_of_the_table_of_law(rule: Shipped) -> None:
    if rule.slug in LAW_PURPOSES:
        assert rule.months == number(f"{LAW_PURPOSES[rule.slug]}_months")
    elif rule.statute:
        assert rule.months == 12 * number("voucher_years")
    else:
        assert rule.months == 12 * number("notice_retention_years")


@given(
    start=st.dates(date(1999, 1, 1), date(2030, 12, 31)),
    today=st.dates(date(2000, 1, 1), date(2060, 12, 31)),
    months=st.integers(1, 240),
)
def test_rows_go_exactly_when_the_law_of_purposes_says_so(
    start: date, today: date, months: int
) -> None:
    rule = PeriodRule(slug="contact_note", months=months)
    law = period_of(rule, start=start, today=today)
    assert (start < bound(rule, today)) == (law.on_today == "erase")
