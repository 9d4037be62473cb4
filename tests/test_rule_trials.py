"""Dry runs and back-tests of rules, over people, dealings and orders together."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from contacts.tests.factories import InteractionFactory, ParticipantFactory
from privacy.models import PeriodRule
from privacy.retention.trials import back_test, dry_run
from registry.models import Person
from registry.tests.factories import (
    AddressFactory,
    BusinessEventFactory,
    CompanyFactory,
    GuardFactory,
    OrderFactory,
    PersonFactory,
    PositionFactory,
)

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 22)


def rule(slug: str, **changes: Any) -> PeriodRule:
    found = PeriodRule.objects.order_by("-version").filter(slug=slug)[0]
    for name, value in changes.items():
        setattr(found, name, value)
    return found


def met(person: Person, on: date, kind: str = "meeting") -> None:
    at = datetime(on.year, on.month, on.day, 10, tzinfo=UTC)
    interaction = InteractionFactory(kind=kind, at=at)
    ParticipantFactory(interaction=interaction, person=person, at=at)


def gone(found: dict[str, Any]) -> dict[str, tuple[int, int]]:
    """Month → gone, dealt with again; zeros left out."""
    return {m[:7]: (rows, again) for m, rows, again in found["months"] if rows}


def test_dry_run_counts_persons_and_their_rows_by_holding() -> None:
    silent = PersonFactory(collected_on=date(2024, 11, 21))
    PersonFactory(collected_on=date(2024, 11, 22))
    met(silent, date(2024, 11, 21))
    found = dry_run(rule("prospect_profile"), as_of=TODAY)
    assert found["persons"] == 1
    assert found["rows"]["persons"] == 1
    assert found["rows"]["participants"] == 1
    assert found["held"] == 0


def test_dry_run_leaves_out_customers_and_those_held_back() -> None:
    customer = PersonFactory(collected_on=date(2015, 1, 1))
    BusinessEventFactory(person=customer, on=date(2016, 1, 1))
    GuardFactory(person=PersonFactory(collected_on=date(2020, 1, 1)))
    found = dry_run(rule("prospect_profile"), as_of=TODAY)
    assert (found["persons"], found["held"], found["rows"]) == (0, 1, {})


def test_dry_run_of_notes_counts_rows_by_their_own_date() -> None:
    person = PersonFactory()
    met(person, date(2023, 11, 21))
    met(person, date(2023, 11, 22))
    found = dry_run(rule("contact_note"), as_of=TODAY)
    assert found["rows"] == {"participants": 1, "interactions": 1}
    assert found["persons"] == 1


def test_dry_run_of_closed_orders_counts_the_contacts() -> None:
    contact = PersonFactory()
    for status, on in (
        ("closed", date(2024, 11, 21)),
        ("closed", date(2024, 11, 22)),
        ("confirmed", date(2020, 1, 1)),
    ):
        OrderFactory(contact=contact, status=status, ordered_on=on)
    found = dry_run(rule("order_contact"), as_of=TODAY)
    assert found["rows"] == {"orders_as_contact": 1}


def test_dry_run_of_delivery_addresses_waits_for_the_last_order() -> None:
    done, busy = (PersonFactory(private_customer=True) for _ in range(2))
    for person in (done, busy):
        AddressFactory(company=None, person=person, kind="delivery")
        OrderFactory(
            buyer_company=None,
            buyer_person=person,
            status="closed",
            ordered_on=date(2023, 1, 1),
        )
    OrderFactory(buyer_company=None, buyer_person=busy, ordered_on=date(2023, 5, 1))
    found = dry_run(rule("delivery_address"), as_of=TODAY)
    assert found["rows"] == {"addresses": 1}


def test_back_test_names_the_month_and_who_came_back() -> None:
    came_back = PersonFactory(collected_on=date(2020, 3, 2))
    met(came_back, date(2023, 1, 10))
    PersonFactory(collected_on=date(2020, 3, 2))
    found = back_test(rule("prospect_profile"), as_of=TODAY, years=10)
    assert found["unit"] == "persons"
    assert gone(found) == {"2022-03": (2, 1)}
    assert len(found["months"]) == 121


def test_back_test_knows_who_became_a_customer_afterwards() -> None:
    late = PersonFactory(collected_on=date(2020, 3, 2))
    BusinessEventFactory(person=late, on=date(2022, 3, 3))
    in_time = PersonFactory(collected_on=date(2020, 3, 2))
    BusinessEventFactory(person=in_time, on=date(2022, 3, 2))
    found = back_test(rule("prospect_profile"), as_of=TODAY, years=10)
    assert gone(found) == {"2022-03": (1, 1)}


def test_back_test_does_not_count_our_own_letters_as_taking_part() -> None:
    person = PersonFactory(collected_on=date(2022, 1, 3))
    met(person, date(2023, 6, 1), kind="note")
    found = back_test(rule("prospect_profile"), as_of=TODAY, years=5)
    assert gone(found) == {"2024-01": (1, 0)}


def test_back_test_of_relationships_reads_companies_until_the_person_left() -> None:
    company = CompanyFactory()
    for on in (date(2015, 5, 4), date(2019, 5, 6)):
        BusinessEventFactory(person=None, company=company, on=on)
    stayed = PositionFactory(
        company=company, person=PersonFactory(collected_on=date(2015, 5, 4))
    )
    left = PositionFactory(
        company=company,
        person=PersonFactory(collected_on=date(2015, 5, 4)),
        starts_on=date(2015, 1, 1),
        ends_on=date(2016, 1, 1),
    )
    assert stayed.company == left.company
    found = back_test(rule("person_relationship", months=36), as_of=TODAY, years=15)
    assert gone(found) == {"2018-05": (1, 1), "2019-01": (1, 0)}


def test_back_test_of_notes_counts_rows() -> None:
    person = PersonFactory()
    met(person, date(2020, 5, 5))
    met(person, date(2024, 5, 5))
    found = back_test(rule("contact_note"), as_of=TODAY, years=5)
    assert found["unit"] == "rows"
    assert gone(found) == {"2023-05": (2, 2)}


def test_back_test_of_contacts_in_closed_orders() -> None:
    OrderFactory(contact=PersonFactory(), status="closed", ordered_on=date(2021, 2, 28))
    found = back_test(rule("order_contact"), as_of=TODAY, years=5)
    assert gone(found) == {"2023-03": (1, 0)}


def test_back_test_of_delivery_addresses_reads_the_gaps_between_orders() -> None:
    person = PersonFactory(private_customer=True, collected_on=date(2018, 1, 1))
    AddressFactory(company=None, person=person, kind="delivery")
    for on in (date(2019, 1, 1), date(2019, 12, 1), date(2023, 1, 1)):
        OrderFactory(
            buyer_company=None, buyer_person=person, status="closed", ordered_on=on
        )
    BusinessEventFactory(person=person, on=date(2023, 1, 1))
    found = back_test(rule("delivery_address"), as_of=TODAY, years=8)
    assert gone(found) == {"2021-12": (1, 1)}


@pytest.mark.parametrize(
    "slug",
    ["voucher", "case_closed", "consent_withdrawn", "view_log", "person_collection"],
)
def test_every_rule_can_be_tried(slug: str) -> None:
    assert dry_run(rule(slug), as_of=TODAY)["persons"] == 0
    assert gone(back_test(rule(slug), as_of=TODAY, years=3)) == {}


def test_progress_reaches_the_end() -> None:
    heard: list[tuple[int, int]] = []
    dry_run(rule("contact_note"), as_of=TODAY, progress=lambda *at: heard.append(at))
    assert heard[-1][0] == heard[-1][1]
