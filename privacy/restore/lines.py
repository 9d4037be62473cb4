"""One line of the journal: a JSON object whose end tells number, epoch and digests.

``previous`` is the ``sum`` of the line before and ``sum`` the SHA-256 of everything
before it in the line, so a line that was cut out, changed or put in is seen. The end
of a line is enough to know where the journal stands: a line may be megabytes long.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

VERSION = 2
TRAILER = re.compile(
    rb'"epoch":"([0-9a-f]{32})","number":([0-9]{1,18}),'
    rb'"previous":"([0-9a-f]{64}|)","sum":"([0-9a-f]{64})"\}\n'
)
LONGEST_TRAILER = 256
VOID = "void"
EPOCH = "epoch"


@dataclass(frozen=True, slots=True)
class Tail:
    """Where the journal stands: its last good line, and the place for the next one."""

    number: int = 0
    epoch: str = ""
    digest: str = ""
    position: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """A line that was read. ``body`` is all of it; ``intact``: its digest is right."""

    number: int
    epoch: str
    previous: str
    digest: str
    position: int
    intact: bool
    body: Mapping[str, Any]

    @property
    def what(self) -> str:
        """Kind of entry."""
        return str(self.body["what"])


def write_line(
    *, after: Tail, number: int, epoch: str, body: Mapping[str, Any]
) -> bytes:
    """The line of this entry; ``body`` begins with ``what``."""
    head = json.dumps(body, separators=(",", ":"))[:-1]
    text = (
        f'{head},"epoch":"{epoch}","number":{number},"previous":"{after.digest}"'
    ).encode()
    return text + f',"sum":"{hashlib.sha256(text).hexdigest()}"}}\n'.encode()


def digest_of(line: bytes) -> str:
    """The ``sum`` of a line that ``write_line`` made."""
    return line[-67:-3].decode()


def find_tail(text: bytes, *, offset: int) -> Tail | None:
    """The last good line that ends in this stretch of the store."""
    found = None
    for found in TRAILER.finditer(text):  # noqa: B007  # the last one is wanted
        pass
    if found is None:
        return None
    epoch, number, _previous, digest = found.groups()
    return Tail(int(number), epoch.decode(), digest.decode(), offset + found.end())


def read_line(line: bytes, *, position: int) -> Entry | None:
    """The entry; None for what a torn write left (no line, or none that ends well).

    Lines of the first version have no number (0) and no digest."""
    try:
        body = json.loads(line)
    except ValueError:
        return None
    if not isinstance(body, dict) or "what" not in body or not line.endswith(b"\n"):
        return None
    if "sum" not in body:
        return Entry(0, "", "", "", position, intact=True, body=body)
    return Entry(
        number=body["number"],
        epoch=body["epoch"],
        previous=body["previous"],
        digest=body["sum"],
        position=position,
        intact=_sum_of(line) == body["sum"],
        body=body,
    )


def read_lines(lines: Iterable[tuple[int, bytes]]) -> Iterator[Entry]:
    """Entries in order, one line in memory at a time; torn lines are left out."""
    for position, line in lines:
        entry = read_line(line, position=position)
        if entry is not None:
            yield entry


def _sum_of(line: bytes) -> str:
    return hashlib.sha256(line[: line.rindex(b',"sum":"')]).hexdigest()
