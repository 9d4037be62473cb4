"""P36–P38, each broken on purpose."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from privacy.models import LegalHold, RetentionRun, RunState
from privacy.promises import Finding, check_all
from privacy.promises.storage import over_age
from privacy.services.guard import project_guard
from registry.models import Person
from registry.tests.factories import (
    BusinessEventFactory,
    GuardFactory,
    PersonFactory,
    StaffFactory,
)

pytestmark = pytest.mark.django_db

OLD = date(2001, 1, 1)


def today() -> date:
    return timezone.localdate()


def finding(promise: str, on: date | None = None) -> Finding:
    return next(f for f in check_all(on=on or today()) if f.promise == promise)


def ran(as_of: date) -> RetentionRun:
    return RetentionRun.objects.create(as_of=as_of, state=RunState.DONE)


def held(person: Person, *, review_by: date) -> LegalHold:
    opened = timezone.now() - timedelta(days=300)
    staff = StaffFactory()
    hold = LegalHold.objects.create(
        person=person,
        reason="Riita",
        owner=staff,
        recorded_by=staff,
        opened_at=opened,
        review_by=review_by,
    )
    project_guard([person.pk])
    return hold


def test_p36_is_unproven_until_the_night_has_run() -> None:
    assert finding("P36").state == "unproven"
    ran(today())
    assert finding("P36").state == "holds"


def test_p36_is_unproven_when_the_run_is_older_than_26_hours() -> None:
    run = ran(today())
    RetentionRun.objects.filter(pk=run.pk).update(
        created_at=timezone.now() - timedelta(hours=27)
    )
    assert finding("P36").state == "unproven"


def test_p36_breaks_on_one_person_over_age() -> None:
    ran(today())
    PersonFactory(collected_on=today())
    assert finding("P36").state == "holds"
    PersonFactory(collected_on=OLD)
    assert finding("P36").state == "broken"
    assert finding("P36").count == 1


def test_p36_leaves_what_became_due_today_to_the_coming_night() -> None:
    day = date(2026, 11, 22)
    ran(day - timedelta(days=1))
    PersonFactory(collected_on=date(2011, 11, 21))
    assert finding("P36", on=day).state == "holds"
    ran(day)
    assert finding("P36", on=day).state == "broken"


def test_p36_leaves_the_held_and_the_restricted_out() -> None:
    ran(today())
    held(PersonFactory(collected_on=OLD), review_by=today() + timedelta(days=30))
    GuardFactory(person=PersonFactory(collected_on=OLD))
    assert finding("P36").state == "holds"
    assert sum(over_age(today()).values()) == 2


def test_p37_breaks_on_a_former_customer_whose_relationship_has_no_end() -> None:
    assert finding("P37").state == "holds"
    person = PersonFactory(kind="former")
    assert finding("P37").count == 1
    BusinessEventFactory(person=person, on=OLD)
    assert finding("P37").state == "holds"


def test_p37_breaks_on_silence_beyond_the_limit_that_is_still_active() -> None:
    customer = PersonFactory(kind="customer", collected_on=OLD)
    BusinessEventFactory(person=customer, on=today() - timedelta(days=30))
    assert finding("P37").state == "holds"
    silent = PersonFactory(kind="customer", collected_on=OLD)
    BusinessEventFactory(person=silent, on=date(2020, 1, 1))
    assert finding("P37").count == 1


def test_p37_breaks_on_a_customer_without_any_dealing_for_years() -> None:
    PersonFactory(kind="customer", collected_on=today())
    assert finding("P37").state == "holds"
    PersonFactory(kind="customer", collected_on=date(2020, 1, 1))
    assert finding("P37").count == 1


def test_p38_holds_while_a_reviewed_hold_keeps_the_data() -> None:
    ran(today())
    person = PersonFactory(collected_on=OLD)
    assert finding("P38").count == 1
    held(person, review_by=today() + timedelta(days=30))
    assert finding("P38").state == "holds"


def test_p38_breaks_when_the_review_of_the_hold_is_overdue() -> None:
    ran(today())
    overdue = today() - timedelta(days=2)
    held(PersonFactory(collected_on=OLD), review_by=overdue)
    assert finding("P38").state == "broken"
