"""The gate: one answer in the whole system, default no.

``current()`` is the plugged-in gate; the module-level functions ask it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet

from .choices import Channel, Purpose
from .closed import ClosedGate, GateUnplugged
from .protocol import Decision, Gate

__all__ = [
    "Channel",
    "Decision",
    "Gate",
    "GateUnplugged",
    "Purpose",
    "consents_of",
    "current",
    "decide",
    "informed",
    "permitted",
    "plug",
    "record_consent",
    "record_disclosure",
    "record_notice",
    "record_objection",
    "screen",
    "unplug",
    "withdraw_consent",
]

_plugged: list[Gate] = [ClosedGate()]


def current() -> Gate:
    """The gate in force."""
    return _plugged[-1]


def plug(gate: Gate) -> None:
    """Plug the gate in, once; a second one is a mistake and raises."""
    if len(_plugged) > 1:
        raise RuntimeError("a gate is plugged in already")
    _plugged.append(gate)


def unplug() -> Gate:
    """Take the gate out again (tests of «default no»); returns it."""
    return _plugged.pop() if len(_plugged) > 1 else _plugged[0]


def decide(*, person_id: int, purpose: Purpose, channel: Channel, on: date) -> Decision:
    """May we do this with this person? See ``Gate.decide``."""
    return current().decide(
        person_id=person_id, purpose=purpose, channel=channel, on=on
    )


def permitted(
    persons: QuerySet[Any], *, purpose: Purpose, channel: Channel, on: date
) -> QuerySet[Any]:
    """With which of these persons? See ``Gate.permitted``."""
    return current().permitted(persons, purpose=purpose, channel=channel, on=on)


def screen(addresses: Collection[str]) -> set[str]:
    """Which of the addresses are suppressed? See ``Gate.screen``."""
    return current().screen(addresses)


def record_objection(*, person_id: int, actor: Any, **details: Any) -> None:
    """See ``Gate.record_objection``."""
    current().record_objection(person_id=person_id, actor=actor, **details)


def record_consent(*, person_id: int, actor: Any, **details: Any) -> None:
    """See ``Gate.record_consent``."""
    current().record_consent(person_id=person_id, actor=actor, **details)


def withdraw_consent(*, person_id: int, actor: Any, **details: Any) -> None:
    """See ``Gate.withdraw_consent``."""
    current().withdraw_consent(person_id=person_id, actor=actor, **details)


def consents_of(*, person_id: int) -> Sequence[str]:
    """See ``Gate.consents_of``."""
    return current().consents_of(person_id=person_id)


def informed(*, person_id: int) -> bool:
    """See ``Gate.informed``."""
    return current().informed(person_id=person_id)


def record_notice(*, person_id: int, **details: Any) -> None:
    """See ``Gate.record_notice``."""
    current().record_notice(person_id=person_id, **details)


def record_disclosure(*, person_id: int, **details: Any) -> None:
    """See ``Gate.record_disclosure``."""
    current().record_disclosure(person_id=person_id, **details)
