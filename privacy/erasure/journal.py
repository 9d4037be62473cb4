"""The erasure journal: what must be erased again after a restore.

One JSON object a line, appended and synced before anything is erased, outside the
database. It holds keyed digests (registry.digests), no personal data. The same ``id``
may stand twice, where a worker died between the line and its commit.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Collection, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from registry.digests import KEY_VERSION, contact_digest
from registry.models import Person, PersonEmail, PersonPhone

VERSION = 1


def journal_persons(
    *, entry_id: str, why: str, person_ids: Collection[int], at: datetime
) -> None:
    """Append one entry for these people and wait until it is on the disk.

    entry_id: names the act, the same at a repeat. why: ``request`` or ``retention``.
    OSError where the journal cannot be written: then nothing may be erased.
    """
    append_entry(
        {
            "v": VERSION,
            "id": entry_id,
            "at": at.isoformat(timespec="seconds"),
            "what": "erase",
            "why": why,
            "key_version": KEY_VERSION,
            "persons": [*_digests(person_ids)],
        }
    )


def void_entry(*, entry_id: str) -> None:
    """Take an entry back: what it announced was rolled back and will not be done."""
    if any(entry["id"] == entry_id for entry in read_entries()):
        append_entry({"v": VERSION, "id": entry_id, "what": "void"})


def append_entry(entry: dict[str, Any]) -> None:
    """One line, whole or not at all for its readers, synced."""
    path = Path(settings.ERASURE_JOURNAL)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    line = json.dumps(entry, sort_keys=True, separators=(",", ":")) + "\n"
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        os.write(handle, line.encode())
        os.fsync(handle)
    finally:
        os.close(handle)


def read_entries() -> Iterator[dict[str, Any]]:
    """What was erased, each act once, in order; a torn last line is left out."""
    path = Path(settings.ERASURE_JOURNAL)
    if not path.exists():
        return
    entries: dict[str, dict[str, Any]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        try:
            entry = json.loads(line)
        except ValueError:
            continue
        if entry["what"] == "void":
            entries.pop(entry["id"], None)
        else:
            entries.setdefault(entry["id"], entry)
    yield from entries.values()


def _digests(person_ids: Collection[int]) -> Iterator[dict[str, Any]]:
    emails = _grouped(PersonEmail, "normalised", person_ids)
    phones = _grouped(PersonPhone, "e164", person_ids)
    persons = Person.objects.filter(pk__in=person_ids).order_by("pk")
    for key, reference in persons.values_list("pk", "reference"):
        yield {
            "reference": contact_digest(reference).hex(),
            "emails": emails.get(key, []),
            "phones": phones.get(key, []),
        }


def _grouped(
    model: type[PersonEmail | PersonPhone], name: str, person_ids: Collection[int]
) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    rows = model._default_manager.filter(person__in=person_ids).order_by("pk")
    for person_id, value in rows.values_list("person_id", name):
        found.setdefault(person_id, []).append(contact_digest(value).hex())
    return found
