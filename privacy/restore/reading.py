"""Reading the journal through: what stands in it, and whether it is whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from .lines import VOID, Entry, read_lines
from .store import JournalStore, open_store


@dataclass(frozen=True, slots=True)
class Voided:
    """What later lines took back: numbers; names of acts in lines of version 1."""

    numbers: frozenset[int]
    ids: frozenset[str]

    def covers(self, entry: Entry) -> bool:
        """Whether this entry does not stand."""
        if entry.number:
            return entry.number in self.numbers
        return entry.body.get("id") in self.ids


def voided_of(store: JournalStore) -> Voided:
    """One pass; lines of other kinds are not parsed."""
    mark = f'{{"what":"{VOID}"'.encode()
    plain = b'"what":"void"'
    wanted = (
        (position, line)
        for position, line in store.entries_after(0)
        if line.startswith(mark) or plain in line[:400]
    )
    found = [e.body for e in read_lines(wanted) if e.what == VOID]
    return Voided(
        numbers=frozenset(b["voids"] for b in found if "voids" in b),
        ids=frozenset(b["id"] for b in found if "voids" not in b),
    )


def standing_entries(store: JournalStore | None = None) -> Iterator[Entry]:
    """Every act once, in order, without what was taken back; streaming."""
    store = store or open_store()
    voided = voided_of(store)
    seen: set[str] = set()
    for entry in read_lines(store.entries_after(0)):
        again = not entry.number and entry.body.get("id") in seen
        if entry.what == VOID or again or voided.covers(entry):
            continue
        if not entry.number:
            seen.add(str(entry.body["id"]))
        yield entry


def standing_line(*, position: int, number: int) -> Entry | None:
    """The line of a mark, the first one from where it was to be written; None where
    it was not, or a later line took it back."""
    entries = read_lines(open_store().entries_after(position))
    line = next(entries, None)
    if line is None or line.number != number:
        return None
    taken_back = any(e.what == VOID and e.body["voids"] == number for e in entries)
    return None if taken_back else line


@dataclass(slots=True)
class Chain:
    """Follows the digests through the journal; feed it every entry in order."""

    entries: int = 0
    last_number: int = 0
    last_digest: str = ""
    first_epoch: str = ""
    broken_after: list[int] = field(default_factory=list)
    """Numbers after which a line was cut out, put in or changed."""

    def follow(self, entry: Entry) -> None:
        """The next entry, void ones included."""
        if not entry.number:
            return
        whole = entry.previous == self.last_digest and entry.intact
        if not whole or entry.number <= self.last_number:
            self.broken_after.append(self.last_number)
        self.first_epoch = self.first_epoch or entry.epoch
        self.entries += 1
        self.last_number, self.last_digest = entry.number, entry.digest
