"""Where the journal is kept: outside the database and its dumps."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Protocol
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from privacy.exceptions import PrivacyError

from .file_store import FileStore
from .lines import Tail


class JournalError(PrivacyError):
    """The journal cannot be written as things stand: then nothing may be destroyed."""

    code = "journal"
    text = _("The erasure journal does not fit the database. Nothing was erased.")


class JournalStore(Protocol):
    """An append-only store of lines. Bytes in, bytes out; it knows no meaning."""

    def append(self, write: Callable[[Tail], bytes]) -> None:
        """Append the line that ``write`` makes of the tail, alone with the store, and
        wait until it cannot be lost. OSError where it cannot: nothing was appended."""

    def tail(self) -> Tail:
        """The last good line, without reading what stands before it."""

    def still(self) -> AbstractContextManager[Tail]:
        """The tail, and nobody appends meanwhile."""

    def entries_after(self, position: int) -> Iterator[tuple[int, bytes]]:
        """Lines from this position on, each with its own, streaming."""


SCHEMES: dict[str, Callable[[str], JournalStore]] = {"": FileStore, "file": FileStore}
"""Another kind of store is added here; ERASURE_JOURNAL chooses by its scheme."""


def open_store() -> JournalStore:
    """The store that ERASURE_JOURNAL names: a path, or an address with a scheme."""
    address = str(settings.ERASURE_JOURNAL)
    parts = urlsplit(address)
    if parts.scheme not in SCHEMES:
        raise JournalError(code="journal_scheme")
    return SCHEMES[parts.scheme](parts.path if parts.scheme else address)
