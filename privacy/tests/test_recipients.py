"""Recipients are told what was done, answer by a link, and never hold the act up."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.db.models import QuerySet
from django.test import Client, override_settings
from django.utils import timezone

from privacy.exceptions import PrivacyError
from privacy.models import Activity, Case, Certificate, Recipient, RecipientNotice
from privacy.models.case_choices import CaseKind
from privacy.recipients.answers import (
    excuse_notice,
    remind_recipients,
    write_answer_down,
)
from privacy.services.disclosures import record_disclosure
from privacy.services.execute import execute_case
from privacy.services.recipients import send_again, tell_recipients
from registry.models import OutgoingMail, Person
from registry.seams.mail import MailState, send_due_mail

from .cases import (
    aino,
    approved_case,
    confirmed_case,
    identified,
    link_in,
    officer,
)
from .dump import tables_with

pytestmark = pytest.mark.django_db
CANARY = ("Kanarialintu", "kanaria.example", "1239876")


@pytest.fixture(autouse=True)
def _own_journal(tmp_path: Path) -> Iterator[None]:
    with override_settings(ERASURE_JOURNAL=str(tmp_path / "journal.jsonl")):
        yield


def carrier(**more: object) -> Recipient:
    """A processor under contract that may get names, addresses and numbers."""
    return Recipient.objects.create(
        **{
            "name": "Kuljetus Oy",
            "service": "Toimitukset",
            "contract_on": "2025-01-01",
            "own_use_forbidden": True,
            "categories": ["name", "phone"],
            "privacy_email": "tietosuoja@kuljetus.example",
            **more,
        }
    )


def disclosed(person: Person, recipient: Recipient) -> None:
    """The recipient got her name and number."""
    record_disclosure(
        actor=None,
        recipient=recipient,
        person_ids=[person.pk],
        categories=["name", "phone"],
        purpose="orders",
        ground="Toimitus",
    )


def told(person: Person, act: str = "restriction") -> RecipientNotice:
    """The one notice of this act."""
    (notice,) = tell_recipients(case=None, person_id=person.pk, act=act)
    return notice


def waiting_mail(notice: RecipientNotice) -> QuerySet[OutgoingMail]:
    """The first message, in the queue."""
    return OutgoingMail.objects.filter(pk=notice.mail_id or 0)


def mail_of(notice: RecipientNotice) -> OutgoingMail:
    """The same, as an object."""
    return waiting_mail(notice).get()


def test_recipient_of_a_disclosure_is_told_only_what_it_got() -> None:
    person = aino()
    disclosed(person, carrier())
    notice = told(person)
    mail = mail_of(notice)
    assert mail.to_address == "tietosuoja@kuljetus.example"
    assert "Ainokaisa Kanarialintu" in mail.text
    assert "+358401239876" in mail.text
    assert "kanaria.example" not in mail.text
    send_due_mail()
    notice.refresh_from_db()
    assert notice.told_at


def test_processor_of_a_running_activity_is_told_and_of_an_ended_one_not() -> None:
    person = aino()
    one, other = carrier(), carrier(name="Vanha Oy")
    running, ended = Activity.objects.running()[:2]
    Activity.objects.filter(pk=ended.pk).update(ended_on=timezone.localdate())
    Activity.objects.filter(pk=running.pk).update(categories=["name"])
    running.recipients.add(one)
    ended.recipients.add(other)
    notices = tell_recipients(case=None, person_id=person.pk, act="restriction")
    assert [notice.recipient for notice in notices] == [one]


def test_rectification_is_told_to_those_who_got_that_kind_of_data() -> None:
    person = aino()
    disclosed(person, carrier())
    assert not tell_recipients(
        case=None,
        person_id=person.pk,
        act="rectification",
        changes=["emails.address"],
    )
    (notice,) = tell_recipients(
        case=None,
        person_id=person.pk,
        act="rectification",
        changes=["persons.family_name", "emails.address"],
        values={"persons.family_name": "Varpunen", "emails.address": "u@u.example"},
    )
    text = mail_of(notice).text
    assert "Varpunen" in text
    assert "u@u.example" not in text


def test_recipient_without_address_is_a_task_and_holds_nothing_up() -> None:
    person = aino()
    recipient = carrier(privacy_email="")
    disclosed(person, recipient)
    notice = told(person)
    assert list(RecipientNotice.objects.unsent()) == [notice]
    with pytest.raises(PrivacyError):
        send_again(actor=officer(), notice_id=notice.pk)
    Recipient.objects.update(privacy_email="uusi@kuljetus.example")
    send_again(actor=officer(), notice_id=notice.pk)
    assert OutgoingMail.objects.get().to_address == "uusi@kuljetus.example"
    assert not RecipientNotice.objects.unsent()


def test_erasure_tells_recipients_and_its_certificate_waits_for_them() -> None:
    person = aino()
    disclosed(person, carrier())
    case = approved_case(officer(), confirmed_case())
    execute_case(case_id=case.pk)
    notice = RecipientNotice.objects.get(case=case)
    assert notice.person_id is None
    mail = mail_of(notice)
    assert "Ainokaisa Kanarialintu" in mail.text
    OutgoingMail.objects.filter(pk=mail.pk).update(
        next_attempt_at=timezone.now() + timedelta(days=1)
    )
    send_due_mail()
    assert Certificate.objects.get().state == "pending"
    OutgoingMail.objects.filter(pk=mail.pk).update(next_attempt_at=timezone.now())
    send_due_mail()
    certificate = Certificate.objects.get()
    assert certificate.state == "final"
    assert certificate.document["recipients_told"] == 1
    assert tables_with(*CANARY) == {}


def test_notice_that_cannot_be_delivered_finishes_the_certificate_and_is_a_task() -> (
    None
):
    person = aino()
    disclosed(person, carrier())
    case = approved_case(officer(), confirmed_case())
    execute_case(case_id=case.pk)
    notice = RecipientNotice.objects.get(case=case)
    waiting_mail(notice).update(queued_at=timezone.now() - timedelta(days=8))
    send_due_mail()
    assert mail_of(notice).state == MailState.EXPIRED
    assert Certificate.objects.get().state == "final"
    assert list(RecipientNotice.objects.unsent()) == [notice]
    with pytest.raises(PrivacyError):
        send_again(actor=officer(), notice_id=notice.pk)


def test_certificate_of_somebody_without_an_address_is_final_at_once() -> None:
    case = identified(confirmed_case(), aino())
    Case.objects.filter(pk=case.pk).update(email="")
    case = approved_case(officer(), case)
    execute_case(case_id=case.pk)
    certificate = Certificate.objects.get()
    assert certificate.state == "final"
    assert certificate.document["closing_letter"] == "none"


def test_recipient_answers_once_by_the_link_in_its_mail(client: Client) -> None:
    person = aino()
    disclosed(person, carrier())
    notice = told(person)
    link = link_in(mail_of(notice))
    page = client.get(link)
    assert page.status_code == 200
    assert "Kanarialintu" not in page.content.decode()
    assert client.post(link, {}).status_code == 422
    assert client.post(link, {"answer": "done"}).status_code == 200
    assert client.post(link, {"answer": "not_held"}).status_code == 404
    assert client.get(link).status_code == 404
    notice.refresh_from_db()
    assert (notice.answer, notice.is_open) == ("done", False)


def test_two_reminders_name_nobody_and_then_the_notice_is_red() -> None:
    person = aino()
    disclosed(person, carrier())
    notice = told(person)
    send_due_mail()
    start = timezone.now()
    days = [13, 14, 15, 28, 29, 60]
    sent = [remind_recipients(start + timedelta(days=day)) for day in days]
    assert sent == [0, 1, 0, 1, 0, 0]
    reminders = OutgoingMail.objects.filter(kind="recipient.reminder")
    assert reminders.count() == 2
    for mail in reminders:
        assert "Kanarialintu" not in mail.text
        assert notice.reference in mail.text
    silent = RecipientNotice.objects.silent
    assert not silent(start + timedelta(days=27))
    assert list(silent(start + timedelta(days=29))) == [notice]
    write_answer_down(actor=officer(), notice_id=notice.pk, evidence="Soitto 5.12.")
    assert not silent(start + timedelta(days=29))


def test_not_telling_needs_a_ground_and_a_reason_of_a_human() -> None:
    person = aino()
    disclosed(person, carrier(privacy_email=""))
    notice = told(person)
    with pytest.raises(PrivacyError):
        excuse_notice(
            actor=officer(), notice_id=notice.pk, ground="impossible", reason=" "
        )
    excuse_notice(
        actor=officer(),
        notice_id=notice.pk,
        ground="impossible",
        reason="Yritys on lopettanut.",
    )
    assert not RecipientNotice.objects.open()


def test_same_act_of_a_case_is_told_once() -> None:
    person = aino()
    disclosed(person, carrier())
    case = confirmed_case(CaseKind.RESTRICTION)
    for _turn in range(2):
        tell_recipients(case=case, person_id=person.pk, act="restriction")
    assert RecipientNotice.objects.count() == 1


def test_officer_sees_the_list_the_page_and_the_file(client: Client) -> None:
    person = aino()
    disclosed(person, carrier(privacy_email=""))
    notice = told(person)
    client.force_login(officer())
    start = "/admin/privacy/recipientnotice/"
    for page in ("", "?state=mend", f"{notice.pk}/change/", f"{notice.pk}/excuse/"):
        found = client.get(f"{start}{page}")
        assert found.status_code == 200
        assert "Kuljetus Oy" in found.content.decode()
    file = b"".join(client.get(f"{start}export/").streaming_content).decode()  # type: ignore[attr-defined]
    assert notice.reference in file
    assert "Kanarialintu" not in file
    assert notice.reference in client.get("/admin/compliance/").content.decode()
