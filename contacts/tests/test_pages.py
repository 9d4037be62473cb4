"""A note in one step, follow-ups, and the list of contacts."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from contacts.models import FollowUp, Interaction
from registry.models import Staff
from registry.tests.factories import (
    CompanyFactory,
    GuardFactory,
    PersonFactory,
    PositionFactory,
)

from .factories import FollowUpFactory, InteractionFactory, ParticipantFactory


def test_note_is_written_on_the_page_and_stands_on_the_timeline(sales: Client) -> None:
    position = PositionFactory()
    url = reverse("admin:contacts_log_person", args=[position.person_id])
    posted = {
        "kind": "call",
        "body": "Lupasi vastata perjantaina.\nSoitetaan sitten.",
        "company": str(position.company_id),
        "started_by_customer": "on",
        "follow_up_on": "2026-12-01",
    }

    page = sales.post(url, posted, follow=True)

    assert page.redirect_chain[0][0].endswith(f"/{position.person_id}/change/")
    assert "Lupasi vastata perjantaina." in page.content.decode()
    made = Interaction.objects.get()
    assert (made.direction, made.company) == ("in", position.company)
    task = FollowUp.objects.get()
    assert (task.text, task.due_on) == (
        "Lupasi vastata perjantaina.",
        date(2026, 12, 1),
    )


def test_refused_note_stays_typed_on_the_same_page(sales: Client) -> None:
    person = PersonFactory()
    url = reverse("admin:contacts_log_person", args=[person.pk])
    typed = "Tämä meni pitkäksi, ja lopussa on hetu 131052-308T"

    response = sales.post(url, {"kind": "meeting", "body": typed})

    page = response.content.decode()
    assert response.status_code == 422
    assert typed in page
    assert 'id="id_body_error"' in page
    assert 'value="meeting" aria-invalid' in page or "checked" in page
    assert not Interaction.objects.exists()


def test_note_about_a_company_needs_no_person(sales: Client) -> None:
    company = CompanyFactory()

    url = reverse("admin:contacts_log_company", args=[company.pk])
    page = sales.post(url, {"kind": "note", "body": "Muuttavat."}, follow=True)

    assert "Muuttavat." in page.content.decode()
    assert Interaction.objects.get().company == company


def test_follow_up_is_promised_and_done(sales: Client) -> None:
    person = PersonFactory()
    url = reverse("admin:contacts_promise_person", args=[person.pk])

    refused = sales.post(url, {"text": "Soita"})
    assert refused.status_code == 422
    sales.post(url, {"text": "Soita", "due_on": "2026-12-01"})
    task = FollowUp.objects.get()
    sales.post(reverse("admin:contacts_followup_done", args=[task.pk]))

    task.refresh_from_db()
    assert task.done_at is not None


def test_start_page_shows_my_late_follow_ups_and_nobody_elses(sales: Client) -> None:
    me, today = Staff.objects.get(username="sales"), timezone.localdate()
    FollowUpFactory(owner=me, due_on=today, text="Minun tänään")
    FollowUpFactory(owner=me, due_on=today + timedelta(days=1), text="Minun huomenna")
    FollowUpFactory(due_on=today, text="Jonkun toisen")

    page = sales.get(reverse("admin:index")).content.decode()

    assert "Minun tänään" in page
    assert "Minun huomenna" not in page
    assert "Jonkun toisen" not in page


def test_contact_with_a_restricted_person_is_hidden_as_a_whole(
    sales: Client, officer: Client
) -> None:
    shared = InteractionFactory(body="Puhuttiin kahden kesken.")
    shown = ParticipantFactory(interaction=shared).person
    hidden = ParticipantFactory(interaction=shared).person
    addresses = [
        reverse("admin:contacts_interaction_changelist"),
        reverse("admin:registry_person_change", args=[shown.pk]),
        reverse("admin:index"),
    ]
    for url in addresses:
        assert "kahden kesken" in sales.get(url).content.decode()

    GuardFactory(person=hidden)

    for url in addresses:
        assert "kahden kesken" not in sales.get(url).content.decode()
    one = reverse("admin:contacts_interaction_change", args=[shared.pk])
    assert sales.get(one).status_code == 404
    assert officer.get(one).status_code == 404

    reveal = reverse("admin:registry_person_reveal", args=[hidden.pk])
    officer.post(reveal, {"use": "claim", "reason": "Kanteeseen vastataan."})

    assert officer.get(one).status_code == 200


def test_contact_is_corrected_by_those_who_may(sales: Client, officer: Client) -> None:
    written = ParticipantFactory(interaction__body="Vanha").interaction
    url = reverse("admin:contacts_interaction_change", args=[written.pk])
    posted = {"kind": "call", "direction": "out", "subject": "", "body": "Uusi"}

    assert officer.post(url, posted).status_code == 403
    assert sales.post(url, posted).status_code == 302
    written.refresh_from_db()
    assert written.body == "Uusi"


@pytest.mark.parametrize("rows", [1, 3])
def test_list_of_contacts_asks_a_fixed_number_of_queries(
    rows: int, sales: Client, django_assert_num_queries: object
) -> None:
    for _row in range(rows):
        ParticipantFactory(interaction__company=CompanyFactory())

    with django_assert_num_queries(8):  # type: ignore[operator]  # pytest-django's
        sales.get(reverse("admin:contacts_interaction_changelist"))


def test_pages_of_contacts_meet_without_gap_or_repeat(sales: Client) -> None:
    for number in range(60):
        InteractionFactory(body=f"Merkintä {number:02d}!")

    url = reverse("admin:contacts_interaction_changelist")
    first = sales.get(url).content.decode()
    following = first.split('rel="next" href="')[1].split('"')[0]
    second = sales.get(url + following).content.decode()

    marks = [f"Merkintä {number:02d}!" for number in range(60)]
    assert sum(mark in first for mark in marks) == 50
    assert sorted(m for m in marks if (m in first) + (m in second) == 1) == marks
