"""The words of a mail, and the names of what hangs on it, which is never opened.

Every function survives what it reads: broken charsets, lengths and nesting come from
outside, and a mail that cannot be read in full is read as far as it goes.
"""

from __future__ import annotations

from collections.abc import Iterator
from email.message import Message
from typing import Any

from .markup import text_of_markup

DEEPEST = 12
LONGEST_TEXT = 20_000
LONGEST_PART = 400_000
FALLBACKS = ("utf-8", "cp1252")

Attachment = list[Any]
"""[name, size in bytes]: stored as JSON."""


def text_of(message: Message) -> str:
    """The plain text, or that of the markup where there is no plain one."""
    plain: list[str] = []
    marked: list[str] = []
    for part in leaves(message):
        if is_attachment(part):
            continue
        if part.get_content_type() == "text/html":
            marked.append(text_of_markup(_decoded(part)))
        elif part.get_content_maintype() == "text":
            plain.append(_decoded(part))
    found = "\n\n".join(part.strip() for part in plain if part.strip())
    return found or "\n\n".join(part.strip() for part in marked if part.strip())


def attachments_of(message: Message) -> list[Attachment]:
    """Name and size of each; content is neither decoded nor kept."""
    return [
        [_name_of(part), _size_of(part)]
        for part in leaves(message)
        if is_attachment(part)
    ][:50]


def leaves(message: Message, depth: int = 0) -> Iterator[Message]:
    """Parts that hold something; a mail inside the mail is one part, not opened."""
    if message.get_content_maintype() != "multipart" or depth >= DEEPEST:
        yield message
        return
    parts = message.get_payload()
    if not isinstance(parts, list):
        yield message
        return
    for part in parts:
        if isinstance(part, Message):
            yield from leaves(part, depth + 1)


def is_attachment(part: Message) -> bool:
    """Named, said to be one, or nothing that can be read as text."""
    disposition = str(part.get("Content-Disposition", "")).lower()
    if disposition.startswith("attachment") or "filename" in disposition:
        return True
    return part.get_content_maintype() not in ("text", "multipart")


def _decoded(part: Message) -> str:
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return str(part.get_payload() or "")[:LONGEST_PART]
    payload = payload[:LONGEST_PART]
    named = part.get_content_charset() or ""
    for charset in (named, *FALLBACKS):
        try:
            return payload.decode(charset)
        except (LookupError, ValueError):
            continue
    return payload.decode("latin-1")


def _name_of(part: Message) -> str:
    try:
        name = part.get_filename() or ""
    except Exception:  # noqa: BLE001  the library fails on some broken names
        name = ""
    return "".join(char for char in str(name) if char.isprintable())[:100]


def _size_of(part: Message) -> int:
    payload = part.get_payload()
    if not isinstance(payload, str):
        return sum(len(str(one)) for one in payload) if payload else 0
    encoding = str(part.get("Content-Transfer-Encoding", "")).strip().lower()
    return len(payload) * 3 // 4 if encoding == "base64" else len(payload)
