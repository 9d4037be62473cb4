"""The plan says what the law says, in any world; what is held back is never erased."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

import pytest
from django.db import transaction
from django.test import override_settings
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from privacy.models import RestrictionGround, RetentionRun
from privacy.models.case_choices import CaseChannel, CaseKind
from privacy.retention.planning import plan_run
from privacy.retention.run import carry_out
from privacy.services.cases import register_request
from privacy.services.holds import place_hold
from privacy.services.restrictions import open_restriction
from registry.choices import ENDING_EVENTS, QUALIFYING_EVENTS
from registry.law.relationship import Dealings
from registry.law.retention import (
    NoticeCap,
    contact_person_cap,
    customer_cap,
    note_cap,
    prospect_cap,
    verdict_on,
)
from registry.models import Person
from registry.seams.personal_data import registry_of_holdings
from registry.tests.factories import (
    BusinessEventFactory,
    CompanyFactory,
    PersonFactory,
    PositionFactory,
    StaffFactory,
)

DAYS = st.dates(date(1990, 1, 1), date(2026, 11, 20))
EVENTS = st.lists(
    st.tuples(DAYS, st.sampled_from([*QUALIFYING_EVENTS, *ENDING_EVENTS])), max_size=3
)
Events = list[tuple[date, str]]


@dataclass(frozen=True)
class Story:
    """A person as drawn: collected, own dealings, places, a note, what protects her."""

    collected: date
    own: Events
    places: list[tuple[date | None, Events]]
    note: date | None
    protection: str


STORIES = st.builds(
    Story,
    collected=DAYS,
    own=EVENTS,
    places=st.lists(st.tuples(st.none() | DAYS, EVENTS), max_size=1),
    note=st.none() | DAYS,
    protection=st.sampled_from(["", "", "hold", "restriction", "case"]),
)


@pytest.fixture(autouse=True)
def _own_journal(tmp_path: Path) -> Iterator[None]:
    with override_settings(ERASURE_JOURNAL=str(tmp_path / "journal.jsonl")):
        yield


def dealings_of(events: Events, today: date) -> Dealings | None:
    """What the law's function is told of these events; None: no relationship."""
    if all(kind == "dissolved" for _, kind in events):
        return None
    orders = [day for day, kind in events if kind in QUALIFYING_EVENTS]
    ends = [d for d, kind in events if kind in ENDING_EVENTS and d <= today]
    last = max(orders, default=None)
    return Dealings(
        ended=max(ends, default=None), new_order=last, last_business_event=last
    )


def cap_by_law(story: Story, today: date) -> NoticeCap:
    """By the pure functions: the last end counts, a relationship that lives keeps."""
    caps = []
    if dealings := dealings_of(story.own, today):
        caps.append(customer_cap(dealings, today=today))
    for left, events in story.places:
        if company := dealings_of(events, today):
            cap = contact_person_cap(left_company=left, company=company, today=today)
            caps.append(cap)
    if not caps:
        return prospect_cap(story.collected)
    return max(caps, key=lambda cap: cap.last_day or date.max)


def live(story: Story) -> tuple[Person, int | None]:
    """Write the story down; the person, and the key of her note."""
    person: Person = PersonFactory(collected_on=story.collected)
    for day, kind in story.own:
        BusinessEventFactory(person=person, company=None, on=day, kind=kind)
    for left, events in story.places:
        company = CompanyFactory()
        PositionFactory(person=person, company=company, ends_on=left)
        for day, kind in events:
            BusinessEventFactory(person=None, company=company, on=day, kind=kind)
    note = write_note(person, story.note) if story.note else None
    protect(person, story.protection)
    return person, note


def write_note(person: Person, day: date) -> int:
    """A note about the person, made through the map: siblings are strangers."""
    at = timezone.make_aware(datetime.combine(day, time(12)))
    interactions = registry_of_holdings["interactions"].model._default_manager
    participants = registry_of_holdings["participants"].model._default_manager
    note = interactions.create(kind="note", at=at, body="Soitto")
    participants.create(interaction=note, person=person, at=at)
    return int(note.pk)


def protect(person: Person, how: str) -> None:
    """What holds her back."""
    staff = StaffFactory()
    if how == "hold":
        place_hold(actor=staff, owner=staff, reason="Riita", person=person)
    elif how == "restriction":
        open_restriction(
            actor=staff,
            person_id=person.pk,
            ground=RestrictionGround.CLAIMS,
            reason="Vaatimus",
        )
    elif how == "case":
        register_request(
            actor=None,
            kind=CaseKind.ACCESS,
            channel=CaseChannel.PHONE,
            person=person,
        )


NOTES = {"hold": "held", "restriction": "inform", "case": "in_case", "": ""}


def planned(run: RetentionRun, holding: str) -> dict[int, str]:
    """Row → what holds it back."""
    return dict(run.lines.filter(holding=holding).values_list("row_pk", "note"))


@pytest.mark.django_db
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(stories=st.lists(STORIES, min_size=1, max_size=4))
def test_plan_and_run_do_what_the_law_says_in_any_world(stories: list[Story]) -> None:
    with transaction.atomic():
        told = [(story, *live(story)) for story in stories]
        today = timezone.localdate()
        run = plan_run(as_of=today)
        due = {
            person.pk: NOTES[story.protection]
            for story, person, _note in told
            if verdict_on(today, cap_by_law(story, today).last_day) == "erase"
        }
        assert planned(run, "persons") == due
        old = {
            note: NOTES[story.protection]
            for story, person, note in told
            if note and story.note and due.get(person.pk) != ""
            if verdict_on(today, note_cap(story.note).last_day) == "erase"
        }
        assert planned(run, "interactions") == old
        carry_out(run.pk)
        gone = {key for key, note in due.items() if not note}
        left = set(Person.objects.values_list("pk", flat=True))
        assert left == {person.pk for _, person, _ in told} - gone
        kept = set(
            registry_of_holdings["interactions"].model._default_manager.values_list(
                "pk", flat=True
            )
        )
        assert kept == {
            note
            for _story, person, note in told
            if note and person.pk not in gone and old.get(note) != ""
        }
        transaction.set_rollback(True)
