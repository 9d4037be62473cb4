"""Letters of a case: kept without their secrets, one for each act, by mail or on paper."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from privacy.exceptions import DecisionIncomplete
from privacy.letters import (
    drop_letter,
    note_given_up,
    record_posting,
    resend_letter,
    send_letter,
)
from privacy.models import Case, CaseLetter, LetterKind, LetterState
from privacy.models.case_choices import CaseChannel, CaseKind
from privacy.services.cases import register_request
from privacy.tests.cases import aino, confirmed_case, officer
from registry.models import OutgoingMail
from registry.seams.mail import MailOutcome
from registry.seams.personal_data import erase

pytestmark = pytest.mark.django_db


def phoned(email: str = "") -> Case:
    return register_request(
        actor=officer(), kind=CaseKind.ACCESS, channel=CaseChannel.PHONE, email=email
    )


def refused_by_server(letter: CaseLetter) -> CaseLetter:
    """The letter after the mail server has refused it for good."""
    note_given_up(
        MailOutcome(
            id=letter.mail_id or 0,
            kind=f"case.{letter.kind}",
            person_id=None,
            subject_type="case",
            subject_ref=letter.case.reference,
            state="failed",
            error_code="smtp-550",
        )
    )
    letter.refresh_from_db()
    return letter


def test_letter_is_kept_with_its_case_but_not_its_secret_link() -> None:
    aino()
    case = confirmed_case(CaseKind.ACCESS)
    letter = case.letters.get(kind=LetterKind.RECEIPT)
    mail = OutgoingMail.objects.get(pk=letter.mail_id or 0)
    assert "/privacy/request/case/" in mail.text
    assert "/privacy/request/case/" not in letter.text
    assert "[henkilökohtainen linkki]" in letter.text
    assert case.reference in letter.subject


def test_words_of_a_letter_go_with_the_person_and_the_digest_stays() -> None:
    person = aino()
    case = confirmed_case(CaseKind.ACCESS)
    letter = case.letters.get(kind=LetterKind.RECEIPT)
    assert letter.text
    erase([person.pk], on=timezone.localdate())
    letter.refresh_from_db()
    assert (letter.subject, letter.text) == ("", "")
    assert len(letter.text_sha256) == 64


def test_act_that_runs_twice_sends_one_letter() -> None:
    case = phoned("kysyja@kanaria.example")
    first = send_letter(case, LetterKind.GRANTED)
    again = send_letter(case, LetterKind.GRANTED)
    assert again == first
    assert OutgoingMail.objects.filter(subject_ref=case.reference).count() == 1


def test_person_without_an_address_gets_her_letter_on_paper() -> None:
    case = phoned()
    letter = send_letter(case, LetterKind.NO_PERSON)
    assert letter.state == LetterState.TO_PRINT
    assert list(case.letters.undelivered()) == [letter]
    record_posting(actor=officer(), letter_id=letter.pk, posted_on=timezone.localdate())
    assert CaseLetter.objects.get(pk=letter.pk).state == LetterState.POSTED
    assert not case.letters.undelivered().exists()


@pytest.mark.parametrize("days", [-1, 1])
def test_letter_is_not_posted_before_it_was_written_nor_tomorrow(days: int) -> None:
    letter = send_letter(phoned(), LetterKind.NO_PERSON)
    day = timezone.localdate() + timedelta(days=days)
    with pytest.raises(DecisionIncomplete):
        record_posting(actor=officer(), letter_id=letter.pk, posted_on=day)


def test_refused_letter_goes_to_another_address_with_a_link_of_its_own() -> None:
    aino()
    case = confirmed_case(CaseKind.ACCESS)
    letter = refused_by_server(case.letters.get(kind=LetterKind.RECEIPT))
    assert letter.state == LetterState.FAILED
    again = resend_letter(
        actor=officer(), letter_id=letter.pk, to="uusi@kanaria.example", reason="Kysyi"
    )
    mail = OutgoingMail.objects.get(pk=again.mail_id or 0)
    assert mail.to_address == "uusi@kanaria.example"
    assert "/privacy/request/case/" in mail.text
    assert again.text == letter.text
    assert (letter.state, again.state) == (LetterState.RESENT, LetterState.WAITING)
    assert not case.letters.undelivered().exists()
    with pytest.raises(DecisionIncomplete):
        resend_letter(actor=officer(), letter_id=letter.pk, reason="Uudestaan")


def test_letter_is_given_up_with_a_reason_only() -> None:
    letter = send_letter(phoned(), LetterKind.NO_PERSON)
    with pytest.raises(DecisionIncomplete):
        drop_letter(actor=officer(), letter_id=letter.pk, reason=" ")
    drop_letter(actor=officer(), letter_id=letter.pk, reason="Kerrottiin puhelimessa")
    letter.refresh_from_db()
    assert letter.state == LetterState.DROPPED
