"""Reads the folder into which the demo's mail backend writes what was sent."""

import email
import email.policy
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone

# Django's file backend ends each message with such a line.
END_OF_MESSAGE = b"\n" + b"-" * 79 + b"\n"


@dataclass(frozen=True, slots=True)
class DemoMail:
    """One sent mail, as the page shows it. `key` names its file and place in it."""

    key: str
    sent_at: datetime
    sender: str
    to: str
    subject: str
    text: str
    unsubscribe: str


def folder() -> Path:
    """Where the file backend writes."""
    return Path(
        getattr(settings, "EMAIL_FILE_PATH", None) or settings.DATA_DIR / "mail"
    )


def sent_mail() -> list[DemoMail]:
    """All mail that was sent, newest first."""
    mails = [mail for path in folder().glob("*.log") for mail in _mails_in(path)]
    return sorted(mails, key=lambda mail: (mail.sent_at, mail.key), reverse=True)


def sent_mail_by_key(key: str) -> DemoMail | None:
    """The mail of that key. Keys are compared, never made into a path."""
    return next((mail for mail in sent_mail() if mail.key == key), None)


def _mails_in(path: Path) -> Iterator[DemoMail]:
    parts = path.read_bytes().split(END_OF_MESSAGE)
    for number, raw in enumerate(part for part in parts if part.strip()):
        message = email.message_from_bytes(raw, policy=email.policy.default)
        yield _as_demo_mail(message, f"{path.stem}-{number}", path)


def _as_demo_mail(message: EmailMessage, key: str, path: Path) -> DemoMail:
    return DemoMail(
        key=key,
        sent_at=_sent_at(message, path),
        sender=str(message["From"] or ""),
        to=str(message["To"] or ""),
        subject=str(message["Subject"] or ""),
        text=_text_of(message),
        unsubscribe=str(message["List-Unsubscribe"] or ""),
    )


def _sent_at(message: EmailMessage, path: Path) -> datetime:
    try:
        at = parsedate_to_datetime(str(message["Date"]))
        # «-0000» says UTC without a zone, and comes back without one.
        return at if at.tzinfo else at.replace(tzinfo=UTC)
    except ValueError:
        return datetime.fromtimestamp(
            path.stat().st_mtime, timezone.get_current_timezone()
        )


def _text_of(message: EmailMessage) -> str:
    body = message.get_body(preferencelist=("plain", "html"))
    return str(body.get_content()) if body else ""
