"""Mail that is piped in: nothing is lost, nothing is answered twice, nobody is told
whether she is known."""

from __future__ import annotations

import io
from email.message import EmailMessage

import pytest
from django.core.management import call_command

from privacy.models import (
    Case,
    IncomingMail,
)
from privacy.tests.cases import aino

from .mail_table import AINO, SAMPLES, Sample

pytestmark = pytest.mark.django_db


def as_mail(
    text: str = "",
    *,
    sender: str = AINO,
    subject: str = "",
    to: str = "sales@kespet.fi",
    **headers: str,
) -> EmailMessage:
    """A mail as a program writes it."""
    message = EmailMessage()
    message["From"] = f"Aino Kanarialintu <{sender}>"
    message["To"] = to
    message["Subject"] = subject
    for name, value in {"Message-ID": f"<{id(message)}@x>", **headers}.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message


def receive(message: EmailMessage | bytes) -> IncomingMail:
    """Pipe it in."""
    raw = message if isinstance(message, bytes) else message.as_bytes()
    call_command("receive_mail", stdin=io.BytesIO(raw), stdout=io.StringIO())
    return IncomingMail.objects.latest("pk")


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_mail_becomes_what_its_words_ask_for(sample: Sample) -> None:
    aino()
    mail = receive(
        as_mail(sample.text, sender=sample.sender, subject=sample.subject, to=sample.to)
    )
    assert (mail.outcome or mail.state) == sample.became, mail.unclear_because
    assert mail.language == sample.language or not sample.kinds
    assert sorted(Case.objects.values_list("kind", flat=True)) == sorted(sample.kinds)
