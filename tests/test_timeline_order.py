"""Pages of the timeline meet without gap or repeat, whatever shares an instant."""

from datetime import date, datetime, timedelta
from itertools import product

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from contacts.tests.factories import InteractionFactory, ParticipantFactory
from registry.models import Person, Staff
from registry.seams.panels import TimelineEntry, midnight, timeline_page
from registry.tests.factories import (
    BusinessEventFactory,
    OrderFactory,
    PersonFactory,
    SourceFactory,
    StaffFactory,
)

DAYS = [date(2025, 5, 5), date(2025, 5, 6)]


@pytest.fixture
def officer_of_all(db: None) -> Staff:
    staff: Staff = StaffFactory()
    staff.groups.add(Group.objects.get(name="dpo"))
    return staff


@pytest.fixture
def busy(db: None) -> Person:
    """Days and instants that tie: a date counts as its midnight."""
    person: Person = PersonFactory()
    for day, _twice in product(DAYS, range(2)):
        OrderFactory(contact=person, ordered_on=day)
        BusinessEventFactory(person=person, kind="payment", on=day)
        SourceFactory(person=person, collected_on=day)
        for at in (midnight(day), midnight(day) + timedelta(hours=9)):
            _meet(person, at)
    return person


def _meet(person: Person, at: datetime) -> None:
    ParticipantFactory(person=person, interaction=InteractionFactory(at=at))


@pytest.mark.parametrize("limit", [1, 2, 3, 5, 100])
def test_every_page_size_shows_everything_once_and_in_order(
    limit: int, busy: Person, officer_of_all: Staff
) -> None:
    seen: list[TimelineEntry] = []
    before = None
    while True:
        page = timeline_page(
            subject="person",
            key=busy.pk,
            user=officer_of_all,
            before=before,
            limit=limit,
        )
        seen += page.entries
        before = page.next
        if before is None:
            break

    cursors = [entry.cursor for entry in seen]
    assert len(cursors) == 20
    assert cursors == sorted(set(cursors), reverse=True)


def test_timeline_of_some_sources_shows_only_them(
    busy: Person, officer_of_all: Staff
) -> None:
    page = timeline_page(
        subject="person",
        key=busy.pk,
        user=officer_of_all,
        limit=50,
        sources=("order", "event"),
        without=("event",),
    )

    assert {entry.source for entry in page.entries} == {"order"}


def test_day_counts_from_its_midnight_here(busy: Person) -> None:
    assert timezone.localtime(midnight(DAYS[0])).hour == 0
