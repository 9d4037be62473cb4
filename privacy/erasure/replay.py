"""After a restore: the people of the erasure journal go again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from registry.digests import contact_digest
from registry.models import Person, PersonGuard
from registry.seams.audit import record
from registry.seams.personal_data import erase, find_mentions, redact_mention
from registry.seams.personal_data.erasing import history_silent
from registry.services.traces import traces_of

from .journal import read_entries
from .sweeps import sweep_third_parties

BATCH = 200


@dataclass(frozen=True, kw_only=True)
class Replay:
    """What a replay found and did: numbers of people."""

    journal: int
    """People named in the journal."""
    erased: int
    """Of them, those who were back in the register and went again."""
    held: int
    """Of them, those whom a legal hold of the restored register keeps: decide by hand."""


def replay_erasures(*, on: date) -> Replay:
    """Erase everybody of the journal whom the register holds again (law sheet C.5).

    Reads the journal's keyed digests and compares them with those of the references
    in the register, in one pass. What others' rows say of these people is redacted
    without another review: it was decided before the back-up was restored. Safe to
    run again; a batch is one transaction."""
    gone = {p["reference"] for entry in read_entries() for p in entry["persons"]}
    back = _people_with(gone)
    held = set(
        PersonGuard.objects.filter(person__in=back, held=True).values_list(
            "person_id", flat=True
        )
    )
    free = [key for key in back if key not in held]
    for start in range(0, len(free), BATCH):
        _erase_again(free[start : start + BATCH], on=on)
    return Replay(journal=len(gone), erased=len(free), held=len(held))


def _people_with(digests: set[str]) -> list[int]:
    if not digests:
        return []
    references = Person.objects.order_by("pk").values_list("pk", "reference")
    return [
        key
        for key, reference in references.iterator(chunk_size=10_000)
        if contact_digest(reference).hex() in digests
    ]


@transaction.atomic
def _erase_again(person_ids: Sequence[int], *, on: date) -> None:
    traces = [(key, traces_of([key])) for key in person_ids]
    with history_silent():
        for key, sought in traces:
            for mention in find_mentions(sought, person_ids=[key], on=on):
                redact_mention(mention, sought)
    erase(person_ids, on=on)
    for _key, sought in traces:
        sweep_third_parties(sought)
    record(
        actor=None,
        action="person.erased_again",
        subjects=[("person", key) for key in person_ids],
        purpose="rights",
    )
