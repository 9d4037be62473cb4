"""Two further months: only with reasons, only once, and only if the notice left in time."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from time_machine import TimeMachineFixture

from privacy.exceptions import DecisionIncomplete
from privacy.letters import note_given_up, record_posting
from privacy.models import Case, CaseExtension, LetterKind
from privacy.models.case_choices import CaseChannel, CaseKind, ClockState
from privacy.services.cases import extend_case, register_request
from privacy.tests.cases import officer
from registry.models import OutgoingMail
from registry.seams.mail import MailOutcome, send_due_mail

pytestmark = pytest.mark.django_db

QUEUE = "/admin/privacy/case/"
RECEIVED = datetime(2026, 9, 10, 9, tzinfo=UTC)
FIRST_DUE = date(2026, 10, 12)
"""10 October 2026 is a Saturday."""
EXTENDED = date(2026, 12, 10)


def received(email: str = "kysyja@kanaria.example") -> Case:
    return register_request(
        actor=officer(),
        kind=CaseKind.ACCESS,
        channel=CaseChannel.PHONE,
        email=email,
        received_at=RECEIVED,
    )


def extend(case: Case, **words: Any) -> CaseExtension:
    given = {"ground": "both", "reason": "Kaksi pyyntöä ja 14 vuoden muistiinpanot"}
    return extend_case(
        actor=officer(),
        case_id=case.pk,
        expected_version=Case.objects.get(pk=case.pk).version,
        **{**given, **words},
    )


def stored(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(officer())
    return client


def test_extension_is_not_in_force_before_the_mail_server_has_the_notice(
    time_machine: TimeMachineFixture,
) -> None:
    time_machine.move_to(datetime(2026, 10, 12, 12, tzinfo=UTC), tick=False)
    case = received()
    extend(case)
    assert (stored(case).legal_due, stored(case).clock_state) == (
        FIRST_DUE,
        ClockState.RUNNING,
    )
    send_due_mail()
    assert "10.12.2026" in mail.outbox[-1].body
    assert "tietosuojavaltuutetun" in mail.outbox[-1].body.lower()
    case = stored(case)
    assert (case.legal_due, case.clock_state) == (EXTENDED, ClockState.EXTENDED)
    assert case.refusal_due == FIRST_DUE


def test_notice_accepted_a_day_late_extends_nothing(
    time_machine: TimeMachineFixture, desk: Client
) -> None:
    time_machine.move_to(datetime(2026, 10, 12, 12, tzinfo=UTC), tick=False)
    case = received()
    extend(case)
    time_machine.move_to(datetime(2026, 10, 13, 5, tzinfo=UTC), tick=False)
    send_due_mail()
    case = stored(case)
    assert (case.legal_due, case.clock_state) == (FIRST_DUE, ClockState.RUNNING)
    assert case.is_overdue(date(2026, 10, 13))
    page = desk.get(f"{QUEUE}{case.pk}/change/").content.decode()
    assert "ilmoitus lähti liian myöhään" in page


def test_refused_notice_extends_nothing_and_the_case_says_so(
    time_machine: TimeMachineFixture, desk: Client
) -> None:
    time_machine.move_to(datetime(2026, 10, 8, 12, tzinfo=UTC), tick=False)
    case = received()
    letter = extend(case).letter
    assert letter is not None
    note_given_up(
        MailOutcome(
            id=letter.mail_id or 0,
            kind="case.extension",
            person_id=None,
            subject_type="case",
            subject_ref=case.reference,
            state="failed",
            error_code="smtp-550",
        )
    )
    assert stored(case).legal_due == FIRST_DUE
    page = desk.get(f"{QUEUE}{case.pk}/change/").content.decode()
    assert "ei ole vielä voimassa" in page
    assert "ei saatu perille" in page


def test_posted_notice_counts_from_the_day_of_posting(
    time_machine: TimeMachineFixture,
) -> None:
    time_machine.move_to(datetime(2026, 10, 9, 12, tzinfo=UTC), tick=False)
    case = received(email="")
    letter = extend(case).letter
    assert letter is not None
    time_machine.move_to(datetime(2026, 10, 14, 12, tzinfo=UTC), tick=False)
    record_posting(actor=officer(), letter_id=letter.pk, posted_on=FIRST_DUE)
    assert stored(case).legal_due == EXTENDED


@pytest.mark.parametrize("words", [{"reason": " "}, {"ground": "holidays"}])
def test_extension_without_a_reason_of_the_law_is_refused(
    time_machine: TimeMachineFixture, words: dict[str, str]
) -> None:
    time_machine.move_to(datetime(2026, 10, 1, 12, tzinfo=UTC), tick=False)
    case = received()
    with pytest.raises(DecisionIncomplete):
        extend(case, **words)
    assert not OutgoingMail.objects.filter(kind="case.extension").exists()


def test_time_is_extended_once_and_not_after_the_first_month(
    time_machine: TimeMachineFixture,
) -> None:
    time_machine.move_to(datetime(2026, 10, 1, 12, tzinfo=UTC), tick=False)
    case, late = received(), received()
    extend(case)
    with pytest.raises(DecisionIncomplete):
        extend(case)
    time_machine.move_to(datetime(2026, 10, 13, 12, tzinfo=UTC), tick=False)
    with pytest.raises(DecisionIncomplete):
        extend(late)


def test_officer_sees_the_letter_in_the_persons_language_before_deciding(
    time_machine: TimeMachineFixture, desk: Client
) -> None:
    time_machine.move_to(datetime(2026, 10, 1, 12, tzinfo=UTC), tick=False)
    case = received()
    Case.objects.filter(pk=case.pk).update(language="sv")
    typed = {
        "preview": "extension",
        "extend_ground": "complexity",
        "extend_reason": "Fjorton år av anteckningar",
        "extend_added": "Ring oss gärna.",
    }
    page = desk.post(f"{QUEUE}{case.pk}/preview/", typed).content.decode()
    assert "Vi behöver mer tid" in page
    assert page.count("Fjorton år av anteckningar") == 2
    assert not case.letters.filter(kind=LetterKind.EXTENSION).exists()
    assert not CaseExtension.objects.exists()


def test_paper_carries_name_and_a_link_that_works(desk: Client) -> None:
    case = register_request(
        actor=officer(),
        kind=CaseKind.ACCESS,
        channel=CaseChannel.LETTER,
        name="Ainokaisa Kanarialintu",
    )
    letter = extend(case).letter
    assert letter is not None
    page = desk.post(f"{QUEUE}{case.pk}/print/", {"letter": letter.pk}).content.decode()
    assert "Ainokaisa Kanarialintu" in page
    assert "/fi/privacy/request/case/" in page
