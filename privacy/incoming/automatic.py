"""Mail that no human wrote, told by its headers (RFC 3464, 3834, 8098)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.message import Message

from privacy.models import Automatic

DAEMONS = re.compile(r"^(mailer-daemon|postmaster|mail-daemon|noreply-dmarc)\b", re.I)
BULK = frozenset({"bulk", "list", "junk", "auto_reply"})
PERMANENT = "5"
STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")


@dataclass(frozen=True, slots=True)
class Report:
    """A report of non-delivery: its status, and the Message-ID it is about."""

    status: str = ""
    message_id: str = ""

    @property
    def is_final(self) -> bool:
        """Given up; a delay is only a delay."""
        return self.status.startswith(PERMANENT)


def automatic_kind(message: Message, *, sender: str) -> Automatic:
    """Bounce, other automatic mail, or none of these."""
    if is_report(message, "delivery-status"):
        return Automatic.BOUNCE
    if is_report(message, "disposition-notification") or _says_automatic(message):
        return Automatic.REPLY
    if DAEMONS.match(sender) or _null_sender(message):
        return Automatic.BOUNCE
    return Automatic.NO


def read_report(message: Message) -> Report:
    """What a report of non-delivery says; empty where it says nothing readable."""
    status = found = ""
    for part in message.walk():
        kind = part.get_content_type()
        if kind == "message/delivery-status":
            status = status or _status_of(part)
        elif kind in ("message/rfc822", "text/rfc822-headers"):
            found = found or _original_id(part)
    return Report(status=status, message_id=found)


def is_report(message: Message, kind: str) -> bool:
    """Whether it is a multipart/report of this kind."""
    if message.get_content_type() != "multipart/report":
        return False
    return str(message.get_param("report-type", "")).lower() == kind


def _status_of(part: Message) -> str:
    text = "".join(str(one) for one in _payload(part))
    action = re.search(r"^Action:\s*(\w+)", text, re.I | re.M)
    status = STATUS.search(text)
    if action and action[1].lower() in ("delayed", "relayed", "delivered", "expanded"):
        return "4.0.0" if action[1].lower() == "delayed" else "2.0.0"
    return status[0][:12] if status else PERMANENT + ".0.0" if action else ""


def _original_id(part: Message) -> str:
    text = "".join(str(one) for one in _payload(part))[:20_000]
    found = re.search(r"^Message-ID:\s*(<[^<>\s]{3,190}>)", text, re.I | re.M)
    return found[1] if found else ""


def _payload(part: Message) -> list[object]:
    payload = part.get_payload()
    return list(payload) if isinstance(payload, list) else [payload]


def _says_automatic(message: Message) -> bool:
    submitted = _value(message, "Auto-Submitted").partition(";")[0].strip()
    if submitted and submitted != "no":
        return True
    if _value(message, "Precedence") in BULK:
        return True
    names = ("X-Autoreply", "X-Autorespond", "X-Auto-Response-Suppress", "List-Id")
    return any(_value(message, name) for name in names[:2] + names[3:]) or (
        _value(message, "X-Auto-Response-Suppress") == "all"
        and bool(_value(message, "X-MS-Exchange-Generated-Message-Source"))
    )


def _null_sender(message: Message) -> bool:
    return _value(message, "Return-Path") == "<>"


def _value(message: Message, name: str) -> str:
    """The raw header: the library's own reading fails on some broken ones."""
    for known, value in message.raw_items():
        if known.lower() == name.lower():
            return str(value).strip().lower()
    return ""
