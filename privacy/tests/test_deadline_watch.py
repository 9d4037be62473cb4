"""Near and missed last days: mail once a step, loud pages, the promise ledger."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from time_machine import TimeMachineFixture

from privacy.models import Case, IdentityQuestion
from privacy.models.case_choices import CaseChannel, CaseKind
from privacy.promises import State, check_all
from privacy.services.cases import register_request
from privacy.services.cases.deadline import refresh_deadline
from privacy.services.deadline_reminders import note_overdue, remind_of_deadlines
from privacy.tests.cases import officer
from registry.law.parameters import override_parameters
from registry.models import AuditEntry, OutgoingMail, Staff
from registry.tests.factories import StaffFactory

pytestmark = pytest.mark.django_db

QUEUE = "/admin/privacy/case/"
RECEIVED = datetime(2026, 11, 26, 9, tzinfo=UTC)
DUE = date(2026, 12, 28)
"""26 December is a public holiday and a Saturday: Monday the 28th."""


def received(kind: CaseKind = CaseKind.ERASURE) -> Case:
    return register_request(
        actor=officer(),
        kind=kind,
        channel=CaseChannel.PHONE,
        email="kysyja@kanaria.example",
        name="Ainokaisa Kanarialintu",
        received_at=RECEIVED,
    )


def reader(language: str) -> Staff:
    staff: Staff = StaffFactory(email=f"{language}@kespet.example", language=language)
    staff.groups.add(Group.objects.get(name="dpo"))
    return staff


def watch(first: date, days: int) -> list[date]:
    """The days on which mail was queued, with the job run twice a day."""
    told = []
    for passed in range(days):
        day = first + timedelta(days=passed)
        if remind_of_deadlines(day) + remind_of_deadlines(day):
            told.append(day)
    return told


def test_officers_hear_at_fixed_days_and_once_when_it_is_late() -> None:
    case = received()
    Staff.objects.update(is_active=False)
    reader("fi")
    reader("sv")
    assert watch(date(2026, 12, 1), 40) == [
        date(2026, 12, 14),
        date(2026, 12, 21),
        date(2026, 12, 25),
        date(2026, 12, 27),
        date(2026, 12, 29),
    ]
    mails = OutgoingMail.objects.filter(kind="deadline.reminder").order_by("pk")
    assert mails.count() == 10
    assert {mail.language for mail in mails} == {"fi", "sv"}
    for mail in mails:
        words = mail.subject + mail.text
        assert case.reference in words
        assert "28.12.2026" in words
        assert "Kanarialintu" not in words
        assert "kanaria.example" not in words
    assert "Försenad" in mails.filter(language="sv")[4].subject


def test_missed_mornings_are_not_made_up_for() -> None:
    received()
    Staff.objects.update(is_active=False)
    reader("fi")
    assert watch(date(2026, 12, 26), 1) == [date(2026, 12, 26)]
    assert OutgoingMail.objects.filter(kind="deadline.reminder").count() == 1


def test_days_of_reminders_come_from_the_table_of_law() -> None:
    received()
    Staff.objects.update(is_active=False)
    reader("fi")
    with override_parameters(dsr_reminder_days="10"):
        assert watch(date(2026, 12, 10), 15) == [date(2026, 12, 18)]


def test_nobody_is_reminded_while_the_clock_stands() -> None:
    case = received()
    IdentityQuestion.objects.create(case=case, doubts="Uusi osoite", asked_at=RECEIVED)
    assert refresh_deadline(case).is_paused
    reader("fi")
    assert watch(date(2026, 12, 1), 40) == []
    assert note_overdue(date(2027, 1, 4)) == 0


def test_overdue_requests_are_in_the_audit_once_a_day(
    time_machine: TimeMachineFixture,
) -> None:
    received()
    time_machine.move_to(datetime(2026, 12, 29, 4, tzinfo=UTC), tick=False)
    assert note_overdue(date(2026, 12, 28)) == 0
    assert note_overdue(date(2026, 12, 29)) == 1
    assert note_overdue(date(2026, 12, 29)) == 1
    assert AuditEntry.objects.filter(action="case.overdue").count() == 1


@pytest.mark.parametrize(
    ("kind", "promise"), [(CaseKind.RECTIFICATION, "P43"), (CaseKind.ERASURE, "P44")]
)
def test_overdue_request_breaks_its_promise(kind: CaseKind, promise: str) -> None:
    received(kind)
    states = {
        on: next(f.state for f in check_all(on=on) if f.promise == promise)
        for on in (DUE, DUE + timedelta(days=1))
    }
    assert states == {DUE: State.HOLDS, DUE + timedelta(days=1): State.BROKEN}


def test_overdue_is_loud_on_every_page_of_the_officer(
    client: Client, time_machine: TimeMachineFixture
) -> None:
    case = received()
    time_machine.move_to(datetime(2026, 12, 30, 8, tzinfo=UTC), tick=False)
    client.force_login(officer())
    page = client.get("/admin/compliance/").content.decode()
    assert "Määräaika on ylitetty" in page
    assert case.reference in page
    assert "Myöhässä olevat pyynnöt" in client.get("/admin/").content.decode()
    page = client.get(f"{QUEUE}{case.pk}/change/").content.decode()
    assert "2 päivää myöhässä" in page
    listed = client.get(f"{QUEUE}?show=overdue").content.decode()
    assert case.reference in listed
    assert "28.12.2026" in listed


def test_queue_is_searched_by_post_and_filtered(client: Client) -> None:
    case, other = received(), received(CaseKind.ACCESS)
    Case.objects.filter(pk=other.pk).update(name="Toinen", email="toinen@muu.example")
    client.force_login(officer())
    answer = client.post(QUEUE, {"posted_search": "kanarialintu"})
    assert "kanarialintu" not in answer["Location"].lower()
    page = client.get(answer["Location"]).content.decode()
    assert case.reference in page
    assert other.reference not in page
    page = client.get(f"{QUEUE}?kind=access&channel=phone").content.decode()
    assert other.reference in page
    assert case.reference not in page
    page = client.get(f"{QUEUE}?show=undelivered").content.decode()
    assert "Mikään pyyntö ei vastaa hakua" in page


def test_queue_is_exported_without_names(client: Client) -> None:
    case = received()
    client.force_login(officer())
    answer = client.get(f"{QUEUE}export/?kind=erasure")
    sheet = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    assert case.reference in sheet
    assert "2026-12-28" in sheet
    assert "Kanarialintu" not in sheet
