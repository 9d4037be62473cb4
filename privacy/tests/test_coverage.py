"""Every datum has an end: a rule in force, or a lifetime that is stated."""

from collections.abc import Iterator

import pytest

from privacy.models import PeriodRule
from privacy.retention.coverage import LIFETIMES, Uncovered, uncovered
from privacy.retention.rules import rules_in_force
from privacy.retention.shipped import SHIPPED
from registry.models import Partner
from registry.seams.personal_data import (
    Category,
    OnErasure,
    Purpose,
    RetentionRule,
    datum,
    holding,
    registry_of_holdings,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def planted() -> Iterator[None]:
    """A holding that nobody thought of."""
    registry_of_holdings.unseal_for_tests()
    holding(
        "planted",
        model=Partner,
        person_path="",
        mentions_only=True,
        label="Planted",
        fields={
            "name": datum(
                category=Category.NAME,
                purpose=Purpose.MARKETING,
                retention=RetentionRule.OWN_DATE,
                on_erasure=OnErasure.BLANK,
            )
        },
        technical={},
    )
    yield
    registry_of_holdings.forget_for_tests("planted")
    registry_of_holdings.seal()


def test_rules_in_force_let_everything_go() -> None:
    assert uncovered() == []


@pytest.mark.usefixtures("planted")
def test_planted_holding_without_a_rule_is_found() -> None:
    found = Uncovered(holding="planted", purpose="marketing", retention="own_date")
    assert uncovered() == [found]


@pytest.mark.parametrize("slug", [rule.slug for rule in SHIPPED if not rule.proposal])
def test_no_rule_of_the_first_day_can_be_missed(slug: str) -> None:
    left = [rule for rule in rules_in_force() if rule.slug != slug]
    assert uncovered(left)


def test_rule_of_another_purpose_does_not_cover() -> None:
    rules = rules_in_force()
    for rule in rules:
        if rule.slug == "view_log":
            rule.purpose = "marketing"
    assert [gap.holding for gap in uncovered(rules)] == ["uses"]


def test_lifetimes_are_stated_of_known_holdings_only() -> None:
    assert set(LIFETIMES) <= {holding.key for holding in registry_of_holdings}


def test_every_rule_covers_known_holdings() -> None:
    known = {holding.key for holding in registry_of_holdings}
    for rule in PeriodRule.objects.all():
        assert set(rule.covers) <= known
