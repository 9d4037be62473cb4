"""Legal facts in the journal: objections, withdrawals, restrictions, suppressions.

Each service that records one calls a function of this module in its transaction. A
fact is a small object: kind, keyed digest of the reference, what, when; no words.
Facts noted inside ``together`` go as one line, at its end.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from privacy.models import ConsentEvent, Objection, Restriction, Suppression
from registry.digests import contact_digest
from registry.models import Company, Person

from .writing import is_replaying, write_entry

FACTS = "facts"
OBJECTION = "objection"
PROHIBITION = "prohibition"
WITHDRAWAL = "withdrawal"
RESTRICTION = "restriction"
LIFTED = "lifted"
SUPPRESSION = "suppression"

Fact = dict[str, Any]

_gathered: ContextVar[list[Fact] | None] = ContextVar("gathered_facts", default=None)


@contextmanager
def together() -> Iterator[None]:
    """One line for everything that is noted inside; nested ones join the outermost.
    Where the inside fails, nothing is written: its transaction falls too."""
    if _gathered.get() is not None:
        yield
        return
    facts: list[Fact] = []
    token = _gathered.set(facts)
    try:
        yield
    finally:
        _gathered.reset(token)
    _write(facts)


def note_objection(objection: Objection) -> None:
    """A person's objection, or a company's prohibition."""
    if objection.person_id:
        whose = {"kind": OBJECTION, "person": digest_of_person(objection.person_id)}
    else:
        whose = {"kind": PROHIBITION, "company": _digest_of_company(objection)}
    _note(
        {
            **whose,
            "against": objection.kind,
            "scope": objection.scope,
            "at": stamp(objection.received_at),
        }
    )


def note_withdrawals(events: Iterable[ConsentEvent]) -> None:
    """Consents that a person took back."""
    with together():
        for event in events:
            _note(
                {
                    "kind": WITHDRAWAL,
                    "person": digest_of_person(event.person_id),
                    "purpose": event.purpose,
                    "channel": event.channel,
                    "topic": event.topic,
                    "at": stamp(event.at),
                }
            )


def note_restriction(restriction: Restriction) -> None:
    """A restriction that was opened, or (with ``lifted_at``) lifted."""
    fact: Fact = {
        "kind": LIFTED if restriction.lifted_at else RESTRICTION,
        "person": digest_of_person(restriction.person_id),
        "ground": restriction.ground,
        "at": stamp(restriction.opened_at),
    }
    if restriction.fields:
        fact["fields"] = restriction.fields
    if restriction.lifted_at:
        fact["lifted_at"] = stamp(restriction.lifted_at)
    _note(fact)


def note_suppressions(rows: Collection[Suppression]) -> None:
    """Digests that were put on the suppression list, all in one fact."""
    if not rows:
        return
    first = next(iter(rows))
    points = [[r.kind, bytes(r.digest).hex(), r.key_version] for r in rows]
    _note(
        {
            "kind": SUPPRESSION,
            "scope": first.scope,
            "reason": first.reason,
            "at": stamp(first.since),
            "points": points,
        }
    )


def stamp(at: datetime) -> str:
    """Exact to the microsecond: a fact is known again by its moment."""
    return at.astimezone(UTC).isoformat()


def digest_of_person(person_id: int) -> str:
    """Keyed digest of the reference, in hex."""
    person = Person.objects.only("reference").get(pk=person_id)
    return contact_digest(person.reference).hex()


def _digest_of_company(objection: Objection) -> str:
    company = Company.objects.only("reference").get(pk=objection.company_id or 0)
    return contact_digest(company.reference).hex()


def _note(fact: Fact) -> None:
    facts = _gathered.get()
    if facts is None:
        _write([fact])
    else:
        facts.append(fact)


def _write(facts: list[Fact]) -> None:
    if facts and not is_replaying():
        write_entry(what=FACTS, entry_id="", body={"facts": facts})
