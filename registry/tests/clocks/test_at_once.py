"""Two transactions that change the facts of one clock at once: neither is lost."""

from collections.abc import Callable
from datetime import date
from threading import Thread

import pytest
from django.db import connection, transaction

from registry.models import BusinessEvent, Company, Person, PersonClock
from registry.services.clock_audit import clock_differences
from registry.tests.factories import (
    BusinessEventFactory,
    CompanyFactory,
    PersonFactory,
    PositionFactory,
)

pytestmark = pytest.mark.django_db(transaction=True)
WAITING = """
SELECT count(*) FROM pg_locks
WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))
"""


def commit_while_another_waits(
    mine: Callable[[], object], theirs: Callable[[], object]
) -> None:
    """Mine is written first and committed only when theirs waits for it."""

    def other() -> None:
        try:
            theirs()
        finally:
            connection.close()

    thread = Thread(target=other)
    with transaction.atomic():
        mine()
        thread.start()
        with connection.cursor() as cursor:
            while thread.is_alive():
                cursor.execute(WAITING)
                if cursor.fetchone()[0]:
                    break
    thread.join()


def event(
    on: date, person: Person | None = None, company: Company | None = None
) -> BusinessEvent:
    made: BusinessEvent = BusinessEventFactory(person=person, company=company, on=on)
    return made


@pytest.mark.parametrize("later_first", [True, False])
def test_two_events_of_one_person(later_first: bool) -> None:
    person = PersonFactory()
    days = [date(2024, 1, 1), date(2025, 1, 1)]
    first, second = reversed(days) if later_first else days
    commit_while_another_waits(
        lambda: event(first, person), lambda: event(second, person)
    )
    assert PersonClock.objects.get(person=person).ended_on == date(2025, 1, 1)
    assert clock_differences() == []


def test_event_of_a_company_and_a_new_place_in_it() -> None:
    person, company = PersonFactory(), CompanyFactory()
    event(date(2020, 1, 1), company=company)
    commit_while_another_waits(
        lambda: PositionFactory(person=person, company=company),
        lambda: event(date(2025, 1, 1), company=company),
    )
    assert PersonClock.objects.get(person=person).ended_on == date(2025, 1, 1)
    assert clock_differences() == []


def test_new_place_while_an_event_of_the_company_is_written() -> None:
    person, company = PersonFactory(), CompanyFactory()
    commit_while_another_waits(
        lambda: event(date(2025, 1, 1), company=company),
        lambda: PositionFactory(person=person, company=company),
    )
    assert PersonClock.objects.get(person=person).ended_on == date(2025, 1, 1)
    assert clock_differences() == []
