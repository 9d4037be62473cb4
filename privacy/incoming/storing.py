"""Taking a mail in: the row first, then everything else."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import BinaryIO

from django.db import transaction

from privacy.models import IncomingMail
from registry.seams import opening
from registry.seams.jobs import crash_point

from .reading import ReadMail, read_mail
from .sorting import sort_mail

KEPT_BYTES = 10 * 1024 * 1024
CHUNK = 1024 * 1024


def receive(stream: BinaryIO, *, now: datetime) -> IncomingMail | None:
    """Store the mail, then sort it in a transaction of its own. None where the stream
    was empty. The same mail twice is one row.

    RegisterClosed while the register may not act; whatever else is raised happened
    before the row was written, so the mail server keeps the mail. A failure of the
    sorting is noted on the row and raises nothing.
    """
    opening.require_open()
    raw, size = read_all(stream)
    if not raw.strip():
        return None
    mail = store(read_mail(raw, now=now, size=size, cut=size > len(raw)))
    crash_point("incoming.after_store")
    sort_mail(mail_id=mail.pk)
    mail.refresh_from_db()
    return mail


def read_all(stream: BinaryIO) -> tuple[bytes, int]:
    """The first ten megabytes, and how long the whole was: it is read to its end, so
    that the mail server sees its pipe taken."""
    kept = bytearray()
    size = 0
    while chunk := stream.read(CHUNK):
        size += len(chunk)
        kept += chunk[: max(0, KEPT_BYTES - len(kept))]
    return bytes(kept), size


@transaction.atomic
def store(read: ReadMail) -> IncomingMail:
    """The row. No check stands before it."""
    values = asdict(read)
    key, problem = values.pop("key"), values.pop("problem")
    values["answers"] = " ".join(values["answers"])
    mail, _made = IncomingMail.objects.get_or_create(
        message_key=key, defaults=values | {"error": problem}
    )
    return mail
