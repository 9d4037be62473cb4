"""Reading one mail (RFC 5322) into what is stored of it.

Nothing here raises on what came from outside: what cannot be read stays empty and
``problem`` names the type of what went wrong.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.errors import HeaderParseError, MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesHeaderParser
from email.utils import getaddresses, parsedate_to_datetime

from privacy.models import Automatic, Mailbox
from registry.law.identifiers.email import is_valid_email, normalise_email
from registry.law.identifiers.guard import mask_free_text

from .automatic import automatic_kind, is_report, read_report
from .bodies import LONGEST_TEXT, Attachment, attachments_of, text_of
from .language import language_of
from .mailboxes import mailbox_of

LONGEST_QUEUE = timedelta(days=7)
"""A mail server gives up after some days: an older stamp is not believed."""
RECIPIENTS = ("Delivered-To", "X-Original-To", "Envelope-To", "To", "Cc")
MESSAGE_ID = re.compile(r"<[^<>\s]{3,190}>")
BROKEN = (
    MessageError,
    HeaderParseError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    RecursionError,
    AssertionError,
)
"""What the library raises on mails that break the rules."""


@dataclass(frozen=True, kw_only=True)
class ReadMail:
    """What is kept of a mail."""

    key: str
    received_at: datetime
    size: int
    cut: bool = False
    sender: str = ""
    sender_name: str = ""
    subject: str = ""
    text: str = ""
    language: str = "fi"
    mailbox: str = Mailbox.GENERAL
    automatic: str = Automatic.NO
    status_code: str = ""
    answers: tuple[str, ...] = ()
    attachments: list[Attachment] = field(default_factory=list)
    problem: str = ""


def read_mail(raw: bytes, *, now: datetime, size: int, cut: bool) -> ReadMail:
    """The mail as far as it can be read. ``cut``: what follows was left out."""
    try:
        message = message_from_bytes(raw, policy=policy.default)
        return _read(message, now=now, size=size, cut=cut)
    except BROKEN as error:
        return _headers_only(raw, now=now, size=size, problem=type(error).__name__)


def _read(message: Message, *, now: datetime, size: int, cut: bool) -> ReadMail:
    name, sender = _sender(message)
    automatic = automatic_kind(message, sender=sender)
    report = read_report(message) if automatic == Automatic.BOUNCE else None
    subject = _clean(_header(message, "Subject"))
    text = (
        "" if is_report(message, "delivery-status") else _clean_lines(text_of(message))
    )
    answers = [report.message_id] if report and report.message_id else []
    return ReadMail(
        key=_key(message, sender, subject, text, now),
        received_at=_arrived_at(message, now),
        size=size,
        cut=cut or len(text) > LONGEST_TEXT,
        sender=sender,
        sender_name=mask_free_text(name)[:200],
        subject=mask_free_text(subject)[:255],
        text=mask_free_text(text[:LONGEST_TEXT]),
        language=language_of(f"{subject}\n{text[:LONGEST_TEXT]}"),
        mailbox=mailbox_of(_recipients(message)),
        automatic=automatic,
        status_code=report.status if report else "",
        answers=tuple(answers or _answers(message)),
        attachments=[
            [mask_free_text(called), length]
            for called, length in attachments_of(message)
        ],
    )


def _headers_only(raw: bytes, *, now: datetime, size: int, problem: str) -> ReadMail:
    """The last resort: who it is from, by the plainest reading there is."""
    key = hashlib.sha256(raw).hexdigest()
    sender = subject = ""
    with suppress(*BROKEN):
        message = BytesHeaderParser(policy=policy.compat32).parsebytes(raw[:65_536])
        sender = _sender(message)[1]
        subject = mask_free_text(_clean(_header(message, "Subject")))[:255]
    return ReadMail(
        key=key,
        received_at=now,
        size=size,
        cut=True,
        sender=sender,
        subject=subject,
        problem=problem[:60],
    )


def _header(message: Message, name: str) -> str:
    """The header as text; the raw one where the library cannot read it."""
    with suppress(*BROKEN):
        return (
            str(message[name] or "")
            if message.policy is policy.default
            else _raw(message, name)
        )
    return _raw(message, name)


def _raw(message: Message, name: str) -> str:
    for known, value in message.raw_items():
        if known.lower() == name.lower():
            with suppress(*BROKEN):
                return str(make_header(decode_header(str(value))))
            return str(value)
    return ""


def _sender(message: Message) -> tuple[str, str]:
    """Name and address of whom the mail says it is from; no proof of anything."""
    for header in ("From", "Reply-To", "Sender"):
        for name, address in _addresses(_header(message, header)):
            if is_valid_email(address):
                return _clean(name), normalise_email(address)
    return "", ""


def _recipients(message: Message) -> Iterator[str]:
    for header in RECIPIENTS:
        for _name, address in _addresses(_header(message, header)):
            yield address


def _addresses(header: str) -> list[tuple[str, str]]:
    with suppress(*BROKEN):
        return getaddresses([header[:10_000]])
    return []


def _answers(message: Message) -> list[str]:
    """Message-IDs that this mail answers, the nearest first."""
    named = MESSAGE_ID.findall(_raw(message, "In-Reply-To"))
    older = MESSAGE_ID.findall(_raw(message, "References"))[-10:]
    return list(dict.fromkeys([*named, *reversed(older)]))[:10]


def _arrived_at(message: Message, now: datetime) -> datetime:
    """When our own mail server took it: the topmost stamp, where it can be true.

    The time to answer runs from there, however long the mail waited for us.
    """
    stamp = _raw(message, "Received").rpartition(";")[2].strip()
    with suppress(*BROKEN, OverflowError):
        at = parsedate_to_datetime(re.sub(r"\([^()]*\)", "", stamp))
        if at.tzinfo and now - LONGEST_QUEUE < at <= now:
            return at
    return now


def _key(message: Message, sender: str, subject: str, text: str, now: datetime) -> str:
    """One digest for one mail. The Message-ID alone would let a careless program, or
    an ill-wisher, make two different mails one and lose the second."""
    named = _raw(message, "Message-ID").strip()
    day = "" if named else (_raw(message, "Date") or f"{now:%Y-%m-%d}")
    words = "\x1f".join([named, day, sender, subject, text])
    return hashlib.sha256(words.encode("utf-8", "replace")).hexdigest()


def _clean(line: str) -> str:
    """One line without what a database or a letter cannot hold."""
    one = re.sub(r"\s+", " ", line)
    return _storable("".join(char for char in one if char.isprintable())).strip()


def _clean_lines(text: str) -> str:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    return _storable(re.sub(r"[^\S\n]+\n", "\n", lines)).strip()


def _storable(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")
