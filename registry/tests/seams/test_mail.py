"""Mail is queued with the caller's work, sent once, and then blank."""

import smtplib
from datetime import timedelta

import pytest
from django.core import mail as django_mail
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils import timezone

from registry.seams.mail import (
    MailError,
    MailOutcome,
    MailState,
    OutgoingMail,
    forget_mail_listener,
    on_mail_accepted,
    on_mail_given_up,
    queue_mail,
    send_due_mail,
)

LOCMEM = "django.core.mail.backends.locmem.EmailBackend"
REFUSING = f"{__name__}.RefusingBackend"

pytestmark = pytest.mark.django_db


class RefusingBackend(BaseEmailBackend):
    """Raises what the test says."""

    error: Exception = OSError()

    def send_messages(self, _messages):
        """Refuse."""
        raise self.error


@pytest.fixture(autouse=True)
def locmem(settings):
    settings.EMAIL_BACKEND = LOCMEM


@pytest.fixture
def heard():
    outcomes: list[MailOutcome] = []
    yield outcomes
    forget_mail_listener(outcomes.append)


def queue(**values):
    return queue_mail(
        **{
            "to": "aino@example.fi",
            "subject": "Vahvista pyyntösi",
            "text": "Hei Aino!",
            "kind": "case.confirmation",
            "language": "fi",
            "person_id": 7,
            "subject_type": "case",
            "subject_ref": "17",
            **values,
        }
    )


def refuse(settings, error):
    settings.EMAIL_BACKEND = REFUSING
    RefusingBackend.error = error


def retry_at_once():
    OutgoingMail.objects.update(next_attempt_at=timezone.now())


def test_mail_is_sent_with_its_words_and_headers():
    row = queue(html="<p>Hei</p>", headers={"List-Unsubscribe": "<https://x.fi/u/1>"})
    assert send_due_mail() == 1
    sent = django_mail.outbox[0]
    assert (sent.to, sent.subject, sent.body) == (
        ["aino@example.fi"],
        "Vahvista pyyntösi",
        "Hei Aino!",
    )
    assert sent.extra_headers["Message-ID"] == row.message_id
    assert sent.extra_headers["List-Unsubscribe"] == "<https://x.fi/u/1>"
    assert isinstance(sent, EmailMultiAlternatives)
    assert sent.alternatives == [("<p>Hei</p>", "text/html")]


def test_accepted_mail_is_blank_and_keeps_what_it_was_about():
    row = queue(html="<p>Hei</p>", headers={"X-Case": "17"})
    assert row.to_address == "aino@example.fi"
    send_due_mail()
    row.refresh_from_db()
    assert row.state == MailState.ACCEPTED
    assert (row.to_address, row.subject, row.text, row.html) == ("", "", "", "")
    assert row.headers == {}
    assert (row.kind, row.subject_ref, row.person_id) == ("case.confirmation", "17", 7)


def test_mail_is_sent_once():
    queue()
    assert (send_due_mail(), send_due_mail()) == (1, 0)
    assert len(django_mail.outbox) == 1


def test_mail_of_a_transaction_that_failed_is_not_sent():
    with transaction.atomic():
        queue()
        transaction.set_rollback(True)
    assert send_due_mail() == 0


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("to", "a@b.example\nBcc: c@d.example", "bad-address"),
        ("to", "a@b.example, c@d.example", "bad-address"),
        ("to", "Aino <a@b.example>", "bad-address"),
        ("subject", "Hei\r\nBcc: c@d.example", "bad-subject"),
        ("subject", "Hei\u2028Bcc: c@d.example", "bad-subject"),
        ("subject", " ", "bad-subject"),
        ("headers", {"X-A": "1\nBcc: c@d.example"}, "bad-header"),
        ("headers", {"X-A: 1\nBcc": "c@d.example"}, "bad-header"),
        ("headers", {"Bcc": "c@d.example"}, "bad-header"),
        ("text", "\n", "empty"),
    ],
)
def test_mail_that_would_reach_others_is_refused(field, value, code):
    with pytest.raises(MailError) as refused:
        queue(**{field: value})
    assert refused.value.code == code
    assert not OutgoingMail.objects.exists()


def test_temporary_failure_is_tried_again_later(settings):
    refuse(settings, smtplib.SMTPDataError(451, b"later"))
    row = queue()
    before = timezone.now()
    assert send_due_mail() == 0
    row.refresh_from_db()
    assert (row.state, row.error_code) == (MailState.QUEUED, "smtp-451")
    assert row.next_attempt_at >= before + timedelta(minutes=1)
    assert row.text == "Hei Aino!"

    settings.EMAIL_BACKEND = LOCMEM
    assert send_due_mail() == 0
    retry_at_once()
    assert send_due_mail() == 1


def test_refused_address_fails_at_once_and_is_blanked(settings):
    error = smtplib.SMTPRecipientsRefused({"aino@example.fi": (550, b"no aino")})
    refuse(settings, error)
    row = queue()
    send_due_mail()
    row.refresh_from_db()
    assert (row.state, row.error_code) == (MailState.FAILED, "smtp-550")
    assert (row.to_address, row.text) == ("", "")


def test_refused_login_is_our_mistake_and_is_tried_again(settings):
    refuse(settings, smtplib.SMTPAuthenticationError(535, b"who are you"))
    row = queue()
    send_due_mail()
    row.refresh_from_db()
    assert row.state == MailState.QUEUED


def test_unreachable_server_leaves_the_other_mails_untried(settings):
    refuse(settings, ConnectionRefusedError())
    queue()
    other = queue(to="bo@example.fi")
    send_due_mail()
    other.refresh_from_db()
    assert other.attempts == 0


def test_mail_is_given_up_and_blanked_after_seven_days(settings):
    refuse(settings, ConnectionRefusedError())
    row = queue()
    OutgoingMail.objects.update(queued_at=timezone.now() - timedelta(days=7, hours=1))
    send_due_mail()
    row.refresh_from_db()
    assert (row.state, row.text, row.to_address) == (MailState.EXPIRED, "", "")


def test_mail_of_a_dead_sender_waits_and_keeps_its_message_id():
    row = queue()
    now = timezone.now()
    OutgoingMail.objects.update(
        state=MailState.SENDING, next_attempt_at=now + timedelta(minutes=15)
    )
    assert send_due_mail() == 0
    retry_at_once()
    assert send_due_mail() == 1
    assert django_mail.outbox[0].extra_headers["Message-ID"] == row.message_id


def test_listener_hears_of_an_accepted_mail_once(heard):
    on_mail_accepted("case.", heard.append)
    on_mail_accepted("letter.", heard.append)
    row = queue()
    assert heard == []
    send_due_mail()
    send_due_mail()
    assert [(told.id, told.subject_ref, told.state) for told in heard] == [
        (row.pk, "17", "accepted")
    ]


def test_listener_hears_of_a_mail_given_up(settings, heard):
    on_mail_accepted("case.", heard.append)
    on_mail_given_up("case.", heard.append)
    refuse(settings, smtplib.SMTPDataError(554, b"never"))
    queue()
    send_due_mail()
    assert [told.state for told in heard] == ["failed"]


def test_listener_that_fails_is_asked_again_and_stops_nobody(heard):
    def fail_first(outcome):
        heard.append(outcome.id)
        if len(heard) == 1:
            raise ZeroDivisionError

    on_mail_accepted("case.", fail_first)
    first, second = queue(), queue()
    assert send_due_mail() == 2
    assert send_due_mail() == 0
    forget_mail_listener(fail_first)
    assert heard == [first.pk, second.pk, first.pk]
