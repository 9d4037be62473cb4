"""Put a mail in the queue."""

import re
from collections.abc import Mapping
from email.utils import make_msgid, parseaddr

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from registry.seams.wake import wake_on_commit

from .exceptions import MailError
from .models import OutgoingMail

TASK = "registry.send_due_mail"
LONGEST_HEADER = 900
_HEADER_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,75}")
# What this module sets itself: a caller's header must not redirect a mail.
_RESERVED = frozenset(
    [
        "from",
        "to",
        "cc",
        "bcc",
        "sender",
        "subject",
        "date",
        "message-id",
        "return-path",
        "content-type",
        "mime-version",
        "content-transfer-encoding",
        "resent-to",
    ]
)


def queue_mail(
    *,
    to: str,
    subject: str,
    text: str,
    kind: str,
    language: str,
    html: str = "",
    person_id: int | None = None,
    subject_type: str = "",
    subject_ref: str = "",
    headers: Mapping[str, str] | None = None,
) -> OutgoingMail:
    """Store a mail in the caller's transaction; a worker sends it after commit.

    One plain address, one line of subject. Raises MailError.
    """
    mail = OutgoingMail.objects.create(
        to_address=_checked_address(to),
        subject=_checked_subject(subject),
        text=_checked_text(text),
        html=html,
        headers=_checked_headers(headers or {}),
        kind=kind,
        language=language,
        person_id=person_id,
        subject_type=subject_type,
        subject_ref=subject_ref,
        message_id=make_msgid(domain=_own_domain()),
    )
    wake_on_commit(TASK)
    return mail


def _checked_address(address: str) -> str:
    try:
        validate_email(address)
    except ValidationError:
        raise MailError("bad-address") from None
    return address


def _checked_subject(subject: str) -> str:
    if not subject.strip() or len(subject) > 255 or not _one_line(subject):
        raise MailError("bad-subject")
    return subject


def _checked_text(text: str) -> str:
    if not text.strip():
        raise MailError("empty")
    return text


def _checked_headers(headers: Mapping[str, str]) -> dict[str, str]:
    for name, value in headers.items():
        if not _HEADER_NAME.fullmatch(name) or name.lower() in _RESERVED:
            raise MailError("bad-header")
        if len(value) > LONGEST_HEADER or not _one_line(value):
            raise MailError("bad-header")
    return dict(headers)


def _one_line(value: str) -> bool:
    # str.isprintable also refuses the line separators that Unicode adds to CR and LF.
    return value.isprintable()


def _own_domain() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
