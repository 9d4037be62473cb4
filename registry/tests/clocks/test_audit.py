"""A clock that is wrong is found, written into the audit trail and mended."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from registry.models import AuditEntry, AuditSubject, PersonClock, RetentionPeriod
from registry.services.clock_audit import check_clocks, clock_differences
from registry.services.clocks import clocks_of, clocks_standing_still, recompute_clocks
from registry.tests.factories import (
    BusinessEventFactory,
    CompanyFactory,
    PersonFactory,
    PositionFactory,
)

pytestmark = pytest.mark.django_db
LONG_AGO = date(2001, 1, 1)


def test_right_clocks_are_only_noted_as_checked() -> None:
    event = BusinessEventFactory(person=PersonFactory(), company=None)
    place = PositionFactory()
    BusinessEventFactory(person=None, company=place.company)
    CompanyFactory(is_sole_trader=True, proprietor=event.person, dissolved_on=LONG_AGO)
    assert check_clocks() == []
    assert check_clocks(sample=10) == []
    actions = AuditEntry.objects.values_list("action", flat=True)
    assert list(actions) == ["clock.checked", "clock.checked"]


@pytest.mark.parametrize("sample", [None, 10])
def test_wrong_clock_is_found_recorded_and_mended(sample: int | None) -> None:
    right, wrong = PersonFactory(), PersonFactory()
    before = PersonClock.objects.get(person=wrong).last_day
    PersonClock.objects.filter(person=wrong).update(last_day=LONG_AGO)
    (found,) = check_clocks(sample=sample)
    assert (found.person_id, found.fields) == (wrong.pk, ("last_day",))
    entry = AuditEntry.objects.get(action="clock.differs")
    assert entry.fields == ["last_day"]
    subjects = AuditSubject.objects.filter(entry_id=entry.pk)
    assert [s.subject_id for s in subjects] == [wrong.pk]
    assert PersonClock.objects.get(person=wrong).last_day == before
    assert clock_differences() == []
    assert right.pk != wrong.pk


def test_missing_clock_is_made_again() -> None:
    person = PersonFactory()
    PersonClock.objects.filter(person=person).delete()
    (found,) = check_clocks()
    assert found.fields == ("person",)
    assert PersonClock.objects.filter(person=person).exists()


def test_facts_that_came_while_the_triggers_slept_are_found() -> None:
    person = PersonFactory(collected_on=LONG_AGO)
    with clocks_standing_still():
        BusinessEventFactory(person=person, company=None, on=date(2020, 2, 29))
        newcomer = PersonFactory()
    assert clocks_of([person.pk])[person.pk].ended_on is None
    assert newcomer.pk not in clocks_of([newcomer.pk])
    assert len(clock_differences()) == 2
    assert recompute_clocks() == 2
    assert clock_differences() == []
    assert clocks_of([person.pk])[person.pk].last_day == date(2035, 2, 28)


def test_triggers_wake_again_after_standing_still() -> None:
    with clocks_standing_still():
        pass
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('pgtrigger.ignore', true)")
        assert cursor.fetchone()[0] in ("", "{}")
    assert PersonClock.objects.filter(person=PersonFactory()).exists()


def test_another_inactivity_in_the_law_changes_the_clocks_at_the_next_check() -> None:
    person = PersonFactory()
    BusinessEventFactory(person=person, company=None, on=date(2020, 1, 1))
    RetentionPeriod.objects.filter(key="relationship_inactivity").update(months=12)
    recompute_clocks()
    assert clocks_of([person.pk])[person.pk].detected_on == date(2021, 1, 1)
    assert check_clocks() == []
    assert clocks_of([person.pk])[person.pk].detected_on == date(2022, 1, 1)


def test_command_prints_what_differed_and_mends_it() -> None:
    person = PersonFactory()
    PersonClock.objects.filter(person=person).update(last_day=LONG_AGO)
    told = StringIO()
    with pytest.raises(CommandError):
        call_command("check_clocks", stderr=told)
    assert told.getvalue().strip() == f"person {person.pk}: last_day"
    out = StringIO()
    call_command("check_clocks", sample=10, stdout=out)
    assert "Every clock" in out.getvalue()
