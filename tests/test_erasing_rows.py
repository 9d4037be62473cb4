"""Erasing with dealings: shared rows, rows by their own date, and what it costs."""

from datetime import date

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contacts.models import FollowUp, Interaction, Participant
from contacts.tests.factories import (
    FollowUpFactory,
    InteractionFactory,
    ParticipantFactory,
)
from registry.models import Order, Person, Position
from registry.seams.personal_data import (
    delete_rows,
    erase,
    outcome_lines,
    registry_of_holdings,
)
from registry.seams.personal_data.history import event_model_of
from registry.seams.personal_data.statements import statements_of
from registry.tests.factories import (
    EmailFactory,
    OrderFactory,
    OrderLineFactory,
    PersonFactory,
    PositionFactory,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
MOST_STATEMENTS = 80
"""Of one call of ``erase``, whatever the number of people; 62 when this was written."""


def earlier(model: type[Interaction | Order]) -> list[int]:
    """Keys of the rows that have earlier values."""
    return sorted(
        event_model_of(model)._default_manager.values_list("pgh_obj", flat=True)
    )


def interaction_of(*people: Person) -> Interaction:
    """With an earlier value."""
    made: Interaction = InteractionFactory()
    for person in people:
        ParticipantFactory(interaction=made, person=person)
    Interaction.objects.filter(pk=made.pk).update(body="Puhuttiin toisin.")
    return made


def test_erase_takes_a_shared_note_with_the_last_of_its_people() -> None:
    one, two, other = (PersonFactory() for _number in range(3))
    theirs, shared = interaction_of(one, two), interaction_of(one, other)
    assert earlier(Interaction) == sorted([theirs.pk, shared.pk])

    done = erase([one.pk, two.pk], on=TODAY)

    assert list(Interaction.objects.all()) == [shared]
    assert earlier(Interaction) == [shared.pk]
    lines = {
        (d.holding, d.outcome): d.rows for d in done if "interactions" in d.holding
    }
    assert lines == {
        ("interactions", "delete_row"): 1,
        ("interactions", "shared"): 1,
        ("interactions_history", "delete_row"): 1,
        ("interactions_history", "shared"): 1,
    }


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    notes=st.lists(st.sets(st.integers(0, 3)), max_size=5),
    chosen=st.sets(st.integers(0, 3), min_size=1),
)
def test_however_notes_are_shared_the_preview_says_what_erasing_does(
    notes: list[set[int]], chosen: set[int]
) -> None:
    with transaction.atomic():
        people = [PersonFactory() for _number in range(4)]
        made = [interaction_of(*(people[n] for n in note)) for note in notes]
        ids = [people[n].pk for n in chosen]
        said = outcome_lines(ids, on=TODAY)

        assert erase(ids, on=TODAY) == said

        kept = {
            m.pk
            for m, note in zip(made, notes, strict=True)
            if not note or note - chosen
        }
        assert set(Interaction.objects.values_list("pk", flat=True)) == kept
        assert set(earlier(Interaction)) == kept
        transaction.set_rollback(True)


def test_erase_runs_statements_that_were_written_once() -> None:
    erase([PersonFactory().pk], on=TODAY)
    written = {
        h.key: statements_of(h) for h in registry_of_holdings if not h.mentions_only
    }
    people = [EmailFactory().person_id for _number in range(3)]
    with CaptureQueriesContext(connection) as queries:
        erase(people, on=TODAY)

    assert len(queries) < MOST_STATEMENTS
    assert all(statements_of(h) is written[h.key] for h in registry_of_holdings
               if not h.mentions_only)  # fmt: skip


def test_old_notes_go_with_their_participants_and_earlier_values() -> None:
    person = PersonFactory()
    old, kept = interaction_of(person), interaction_of(person)

    done = delete_rows(registry_of_holdings["interactions"], [old.pk], on=TODAY)

    assert [(d.holding, d.outcome, d.rows) for d in done] == [
        ("interactions", "delete_row", 1),
        ("participants", "delete_row", 1),
    ]
    assert list(Interaction.objects.all()) == [kept]
    assert list(Participant.objects.values_list("interaction", flat=True)) == [kept.pk]
    assert earlier(Interaction) == [kept.pk]
    assert Person.objects.filter(pk=person.pk).exists()


def test_a_follow_up_goes_without_leaving_an_earlier_value() -> None:
    old, kept = FollowUpFactory(), FollowUpFactory()
    history = event_model_of(FollowUp)._default_manager
    FollowUp.objects.update(text="Soita heti")
    assert history.count() == 2

    delete_rows(registry_of_holdings["follow_ups"], [old.pk], on=TODAY)

    assert list(FollowUp.objects.all()) == [kept]
    assert list(history.values_list("pgh_obj", flat=True)) == [kept.pk]


def test_rows_that_the_map_blanks_are_blanked_and_stay() -> None:
    order = OrderFactory(contact=PersonFactory())
    other = OrderFactory(contact=PersonFactory())
    Order.objects.filter(pk=order.pk).update(reference="Viite")
    assert earlier(Order) == [order.pk]

    delete_rows(registry_of_holdings["orders_as_contact"], [order.pk], on=TODAY)

    order.refresh_from_db()
    assert order.contact is None
    assert len(order.contact_token) == 32
    assert earlier(Order) == []
    other.refresh_from_db()
    assert other.contact is not None


def test_lines_go_with_a_purchase_that_is_let_go() -> None:
    line = OrderLineFactory(
        order=OrderFactory(buyer_company=None, buyer_person=PersonFactory())
    )

    delete_rows(registry_of_holdings["purchases"], [line.order_id], on=TODAY)

    assert not Order.objects.exists()


def test_no_row_is_touched_where_none_is_given() -> None:
    place = PositionFactory()

    assert delete_rows(registry_of_holdings["positions"], [], on=TODAY) == []
    assert erase([], on=TODAY) == []

    assert list(Position.objects.all()) == [place]
